using NtGlass.Host;
using NtGlass.Kernel;
using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Wine;

/// <summary>Programs that check the system from within through Wine's DLLs.</summary>
public sealed class WineConformanceTests
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "conformance", "wine");

    static readonly KnownDifferences Differences = KnownDifferences.Read(Path.Combine(AppContext.BaseDirectory, "conformance", "differences.tsv"));

    public static TheoryData<string> All => [.. Directory.EnumerateFiles(Folder, "*.exe").Select(Path.GetFileNameWithoutExtension).Order().OfType<string>()];

    [Theory]
    [MemberData(nameof(All))]
    public void EveryCheckOfTheProgramPasses(string program) => HoldAgainstTheList(program, File.ReadAllBytes(Path.Combine(Folder, program + ".exe")));

    /// <summary>The programs of the builtin DLLs: what Wine's do otherwise is known, and why.</summary>
    [Theory]
    [MemberData(nameof(ConformancePrograms.All), MemberType = typeof(ConformancePrograms))]
    public void TheBuiltinDllsProgramsDifferOnlyWhereItIsExplained(string program) => HoldAgainstTheList(program, ConformancePrograms.Read(program));

    static void HoldAgainstTheList(string program, byte[] image)
    {
        InMemoryConsole console = new();
        MachineOptions options = WineRun.Options() with
        {
            Host = HostServices.Deterministic(seed: 1, console),
            TickLimit = 20_000_000_000,
            Volume = new VolumeOptions { SystemFiles = ConformancePrograms.Libraries },
        };
        using GuestRun run = GuestRun.Start(image, options);
        MachineResult result = run.Machine.Run();

        string[] lines = console.OutputText.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        (string[] unexplained, string[] gone) = Differences.Compare(program, lines);
        Assert.Equal([], unexplained);
        Assert.Equal([], gone);
        if (Differences.EndsEarly(program))
        {
            Assert.DoesNotContain(lines, line => line.StartsWith("done ", StringComparison.Ordinal));
            return;
        }
        Assert.NotEmpty(lines);
        Assert.StartsWith("done ", lines[^1], StringComparison.Ordinal);
        Assert.Equal((MachineStop.ProcessEnded, NtStatus.Success), (result.Reason, result.ExitStatus));
    }
}
