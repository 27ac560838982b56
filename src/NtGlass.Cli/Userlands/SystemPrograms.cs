using NtGlass.Install;
using NtGlass.Userland;

namespace NtGlass.Cli.Userlands;

/// <summary>Programs that come with a userland, such as cmd.exe, by their names alone or by their places on the guest's disk.</summary>
static class SystemPrograms
{
    /// <summary>The host's path of such a program; null when no userland has it.</summary>
    /// <exception cref="UserError">The userland that has it cannot be had.</exception>
    public static string? Find(string name, string? userland)
    {
        string folder = $@"{UserlandFamily.SystemFolder}\";
        if (name.StartsWith(folder, StringComparison.OrdinalIgnoreCase)) name = name[folder.Length..];
        if (name.Length == 0 || name.AsSpan().ContainsAny('/', '\\')) return null;
        string file = (Path.HasExtension(name) ? name : $"{name}.exe").ToLowerInvariant();
        if (userland is not null && Directory.Exists(userland)) return Existing(userland, file);
        bool isWines = (userland is null or UserlandChoice.Wine) && UserlandRelease.Wine.Modules().Contains(file);
        return isWines ? Existing(UserlandInstallation.Provide(UserlandRelease.Wine, $"{file} is one of Wine's programs"), file) : null;
    }

    static string? Existing(string folder, string file) => Path.Join(folder, file) is string path && File.Exists(path) ? path : null;
}
