using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of clocks.</summary>
public static class TimeServices
{
    const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Tells the date.</summary>
    [SystemService]
    public static NtStatus NtQuerySystemTime(KThread caller, Out<long> systemTime)
    {
        UserMemory.ProbeForWrite(caller, systemTime.Address, length: 8, alignment: 4);
        systemTime.Write(caller, caller.Kernel.Clock.SystemTime100ns);
        return NtStatus.Success;
    }

    /// <summary>Sets the guest's date; without a new one the date is only told.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for a date that cannot be, STATUS_PRIVILEGE_NOT_HELD, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtSetSystemTime(KThread caller, [Opt] In<long> systemTime, [Opt] Out<long> previousTime)
    {
        const long Latest = 0x2000_0000_0000_0000;
        if (!systemTime.IsNull) UserMemory.ProbeForRead(caller, systemTime.Address, length: 8, alignment: 4);
        previousTime.ProbeForWriteIfPresent(caller);
        KClock clock = caller.Kernel.Clock;
        long before = clock.SystemTime100ns;
        if (systemTime.ReadIfPresent(caller) is long date)
        {
            if (date is <= 0 or >= Latest) return NtStatus.InvalidParameter;
            if (!Se.HasPrivilege(caller, Privilege.SystemTime)) return NtStatus.PrivilegeNotHeld;
            clock.SetSystemTime(date);
        }
        previousTime.WriteIfPresent(caller, before);
        return NtStatus.Success;
    }

    /// <summary>Tells the finest clock and its frequency.</summary>
    [SystemService]
    public static NtStatus NtQueryPerformanceCounter(KThread caller, Out<long> performanceCounter, [Opt] Out<long> performanceFrequency)
    {
        UserMemory.ProbeForWrite(caller, performanceCounter.Address, length: 8, alignment: 4);
        performanceFrequency.ProbeForWriteIfPresent(caller);
        long frequency = caller.Kernel.Userland.PerformanceFrequency;
        var counter = (long)((Int128)caller.Kernel.Clock.UpTimeNs * frequency / NanosecondsPerSecond);
        performanceCounter.Write(caller, counter);
        performanceFrequency.WriteIfPresent(caller, frequency);
        return NtStatus.Success;
    }

    /// <summary>Tells the longest, the shortest and the present period of the clock interrupt.</summary>
    [SystemService]
    public static NtStatus NtQueryTimerResolution(KThread caller, Out<uint> maximumTime, Out<uint> minimumTime, Out<uint> currentTime)
    {
        maximumTime.ProbeForWrite(caller);
        minimumTime.ProbeForWrite(caller);
        currentTime.ProbeForWrite(caller);
        maximumTime.Write(caller, caller.Kernel.Profile.Boot.MaximumIncrement);
        minimumTime.Write(caller, caller.Kernel.Profile.Boot["KeMinimumIncrement"]);
        currentTime.Write(caller, (uint)caller.Kernel.Clock.Increment100ns);
        return NtStatus.Success;
    }

    /// <summary>Asks for a shorter period of the clock interrupt, or takes that back.</summary>
    [SystemService(Missing = "the finest of several processes' wishes: the last one counts")]
    public static NtStatus NtSetTimerResolution(KThread caller, uint desiredTime, bool setResolution, Out<uint> actualTime)
    {
        actualTime.ProbeForWrite(caller);
        KClock clock = caller.Kernel.Clock;
        uint longest = caller.Kernel.Profile.Boot.MaximumIncrement, shortest = caller.Kernel.Profile.Boot["KeMinimumIncrement"];
        EProcess process = caller.Process;
        if (!setResolution && !process.HasSetTimerResolution)
        {
            actualTime.Write(caller, (uint)clock.Increment100ns);
            return NtStatus.TimerResolutionNotSet;
        }
        process.HasSetTimerResolution = setResolution;
        clock.Increment100ns = setResolution ? Math.Clamp(desiredTime, shortest, longest) : longest;
        actualTime.Write(caller, (uint)clock.Increment100ns);
        return NtStatus.Success;
    }
}
