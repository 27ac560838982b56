using Xunit;

namespace NtGlass.Tools.Tests.Cli;

/// <summary>Standard streams that are pipes, closed, full or end early.</summary>
public sealed class StreamTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void InputOfAPipeReachesTheGuest()
    {
        CliResult result = CliProcess.RunWithInput(folder.Path, "a\nb", "run", GuestPrograms.Path("waits"), "read");
        Assert.Equal((0, "waiting\r\nread a\nbend of input\r\n", ""), (result.ExitCode, result.Output, result.Errors));
    }

    [Fact]
    public void InputReachesAReaderBesideABusyThread() => Assert.Equal(
        "waiting\r\nread hello\nend of input\r\n",
        CliProcess.RunWithInput(folder.Path, "hello\n", "run", "--limit-time", "60", GuestPrograms.Path("waits"), "busyread").Output);

    [Fact]
    public void InputThatCannotBeReadIsTold() => Check(15, "ntglass: standard input cannot be read: Is a directory\n", "\"${ntglass[@]}\" run \"$1\" read </ >/dev/null", "waits");

    [Fact]
    public void FullDiskBehindTheOutputIsTold() => Check(
        15, "ntglass: standard output cannot be written: No space left on device\n", "\"${ntglass[@]}\" run \"$1\" 1 >/dev/full", "output");

    [Fact]
    public void GuestIsToldThatNobodyReads() => Assert.Equal(
        "000000000000000\n232\n",
        CliProcess.Shell(folder.Path, "\"${ntglass[@]}\" run --exit-code guest \"$1\" 9999999 | head -1; echo ${PIPESTATUS[0]}", GuestPrograms.Path("output")).Output);

    [Fact]
    public void FullDiskBehindTheTraceIsTold() => Check(
        15, "ntglass: the trace is not whole, /dev/full cannot be written: No space left on device : '/dev/full'\n", "\"${ntglass[@]}\" trace -o /dev/full \"$1\" 1 >/dev/null", "output");

    [Fact]
    public void FullDiskBehindStandardErrorEndsTheTraceWith15() => Check(15, "", "\"${ntglass[@]}\" trace \"$1\" 1 2>/dev/full >/dev/null", "output");

    [Fact]
    public void FullDiskBehindAListingIsTold() => Check(
        15, "ntglass: standard output cannot be written: No space left on device\n", "\"${ntglass[@]}\" syscalls >/dev/full", "output");

    [Fact]
    public void LargeOutputIsComplete()
    {
        CliResult result = CliProcess.Run(folder.Path, "run", GuestPrograms.Path("output"));
        Assert.Equal((0, 1 << 20, ""), (result.ExitCode, result.Output.Length, result.Errors));
        Assert.EndsWith("\nfffffffffffffff\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("plain")]
    [InlineData("", "a b", "tab\tinside")]
    [InlineData("quote\"inside", "\"", "\"\"", "a\\\"b")]
    [InlineData("back\\slash", "end\\", "space end\\", "two end\\\\", "C:\\Program Files\\", "\\\\server\\share x\\")]
    [InlineData("-x", "--", "--help", "*", "%PATH%")]
    [InlineData("ünï", "日本語", "😀")]
    public void ArgumentsArriveAsTheyWereGiven(params string[] arguments)
    {
        CliResult result = CliProcess.Run(folder.Path, ["run", GuestPrograms.Path("words"), .. arguments]);
        IEnumerable<string> expected = arguments.Select(text => $"[{string.Concat(text.Select(unit => $"{(int)unit:x4}"))}]");
        Assert.Equal(expected, result.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1));
    }

    public void Dispose() => folder.Dispose();

    void Check(int exitCode, string errors, string line, string program)
    {
        CliResult result = CliProcess.Shell(folder.Path, line, GuestPrograms.Path(program));
        Assert.Equal((exitCode, errors), (result.ExitCode, result.Errors));
    }
}
