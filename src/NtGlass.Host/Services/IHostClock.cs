namespace NtGlass.Host;

/// <summary>The machine's clock: a monotonic one in nanoseconds and the date in NT's units.</summary>
public interface IHostClock
{
    /// <summary>Nanoseconds since the machine started.</summary>
    long NowNs { get; }

    /// <summary>The date in 100 ns since 1601-01-01 UTC, as KUSER_SHARED_DATA.SystemTime has it.</summary>
    long UtcNow100ns { get; }

    /// <summary>True when only the machine's own work moves the clock.</summary>
    bool IsVirtual { get; }

    /// <summary>Says that guest code worth this long has run; a real clock knows already.</summary>
    void AdvanceBy(long nanoseconds);

    /// <summary>Nothing is to be done before the given time: a real clock sleeps, a virtual one jumps.</summary>
    void SleepUntil(long timeNs, CancellationToken cancellation);

    /// <summary>Makes the guest's date another one; the monotonic clock goes on.</summary>
    void SetUtc(long utc100ns);
}
