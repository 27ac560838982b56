using NtGlass.Cli.Sessions;
using NtGlass.Install;
using NtGlass.Install.Store;
using NtGlass.Pe;
using NtGlass.Userland;

namespace NtGlass.Cli.Userlands;

/// <summary>Picks the DLLs that a program runs on: builtin when it has all that the program imports, else Wine's.</summary>
static class UserlandChoice
{
    public const string Builtin = "builtin";
    public const string Wine = "wine";

    /// <param name="wanted">What <c>--userland</c> says; null to choose by the program's imports.</param>
    /// <exception cref="UserError">The program imports what no userland has, or the userland cannot be had.</exception>
    public static UserlandFamily For(ProgramFile program, string? wanted, bool isDressed)
    {
        switch (wanted)
        {
            case null: return ByImports(program, isDressed);
            case Builtin: return new BuiltinUserland();
            case Wine: return new WineUserland(UserlandInstallation.Provide(UserlandRelease.Wine, $"--userland {Wine}")) { IsDressed = isDressed };
        }
        if (!Directory.Exists(wanted)) throw Wrong(wanted, $"it is {Builtin}, {Wine} or a folder with Windows' DLLs");
        if (!File.Exists(Path.Join(wanted, "ntdll.dll"))) throw Wrong(wanted, "there is no ntdll.dll in this folder");
        return new WineUserland(Path.GetFullPath(wanted)) { IsDressed = isDressed };
    }

    static UserlandFamily ByImports(ProgramFile program, bool isDressed)
    {
        if (UserlandStore.Default.FindSystemFolder(UserlandRelease.Wine.Name) is string own && own == program.Folder) return new WineUserland(own) { IsDressed = isDressed };
        var builtin = new BuiltinUserland();
        MissingImport[] missing = [.. new ImportClosure(program.Folder, UserlandModules.Of(builtin)).Missing(program.HostPath)];
        if (missing.Length == 0) return builtin;
        IReadOnlySet<string> modules = UserlandRelease.Wine.Modules();
        MissingImport[] nowhere = [.. missing.Where(one => !modules.Contains(one.Module) && !ApiSetName.Is(one.Module))];
        if (nowhere.Length > 0) throw new UserError(ExitCode.MissingImport, MissingImportText.Describe(program.Name, nowhere));
        return new WineUserland(UserlandInstallation.Provide(UserlandRelease.Wine, $"{program.Name} needs {Name(missing[0])}")) { IsDressed = isDressed };
    }

    static string Name(MissingImport import) => import.Function is null ? import.Module : $"{import.Function} of {import.Module}";

    static UserError Wrong(string wanted, string reason) => new(ExitCode.Usage, $"--userland {wanted}: {reason}");
}
