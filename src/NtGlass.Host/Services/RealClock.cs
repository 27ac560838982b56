using System.Diagnostics;

namespace NtGlass.Host;

/// <summary>The clock of the machine we run on.</summary>
public sealed class RealClock : IHostClock
{
    readonly long started = Stopwatch.GetTimestamp();
    long utcOffset100ns;

    public long NowNs => (long)(Stopwatch.GetElapsedTime(started).Ticks * 100);

    public long UtcNow100ns => DateTime.UtcNow.ToFileTimeUtc() + utcOffset100ns;

    public bool IsVirtual => false;

    public void AdvanceBy(long nanoseconds)
    {
    }

    public void SleepUntil(long timeNs, CancellationToken cancellation)
    {
        long left = timeNs - NowNs;
        if (left > 0) cancellation.WaitHandle.WaitOne(HostWait.Milliseconds(left));
    }

    public void SetUtc(long utc100ns) => utcOffset100ns = utc100ns - DateTime.UtcNow.ToFileTimeUtc();
}
