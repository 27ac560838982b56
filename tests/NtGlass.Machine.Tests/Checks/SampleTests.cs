using NtGlass.Host;
using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>The samples from start to end: what they print, what they leave on the disk, how they end.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("createfile", "", @"C:\work\1")]
    [InlineData("ntcreatefile", "NtCreateFile: status 00000000, information 2\r\n", @"C:\work\native.txt")]
    [InlineData("int2e", "int 2Eh: status 00000000, information 2\r\n", @"C:\work\int2e.txt")]
    [InlineData("hello", "Hello from the glass box.\r\n", null)]
    [InlineData("echoargs", "\"C:\\app\\test.exe\" one \"two three\"\r\n", null)]
    [InlineData("selfmodify", "Answer says 1, patched it says 42\r\nan instruction patched right ahead gives 2\r\n", null)]
    [InlineData("threads", "listener: waiting\r\nspeaker: signalling\r\nlistener: heard it\r\nexit codes 7 and 8\r\n", null)]
    public void ASamplePrintsAndLeavesWhatItShould(string sample, string output, string? created)
    {
        InMemoryConsole console = new();
        MachineOptions options = GuestRun.Options() with { Host = HostServices.Deterministic(1, console) };
        using GuestRun run = GuestRun.Start(Samples.Read(sample), options, "one", "two three");
        Assert.Equal(NtStatus.Success, run.RunToEnd().ExitStatus);
        Assert.Equal(output, console.OutputText);
        string[] changes = [.. run.Machine.Volume.Changes().Where(change => change.Kind == VolumeChangeKind.Created).Select(change => change.Path)];
        Assert.Equal(created is null ? [] : [created], changes);
    }

    [Fact]
    public void DispositionsShowTheirErrors()
    {
        InMemoryConsole console = new();
        using GuestRun run = GuestRun.Start(Samples.Read("dispositions"), GuestRun.Options() with { Host = HostServices.Deterministic(1, console) });
        run.RunToEnd();
        Assert.Contains("CREATE_ALWAYS, second time: handle ok, last error 183", console.OutputText);
        Assert.Contains("CREATE_NEW: no handle, error 80", console.OutputText);
    }

    [Fact]
    public void StructuredExceptionsAreHandledByTheirFrames()
    {
        InMemoryConsole console = new();
        Recorder recorder = new();
        MachineOptions options = GuestRun.Options(recorder) with { Host = HostServices.Deterministic(1, console) };
        using GuestRun run = GuestRun.Start(Samples.Read("seh"), options);
        run.RunToEnd();
        Assert.Contains("write to address 10h: caught c0000005, write to 00000010", console.OutputText);
        Assert.Contains("divide by zero: caught c0000094", console.OutputText);
        Assert.Contains(NtStatus.IntegerDivideByZero, recorder.FirstChance);
    }

    [Fact]
    public void AProgramThatFaultsEndsWithTheExceptionsCode()
    {
        Recorder recorder = new();
        using GuestRun run = GuestRun.Start(Samples.Read("crash"), GuestRun.Options(recorder));
        Assert.Equal(NtStatus.AccessViolation, run.RunToEnd().ExitStatus);
        Assert.Contains(NtStatus.AccessViolation, recorder.FirstChance);
    }

    [Theory]
    [InlineData("createfile")]
    [InlineData("threads")]
    [InlineData("seh")]
    public void SamplesRunOnAProcessorWithoutSysenter(string sample)
    {
        using GuestRun run = GuestRun.Start(Samples.Read(sample), GuestRun.Options() with { FastSystemCalls = false });
        Assert.Equal(run.AddressOf("ntdll!KiIntSystemCall").Value, run.Read(0xFFDF0300));
        Assert.Equal(NtStatus.Success, run.RunToEnd().ExitStatus);
    }
}
