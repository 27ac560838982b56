using NtGlass.Host;
using NtGlass.Kernel;
using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Programs that check the system from within: a line for each check, and at the end how many there must have been.</summary>
public sealed class ConformanceTests
{
    [Theory]
    [MemberData(nameof(ConformancePrograms.All), MemberType = typeof(ConformancePrograms))]
    public void EveryCheckOfTheProgramPasses(string program)
    {
        InMemoryConsole console = new();
        MachineOptions options = GuestRun.Options() with
        {
            Host = HostServices.Deterministic(seed: 1, console),
            TickLimit = 20_000_000_000,
            Volume = new VolumeOptions { SystemFiles = ConformancePrograms.Libraries },
        };
        using GuestRun run = GuestRun.Start(ConformancePrograms.Read(program), options);
        MachineResult result = run.Machine.Run();

        string[] lines = console.OutputText.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        int passed = lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal));
        Assert.Equal([], lines.Where(line => !line.StartsWith("ok ", StringComparison.Ordinal)).SkipLast(1));
        Assert.Equal($"done {passed}", lines[^1]);
        Assert.Equal(MachineStop.ProcessEnded, result.Reason);
        Assert.Equal(NtStatus.Success, result.ExitStatus);
    }
}
