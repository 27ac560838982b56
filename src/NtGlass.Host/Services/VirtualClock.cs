namespace NtGlass.Host;

/// <summary>A clock that moves only with the machine's work, so that two runs see the same times.</summary>
public sealed class VirtualClock(DateTime start) : IHostClock
{
    /// <summary>The date at which deterministic runs begin.</summary>
    public static DateTime DefaultStart { get; } = new(2008, 4, 14, 12, 0, 0, DateTimeKind.Utc);

    long startUtc100ns = start.ToFileTimeUtc();

    public VirtualClock() : this(DefaultStart)
    {
    }

    public long NowNs { get; private set; }

    public long UtcNow100ns => startUtc100ns + NowNs / 100;

    public bool IsVirtual => true;

    public void AdvanceBy(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        NowNs += nanoseconds;
    }

    public void SleepUntil(long timeNs, CancellationToken cancellation)
    {
        if (!cancellation.IsCancellationRequested) NowNs = Math.Max(NowNs, timeNs);
    }

    public void SetUtc(long utc100ns) => startUtc100ns = utc100ns - NowNs / 100;
}
