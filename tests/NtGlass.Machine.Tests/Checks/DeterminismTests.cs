using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Two machines with one seed do the same.</summary>
public sealed class DeterminismTests
{
    [Theory]
    [MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void TwoRunsOfASampleGiveOneStreamOfEvents(string sample) => Assert.Equal(Run(sample, 7), Run(sample, 7));

    static List<string> Run(string sample, ulong seed)
    {
        Recorder recorder = new();
        using GuestRun run = GuestRun.Start(Samples.Read(sample), GuestRun.Options(recorder, seed));
        run.RunToEnd();
        Assert.NotEmpty(recorder.Lines);
        return recorder.Lines;
    }
}
