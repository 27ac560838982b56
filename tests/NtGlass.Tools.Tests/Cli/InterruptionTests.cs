using Xunit;

namespace NtGlass.Tools.Tests.Cli;

/// <summary>Ctrl+C and SIGTERM end a run wherever the guest is, with what was gathered.</summary>
public sealed class InterruptionTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("loop", "INT")]
    [InlineData("loop", "TERM")]
    [InlineData("calls", "INT")]
    [InlineData("minute", "INT")]
    [InlineData("minute", "TERM")]
    [InlineData("read", "INT")]
    [InlineData("busyread", "INT")]
    public void EndsARun(string way, string signal)
    {
        CliResult result = CliProcess.RunWithSignal(folder.Path, signal, "run", GuestPrograms.Path("waits"), way);
        Assert.Equal((130, "ntglass: interrupted\n"), (result.ExitCode, result.Errors));
    }

    [Fact]
    public void TraceFileIsWhole()
    {
        CliResult result = CliProcess.RunWithSignal(folder.Path, "INT", "trace", "-o", "trace.txt", GuestPrograms.Path("waits"), "calls");
        Assert.Equal((130, "ntglass: interrupted\n"), (result.ExitCode, result.Errors));
        string trace = File.ReadAllText(folder.File("trace.txt"));
        Assert.Contains(@"NtQueryAttributesFile(ObjectAttributes=""\??\C:\work\nothing""", trace, StringComparison.Ordinal);
        Assert.EndsWith("\n", trace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("event", "waits for an event")]
    [InlineData("sleep", "sleeps without end")]
    public void WaitForNothingIsTold(string way, string what)
    {
        CliResult result = CliProcess.Run(folder.Path, "run", GuestPrograms.Path("waits"), way);
        Assert.Equal(
            (14, $"ntglass: waits.exe was ended: all its threads wait for something that cannot happen any more\n  thread 16 of waits.exe (12) {what}\n"),
            (result.ExitCode, result.Errors));
    }

    [Theory]
    [InlineData("loop")]
    [InlineData("minute")]
    public void TimeLimitHoldsAlsoWhileTheGuestWaits(string way)
    {
        CliResult result = CliProcess.Run(folder.Path, "run", "--limit-time", "0.5", GuestPrograms.Path("waits"), way);
        Assert.Equal(13, result.ExitCode);
        Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
    }

    public void Dispose() => folder.Dispose();
}
