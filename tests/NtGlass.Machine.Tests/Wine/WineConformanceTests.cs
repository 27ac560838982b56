using NtGlass.Host;
using NtGlass.Kernel;
using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Wine;

/// <summary>Programs that check the system from within through Wine's DLLs.</summary>
public sealed class WineConformanceTests
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "conformance", "wine");

    public static TheoryData<string> All => [.. Directory.EnumerateFiles(Folder, "net*.exe").Select(Path.GetFileNameWithoutExtension).Order().OfType<string>()];

    [Theory]
    [MemberData(nameof(All))]
    public void EveryCheckOfTheProgramPasses(string program)
    {
        InMemoryConsole console = new();
        MachineOptions options = WineRun.Options() with { Host = HostServices.Deterministic(seed: 1, console), TickLimit = 20_000_000_000 };
        using GuestRun run = GuestRun.Start(File.ReadAllBytes(Path.Combine(Folder, program + ".exe")), options);
        MachineResult result = run.Machine.Run();

        string[] lines = console.OutputText.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        int passed = lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal));
        Assert.Equal([], lines.Where(line => !line.StartsWith("ok ", StringComparison.Ordinal)).SkipLast(1));
        Assert.Equal($"done {passed}", lines[^1]);
        Assert.Equal((MachineStop.ProcessEnded, NtStatus.Success), (result.Reason, result.ExitStatus));
    }
}
