namespace NtGlass.Bench;

/// <summary>Medians of our processor and its peers, kernel by kernel, with ratios and their geometric means.</summary>
internal sealed class Comparison(IReadOnlyList<Peer> peers)
{
    private readonly List<(string Kernel, double[] Seconds)> _rows = [];

    /// <summary>Some checksum was not like the others.</summary>
    public bool Failed { get; private set; }

    public void Measure(string kernel, string image, uint n, int rounds)
    {
        using var machine = new BenchMachine(File.ReadAllBytes(image));
        double[][] times = [.. Enumerable.Range(0, peers.Count + 1).Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            (times[0][round], uint checksum) = machine.Run(n);
            for (int i = 0; i < peers.Count; i++)
            {
                (times[i + 1][round], uint other) = peers[i].Run(image, n);
                if (other == checksum) continue;
                Failed = true;
                Console.WriteLine($"{kernel}: {checksum:x8} here, {other:x8} by {peers[i].Name}");
            }
        }
        _rows.Add((kernel, [.. times.Select(Median)]));
    }

    public void Print()
    {
        string[] names = ["ntglass", .. peers.Select(p => p.Name)];
        Console.WriteLine($"{"milliseconds",-14}{Columns(names)}{Columns(names.Skip(1).Select(name => $"to {name}"))}");
        foreach ((string kernel, double[] seconds) in _rows)
            Console.WriteLine($"{kernel,-14}{Columns(seconds.Select(s => $"{s * 1000:F1}"))}{Columns(Ratios(seconds).Select(r => $"{r:F2}"))}");
        IEnumerable<string> means = Enumerable.Range(0, peers.Count).Select(i => $"{GeometricMean(_rows.Select(row => Ratios(row.Seconds)[i])):F2}");
        Console.WriteLine($"{"geometric mean",-14}{Columns(names.Select(_ => ""))}{Columns(means)}");
    }

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    private static double[] Ratios(double[] seconds) => [.. seconds.Skip(1).Select(peer => seconds[0] / peer)];

    private static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));

    private static string Columns(IEnumerable<string> cells) => string.Concat(cells.Select(cell => $"{cell,14}"));
}
