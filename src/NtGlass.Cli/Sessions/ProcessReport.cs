using NtGlass.Kernel;

namespace NtGlass.Cli.Sessions;

/// <summary>What became of the processes that the program started.</summary>
static class ProcessReport
{
    const int MostFaults = 5;

    public static void Write(ProcessTable processes, IReadOnlyList<string> faults)
    {
        foreach (string fault in faults.Take(MostFaults)) Console.Error.WriteLine($"ntglass: {fault}");
        if (faults.Count > MostFaults) Console.Error.WriteLine($"ntglass: and {faults.Count - MostFaults} more");
        if (processes.EndedWithFirst.Count > 0)
            Console.Error.WriteLine($"ntglass: ended with the program: {string.Join(", ", Counted(processes.EndedWithFirst))}");
        if (processes.Refused > 0)
            Console.Error.WriteLine($"ntglass: no more than {processes.Limit} processes at a time (--processes): {processes.Refused} were refused");
    }

    /// <summary>Which thread waits for what, where nothing can happen any more.</summary>
    public static void WriteWaits(NtKernel kernel)
    {
        const int MostThreads = 20;
        string[] lines = [.. WaitReport.Lines(kernel)];
        foreach (string line in lines.Take(MostThreads)) Console.Error.WriteLine($"  {line}");
        if (lines.Length > MostThreads) Console.Error.WriteLine($"  and {lines.Length - MostThreads} threads more");
    }

    static IEnumerable<string> Counted(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Select(group => group.Count() == 1 ? group.Key : $"{group.Count()} of {group.Key}");
}
