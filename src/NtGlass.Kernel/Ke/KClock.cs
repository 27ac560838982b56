namespace NtGlass.Kernel;

/// <summary>NT's clocks: they move with the clock interrupt, in steps of its period, and follow the host's clock.</summary>
public sealed class KClock
{
    const long NanosecondsPerUnit = 100, UnitsPerMillisecond = 10_000;

    /// <summary>TickCountMultiplier of a tick of one millisecond: 1 with 24 bits behind the point.</summary>
    const uint MillisecondMultiplier = 1 << 24;

    /// <summary>How long the machine has been up when its first program starts. Programs take a clock at zero for a broken one (Go's runtime does).</summary>
    const long StartUp100ns = 100_000_000;

    readonly NtKernel kernel;
    readonly long maximumIncrement100ns;
    long tickRest100ns;

    internal KClock(NtKernel kernel)
    {
        this.kernel = kernel;
        maximumIncrement100ns = kernel.Profile.Boot.MaximumIncrement;
        Increment100ns = maximumIncrement100ns;
        SystemTime100ns = kernel.Host.Clock.UtcNow100ns;
        BootTime100ns = SystemTime100ns - StartUp100ns;
        TickCount = StartUp100ns / maximumIncrement100ns;
    }

    /// <summary>As of the last clock interrupt, on the host clock's scale.</summary>
    public long InterruptTime100ns { get; private set; }

    /// <summary>Time since boot, as of the last clock interrupt: KUSER_SHARED_DATA.InterruptTime.</summary>
    public long UpTime100ns => InterruptTime100ns + StartUp100ns;

    /// <summary>Time since boot.</summary>
    public long UpTimeNs => kernel.Host.Clock.NowNs + StartUp100ns * NanosecondsPerUnit;

    /// <summary>The date, as of the last clock tick.</summary>
    public long SystemTime100ns { get; private set; }

    public long BootTime100ns { get; private set; }

    public long TickCount { get; private set; }

    /// <summary>The clock interrupt's period; NtSetTimerResolution changes it.</summary>
    public long Increment100ns { get; internal set; }

    /// <summary>What each tick adds to the date when NtSetSystemInformation has chosen it; null for a tick's true length.</summary>
    internal uint? Adjustment { get; set; }

    /// <summary>When the next clock interrupt is due, on the host clock's scale.</summary>
    public long NextInterruptNs => (InterruptTime100ns + Increment100ns) * NanosecondsPerUnit;

    /// <summary>Periods that have passed without their interrupt yet: a relative time-out begins behind them.</summary>
    long PassedPeriods => Math.Max(0, (kernel.Host.Clock.NowNs / NanosecondsPerUnit - InterruptTime100ns) / Increment100ns);

    /// <summary>Turns a time-out in NT's form into an interrupt time.</summary>
    public long DueTime(long timeout100ns) =>
        timeout100ns == long.MinValue ? long.MaxValue
            : timeout100ns <= 0 ? Saturate(InterruptTime100ns + PassedPeriods * Increment100ns, -timeout100ns)
            : Saturate(InterruptTime100ns, timeout100ns - SystemTime100ns);

    /// <summary>When the clock interrupt comes that makes something due, on the host clock's scale.</summary>
    internal long InterruptFor(long due100ns)
    {
        long steps = Math.Max(1, (due100ns - InterruptTime100ns + Increment100ns - 1) / Increment100ns);
        return (InterruptTime100ns + steps * Increment100ns) * NanosecondsPerUnit;
    }

    /// <summary>Catches up with the host's clock and lets happen what is due.</summary>
    /// <returns>How many periods have passed.</returns>
    internal long Update()
    {
        long steps = PassedPeriods;
        if (steps == 0) return 0;
        InterruptTime100ns += steps * Increment100ns;
        tickRest100ns += steps * Increment100ns;
        long ticks = tickRest100ns / maximumIncrement100ns;
        tickRest100ns %= maximumIncrement100ns;
        TickCount += ticks;
        SystemTime100ns += ticks * (Adjustment ?? maximumIncrement100ns);
        Publish();
        kernel.Dispatcher.Timers.ExpireUntil(InterruptTime100ns);
        return steps;
    }

    /// <summary>Makes the date another one; the time of the boot moves with it.</summary>
    internal void SetSystemTime(long date100ns)
    {
        BootTime100ns += date100ns - SystemTime100ns;
        SystemTime100ns = date100ns;
        kernel.Host.Clock.SetUtc(date100ns);
        Publish();
    }

    /// <summary>Writes the clocks into the page that user mode reads.</summary>
    internal void Publish()
    {
        KUserSharedData shared = kernel.SharedUserData;
        KSystemTime interruptTime = shared.InterruptTime;
        interruptTime.Value = UpTime100ns;
        KSystemTime systemTime = shared.SystemTime;
        systemTime.Value = SystemTime100ns;
        bool isMilliseconds = kernel.Userland.CountsMilliseconds;
        if (isMilliseconds) shared.TickCountMultiplier = MillisecondMultiplier;
        long count = isMilliseconds ? UpTime100ns / UnitsPerMillisecond : TickCount;
        shared.TickCountLow = (uint)count;
        KSystemTime wideTickCount = shared.TickCount;
        wideTickCount.Value = count;
    }

    static long Saturate(long now, long distance) => distance > long.MaxValue - now ? long.MaxValue : now + distance;
}
