using System.Globalization;

namespace NtGlass.Cli.Sessions;

/// <summary>The numbers of the options that limit a run, and of <c>--seed</c>.</summary>
static class LimitSyntax
{
    /// <summary>The kernel half alone takes about half of it.</summary>
    const int LeastMegabytes = 32;

    /// <summary>What a 32-bit machine without physical address extension has at most, the devices' part taken off.</summary>
    const int MostMegabytes = 3584;

    const int MostProcesses = 10_000;

    static readonly TimeSpan LongestTime = TimeSpan.FromDays(3650);

    public static TimeSpan? Time(string option, string? text)
    {
        if (text is null) return null;
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds);
        if (!isNumber || !(seconds > 0 && seconds <= LongestTime.TotalSeconds))
            throw Wrong(option, text, $"it takes a number of seconds above 0, as in {option} 2.5");
        return TimeSpan.FromSeconds(seconds);
    }

    public static long? MemoryBytes(string option, string? text) =>
        (long?)Number(option, text, LeastMegabytes, MostMegabytes, $"it takes a number of megabytes from {LeastMegabytes} to {MostMegabytes}") << 20;

    public static long? DiskBytes(string option, string? text) =>
        (long?)Number(option, text, 1, int.MaxValue, $"it takes a number of megabytes from 1 up, as in {option} 100") << 20;

    public static int? Processes(string option, string? text) =>
        Number(option, text, 1, MostProcesses, $"it takes a number from 1 to {MostProcesses}");

    public static ulong? Seed(string? text)
    {
        if (text is null) return null;
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
            throw Wrong("--seed", text, "it takes a whole number from 0 up, as in --seed 1");
        return seed;
    }

    static int? Number(string option, string? text, int least, int most, string reason)
    {
        if (text is null) return null;
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        return isNumber && number >= least && number <= most ? number : throw Wrong(option, text, reason);
    }

    static UserError Wrong(string option, string text, string reason) => new(ExitCode.Usage, $"{option} {text}: {reason}");
}
