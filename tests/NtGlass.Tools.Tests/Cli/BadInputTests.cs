using Xunit;

namespace NtGlass.Tools.Tests.Cli;

/// <summary>What cannot be run gives one clear line and its exit code.</summary>
public sealed class BadInputTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly byte[] program = File.ReadAllBytes(Path.Combine(GoldenFile.RepositoryFolder(), "samples", "createfile.exe"));

    [Fact]
    public void MissingFile() => Check(10, "ntglass: nothing.exe: there is no such file\n", "nothing.exe");

    [Fact]
    public void MissingExtension()
    {
        File.WriteAllBytes(folder.File("hello.exe"), program);
        Check(10, "ntglass: hello: there is no such file; there is hello.exe\n", "hello");
    }

    [Fact]
    public void Folder() => Check(10, "ntglass: . is a folder; name the .exe file in it\n", ".");

    [Fact]
    public void TextFile() => CheckFile(10, "is no Windows program: it does not begin with MZ", "#!/bin/sh\necho hello, this is no program\n"u8.ToArray());

    [Fact]
    public void BatchFile()
    {
        File.WriteAllText(folder.File("job.bat"), "@echo off\r\n");
        Check(10, "ntglass: job.bat is a batch file; run it with 'ntglass run cmd /c job.bat'\n", "job.bat");
    }

    [Fact]
    public void EmptyFile() => CheckFile(10, "is ", []);

    [Fact]
    public void TruncatedHeaders() => CheckFile(10, "is cut off: it is shorter than its headers say; get the file again", program[..0x90]);

    [Fact]
    public void TruncatedSections() => CheckFile(10, "is cut off: it is shorter than its headers say; get the file again", program[..^1]);

    [Fact]
    public void SixtyFourBitProgram() =>
        CheckFile(10, "is a 64-bit program; NtGlass runs 32-bit ones, so look for an x86 or 32-bit build", WithMachine(0x8664));

    [Fact]
    public void ProgramForArm() =>
        CheckFile(10, "is for another processor; NtGlass runs x86 programs, so look for an x86 build", WithMachine(0x01C4));

    [Fact]
    public void DotNetProgram() =>
        CheckFile(10, "is a .NET program; run it with 'dotnet' or 'mono'", File.ReadAllBytes(typeof(Abi.NtStatus).Assembly.Location));

    [Fact]
    public void Dll() => CheckFile(10, "is a DLL; name the program that uses it",
        File.ReadAllBytes(Path.Combine(GoldenFile.RepositoryFolder(), "guest", "userland", "bin", "ntdll.dll")));

    [Theory]
    [InlineData("ntglass: there is no option --frobnicate; 'ntglass run --help' lists them\n", "run", "--frobnicate", "x.exe")]
    [InlineData("ntglass: Required argument missing for command: 'run'.\nTry 'ntglass run --help'.\n", "run")]
    [InlineData("ntglass: --mount nonsense: it has the form HOST=GUEST or HOST=GUEST:rw, as in --mount /data=C:\\data\n", "run", "--mount", "nonsense", "x.exe")]
    [InlineData("ntglass: --mount /nowhere=C:\\x: there is no folder '/nowhere'\n", "run", "--mount", "/nowhere=C:\\x", "x.exe")]
    [InlineData("ntglass: --mount /tmp=D:\\x: GUEST is a folder on C:, as in C:\\data\n", "run", "--mount", "/tmp=D:\\x", "x.exe")]
    public void WrongUsage(string expected, params string[] arguments)
    {
        CliResult result = CliProcess.Run(folder.Path, arguments);
        Assert.Equal((2, expected), (result.ExitCode, result.Errors));
    }

    public void Dispose() => folder.Dispose();

    byte[] WithMachine(ushort machine)
    {
        byte[] changed = [.. program];
        BitConverter.TryWriteBytes(changed.AsSpan(BitConverter.ToInt32(changed, 0x3C) + 4), machine);
        return changed;
    }

    void CheckFile(int exitCode, string problem, byte[] content)
    {
        File.WriteAllBytes(folder.File("x.exe"), content);
        CliResult result = CliProcess.Run(folder.Path, "run", "x.exe");
        Assert.StartsWith($"ntglass: x.exe {problem}", result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
    }

    void Check(int exitCode, string errors, string path)
    {
        CliResult result = CliProcess.Run(folder.Path, "run", path);
        Assert.Equal((exitCode, errors, ""), (result.ExitCode, result.Errors, result.Output));
    }
}
