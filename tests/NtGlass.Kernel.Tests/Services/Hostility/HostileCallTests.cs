using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>Every service with arguments by chance: nothing is thrown, the kernel stays whole, and no call takes long.</summary>
public sealed class HostileCallTests
{
    const int ShortWorlds = 40, LongWorlds = 6000, MostFailures = 12;

    static readonly TimeSpan LongestWorld = TimeSpan.FromMinutes(1);

    static bool IsLong => Environment.GetEnvironmentVariable("NTGLASS_LONG") == "1";

    [Fact]
    public async Task Services_survive_calls_by_chance()
    {
        int worlds = IsLong ? LongWorlds : ShortWorlds;
        int first = int.TryParse(Environment.GetEnvironmentVariable("NTGLASS_SEED"), out int seed) ? seed : 0;
        var failures = new Dictionary<string, string>();
        for (int world = first; world < first + worlds && failures.Count < MostFailures; world++)
        {
            var run = new HostileRun(world);
            Task done = Task.Run(run.Run, TestContext.Current.CancellationToken);
            await Task.WhenAny(done, Task.Delay(LongestWorld, TestContext.Current.CancellationToken));
            Assert.True(done.IsCompleted, $"World {world} does not end:\n{run.LastCalls}\n\n{string.Join("\n\n", failures.Values)}");
            if (run.FailurePlace is { } place) failures.TryAdd(place, run.FailureReport);
        }
        Assert.True(failures.Count == 0, string.Join("\n\n", failures.Values));
    }
}
