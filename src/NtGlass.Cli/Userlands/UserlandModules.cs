using NtGlass.Pe;
using NtGlass.Userland;

namespace NtGlass.Cli.Userlands;

/// <summary>What a userland has, for <see cref="ImportClosure"/>.</summary>
static class UserlandModules
{
    public static Func<string, SystemModule?> Of(UserlandFamily family) => family.HostFolder is string folder ? name => InFolder(folder, name) : name => Builtin(family, name);

    static SystemModule? Builtin(UserlandFamily family, string name) =>
        family.Modules.FirstOrDefault(module => module.FileName.Equals(name, StringComparison.OrdinalIgnoreCase)) is UserlandModule module ? SystemModule.Read(module.Content) : null;

    /// <summary>Wine makes a function that an existing DLL lacks into one that raises an exception, so a DLL that is there has all.</summary>
    static SystemModule? InFolder(string folder, string name) =>
        ApiSetName.Is(name) || File.Exists(Path.Join(folder, name.ToLowerInvariant())) || File.Exists(Path.Join(folder, name)) ? SystemModule.Open : null;
}
