using Xunit;

namespace NtGlass.Tools.Tests.Cli;

/// <summary>Guests that take more than there is, and files that ask for it.</summary>
public sealed class LimitTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("memory", "^error 1455 after [0-9]+\r\n$")]
    [InlineData("events", "^events 100000\r\n$")]
    [InlineData("waiters", "^threads [0-9]+\r\nerror 1455\r\n$")]
    [InlineData("hole", "^end 0\r\nerror 112\r\nwritten 0\r\nerror 112\r\n$")]
    public void GuestIsRefusedAndGoesOn(string what, string output)
    {
        CliResult result = CliProcess.Run(folder.Path, "run", "-q", "--limit-memory", "64", GuestPrograms.Path("greedy"), what);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Matches(output, result.Output);
    }

    [Fact]
    public void StacksOfEndedThreadsAreFree()
    {
        CliResult result = CliProcess.Run(folder.Path, "run", GuestPrograms.Path("greedy"), "threads");
        Assert.Equal((0, "threads 5000\r\n", ""), (result.ExitCode, result.Output, result.Errors));
    }

    [Fact]
    public void DeepRecursionIsAStackOverflow()
    {
        CliResult result = CliProcess.Run(folder.Path, "run", GuestPrograms.Path("greedy"), "stack");
        Assert.Equal(12, result.ExitCode);
        Assert.StartsWith("ntglass: greedy.exe was ended by an exception: STATUS_STACK_OVERFLOW (c00000fd) at ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(72, 0x80000000, 13, "ntglass: x.exe asks for more memory to start than there is: STATUS_NO_MEMORY\n")]
    [InlineData(72, 0xFFFFFFFF, 13, "ntglass: x.exe asks for more memory to start than there is: STATUS_NO_MEMORY\n")]
    [InlineData(28, 0x7FFF0000, 10, "ntglass: x.exe cannot be started: STATUS_INVALID_IMAGE_FORMAT\n")]
    public void HeadersThatCannotBeMetGiveOneLine(int offsetInOptionalHeader, uint value, int exitCode, string errors)
    {
        byte[] program = File.ReadAllBytes(GuestPrograms.Sample("createfile"));
        const int OptionalHeader = 24;
        int header = BitConverter.ToInt32(program, 0x3C) + OptionalHeader;
        BitConverter.TryWriteBytes(program.AsSpan(header + offsetInOptionalHeader), value);
        File.WriteAllBytes(folder.File("x.exe"), program);
        CliResult result = CliProcess.Run(folder.Path, "run", "x.exe");
        Assert.Equal((exitCode, errors), (result.ExitCode, result.Errors));
    }

    [Theory]
    [InlineData("KERNEL32.dll", "KERNELXX.dll", "ntglass: x.exe needs KERNELXX.dll, ")]
    [InlineData("CreateFileA", "CreateFilzA", "ntglass: x.exe needs the function CreateFilzA of kernel32.dll, ")]
    public void MissingImportIsNamed(string name, string missing, string errors)
    {
        byte[] program = File.ReadAllBytes(GuestPrograms.Sample("createfile"));
        int at = program.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(name));
        System.Text.Encoding.ASCII.GetBytes(missing).CopyTo(program, at);
        File.WriteAllBytes(folder.File("x.exe"), program);
        CliResult result = CliProcess.Run(folder.Path, "run", "--userland", "builtin", "x.exe");
        Assert.Equal(11, result.ExitCode);
        Assert.StartsWith(errors, result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--limit-time", "abc", "it takes a number of seconds above 0, as in --limit-time 2.5")]
    [InlineData("--limit-time", "1e400", "it takes a number of seconds above 0, as in --limit-time 2.5")]
    [InlineData("--limit-time", "-1", "it takes a number of seconds above 0, as in --limit-time 2.5")]
    [InlineData("--limit-memory", "0", "it takes a number of megabytes from 32 to 3584")]
    [InlineData("--limit-memory", "99999999", "it takes a number of megabytes from 32 to 3584")]
    [InlineData("--timeout", "0", "it takes a number of seconds above 0, as in --timeout 2.5")]
    [InlineData("--memory", "x", "it takes a number of megabytes from 32 to 3584")]
    [InlineData("--disk", "-1", "it takes a number of megabytes from 1 up, as in --disk 100")]
    [InlineData("--processes", "0", "it takes a number from 1 to 10000")]
    [InlineData("--seed", "x", "it takes a whole number from 0 up, as in --seed 1")]
    public void NumbersAreChecked(string option, string value, string reason)
    {
        CliResult result = CliProcess.Run(folder.Path, "run", option, value, GuestPrograms.Sample("hello"));
        Assert.Equal((2, $"ntglass: {option} {value}: {reason}\n"), (result.ExitCode, result.Errors));
    }

    public void Dispose() => folder.Dispose();
}
