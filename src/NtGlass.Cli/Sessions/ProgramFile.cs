using NtGlass.Cli.Userlands;
using NtGlass.Pe;

namespace NtGlass.Cli.Sessions;

/// <summary>The program that the user named: found, readable, and a 32-bit Windows program.</summary>
/// <param name="HostPath">The full path on the host.</param>
sealed record ProgramFile(string HostPath)
{
    public string Name => Path.GetFileName(HostPath);

    public string Folder => Path.GetDirectoryName(HostPath)!;

    /// <param name="userland">What <c>--userland</c> says.</param>
    /// <exception cref="UserError">The file cannot be run; the message says why and what to do.</exception>
    public static ProgramFile Open(string path, string? userland)
    {
        if (!Path.Exists(path)) path = SystemPrograms.Find(path, userland) ?? path;
        if (Directory.Exists(path)) throw Wrong(path, "is a folder; name the .exe file in it");
        if (!File.Exists(path)) throw new UserError(ExitCode.BadProgram, $"{path}: there is no such file{Suggestion(path)}");
        try
        {
            PeImage.ReadProgram(File.ReadAllBytes(path));
        }
        catch (PeFormatException error)
        {
            throw Wrong(path, IsBatch(path) ? $"is a batch file; run it with 'ntglass run cmd /c {Path.GetFileName(path)}'" : Explain(error));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, $"cannot be read: {error.Message}");
        }
        return new ProgramFile(Path.GetFullPath(path));
    }

    static string Explain(PeFormatException error) => error.Error switch
    {
        PeError.NotExecutable => "is no Windows program: it does not begin with MZ",
        PeError.NotPe => "is a program for MS-DOS or 16-bit Windows; NtGlass runs 32-bit Windows programs",
        PeError.Truncated => "is cut off: it is shorter than its headers say; get the file again",
        PeError.SixtyFourBit => "is a 64-bit program; NtGlass runs 32-bit ones, so look for an x86 or 32-bit build",
        PeError.OtherProcessor => "is for another processor; NtGlass runs x86 programs, so look for an x86 build",
        PeError.DotNet => "is a .NET program; run it with 'dotnet' or 'mono'",
        PeError.Library => "is a DLL; name the program that uses it",
        PeError.OtherSubsystem => $"is {error.Message}",
        _ => $"is damaged: {error.Message}",
    };

    static bool IsBatch(string path) => Path.GetExtension(path).ToUpperInvariant() is ".BAT" or ".CMD";

    static string Suggestion(string path) =>
        !path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) && File.Exists(path + ".exe") ? $"; there is {path}.exe" : "";

    static UserError Wrong(string path, string what) => new(ExitCode.BadProgram, $"{path} {what}");
}
