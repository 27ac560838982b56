using NtGlass.Cpu;
using NtGlass.Host;
using NtGlass.Kernel;
using NtGlass.Machine.Doors;
using NtGlass.Machine.Ring0;
using NtGlass.Machine.Threads;

namespace NtGlass.Machine;

/// <summary>Runs the processor in slices, with the clock's interrupt between them, until something ends the run.</summary>
sealed class RunLoop(
    MachineOptions options, NtKernel kernel, Processor processor, MachinePort port, DoorTable doors, ThreadContexts contexts)
{
    const long SliceTicks = 100_000, ShortSliceTicks = 100;

    /// <summary>What a tick is worth on a virtual clock.</summary>
    const long NanosecondsPerTick = 5;

    readonly IHostClock clock = options.Host.Clock;
    long countedTicks;
    volatile bool stopRequested;

    public void RequestStop()
    {
        stopRequested = true;
        processor.RequestStop();
    }

    public MachineStop Run()
    {
        if (!Begin()) return port.Stopped ?? MachineStop.Deadlock;
        while (true)
        {
            bool interrupted = DeliverClockInterrupt();
            RunStop stop = processor.Run(interrupted ? SliceTicks : ShortSliceTicks);
            CountTime();
            if (port.Stopped is MachineStop reason) return reason;
            if (MeaningOf(stop) is MachineStop end) return end;
        }
    }

    public MachineStop Step()
    {
        if (!Begin()) return port.Stopped ?? MachineStop.Deadlock;
        RunStop stop = processor.Step();
        CountTime();
        return port.Stopped ?? MeaningOf(stop) ?? MachineStop.Stepped;
    }

    /// <summary>Sees to it that a thread is on the processor.</summary>
    bool Begin()
    {
        port.Resume();
        stopRequested = false;
        return contexts.Loaded is not null || doors.Leave(null);
    }

    /// <returns>False when the interrupt is due and the guest does not take it yet.</returns>
    bool DeliverClockInterrupt() =>
        clock.NowNs < kernel.Clock.NextInterruptNs || processor.TryInterrupt(Interrupts.ClockVector);

    void CountTime()
    {
        long ticks = processor.Ticks;
        clock.AdvanceBy((ticks - countedTicks) * NanosecondsPerTick);
        countedTicks = ticks;
    }

    MachineStop? MeaningOf(RunStop stop)
    {
        if (stopRequested || options.Cancellation.IsCancellationRequested) return MachineStop.Requested;
        if (IsOverLimit()) return MachineStop.Limit;
        return stop switch
        {
            RunStop.Breakpoint => MachineStop.Breakpoint,
            RunStop.Stepped => MachineStop.Stepped,
            RunStop.Halted => MachineStop.Deadlock,
            RunStop.Shutdown => Shutdown(),
            _ => null,
        };
    }

    bool IsOverLimit() =>
        processor.Ticks > options.TickLimit || clock.NowNs >= options.TimeLimitNs;

    MachineStop Shutdown()
    {
        const uint UnexpectedKernelModeTrap = 0x7F, DoubleFault = 8;
        port.TripleFault = new BugCheck(UnexpectedKernelModeTrap, [DoubleFault, 0, 0, 0]);
        return MachineStop.BugCheck;
    }
}
