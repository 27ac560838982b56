using System.Globalization;

namespace NtGlass.Cli.Sessions;

/// <summary>The numbers of <c>--limit-time</c>, <c>--limit-memory</c> and <c>--seed</c>.</summary>
static class LimitSyntax
{
    /// <summary>The kernel half alone takes about half of it.</summary>
    const int LeastMegabytes = 32;

    /// <summary>What a 32-bit machine without physical address extension has at most, the devices' part taken off.</summary>
    const int MostMegabytes = 3584;

    static readonly TimeSpan LongestTime = TimeSpan.FromDays(3650);

    public static TimeSpan? Time(string? text)
    {
        if (text is null) return null;
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds);
        if (!isNumber || !(seconds > 0 && seconds <= LongestTime.TotalSeconds))
            throw Wrong("--limit-time", text, "it takes a number of seconds above 0, as in --limit-time 2.5");
        return TimeSpan.FromSeconds(seconds);
    }

    public static long? MemoryBytes(string? text)
    {
        if (text is null) return null;
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int megabytes);
        if (!isNumber || megabytes is < LeastMegabytes or > MostMegabytes)
            throw Wrong("--limit-memory", text, $"it takes a number of megabytes from {LeastMegabytes} to {MostMegabytes}");
        return (long)megabytes << 20;
    }

    public static ulong? Seed(string? text)
    {
        if (text is null) return null;
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
            throw Wrong("--seed", text, "it takes a whole number from 0 up, as in --seed 1");
        return seed;
    }

    static UserError Wrong(string option, string text, string reason) => new(ExitCode.Usage, $"{option} {text}: {reason}");
}
