using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace NtGlass.Tools.Tests.Guest;

/// <summary>The committed guest programs and DLLs are what their sources give, byte for byte.</summary>
public sealed class RebuildTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ntglass-rebuild-");

    [Theory]
    [InlineData("guest/userland/build", "guest/userland/bin")]
    [InlineData("samples/build", "samples")]
    public void SourcesGiveTheCommittedFiles(string script, string committed)
    {
        string expected = File.ReadAllText(Path.Combine(Repository.Root, "guest", "toolchain.txt")).Trim();
        string? found = Toolchain();
        Assert.SkipUnless(found == expected, found is null
            ? "gcc-mingw-w64-i686 is not installed"
            : "the files were built with other versions of the compiler");

        Run(Path.Combine(Repository.Root, script), folder.FullName);

        string[] built = Directory.GetFiles(folder.FullName);
        Assert.NotEmpty(built);
        Assert.All(built, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(Repository.Root, committed, Path.GetFileName(file))), File.ReadAllBytes(file)));
    }

    public void Dispose() => folder.Delete(recursive: true);

    static string? Toolchain()
    {
        try
        {
            return FirstLine("i686-w64-mingw32-gcc") + "\n" + FirstLine("i686-w64-mingw32-ld");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    static string FirstLine(string tool) => Run(tool, "--version").Split('\n')[0];

    static string Run(string program, string argument)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, [argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output;
    }
}
