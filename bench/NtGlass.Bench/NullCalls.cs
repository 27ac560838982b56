namespace NtGlass.Bench;

/// <summary>The cost of a door to the host and of a system call that does nothing.</summary>
internal static class NullCalls
{
    private const uint Count = 1_000_000;

    public static void Print(string folder, int rounds)
    {
        using (var machine = new BenchMachine([]))
            PrintLine("vmcall in ring 0", rounds, () => machine.RunVmcalls(Count));
        foreach (string kernel in (ReadOnlySpan<string>)["int2e", "sysenter"])
        {
            using var machine = new BenchMachine(File.ReadAllBytes(Path.Combine(folder, $"bin/{kernel}.bin")));
            PrintLine($"{kernel}, vmcall and back", rounds, () => Checked(machine.Run(Count)));
        }
    }

    private static double Checked((double Seconds, uint Checksum) run) => run.Checksum == 7 * Count
        ? run.Seconds : throw new InvalidOperationException($"The calls returned {run.Checksum}.");

    private static void PrintLine(string name, int rounds, Func<double> run)
    {
        double median = Comparison.Median([.. Enumerable.Range(0, rounds).Select(_ => run())]);
        Console.WriteLine($"{name,-28}{median / Count * 1e9,8:F1} ns");
    }
}
