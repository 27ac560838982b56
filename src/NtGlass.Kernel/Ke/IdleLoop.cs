namespace NtGlass.Kernel;

/// <summary>A device that threads wait for and that the host's console feeds.</summary>
public interface IInputDevice
{
    /// <summary>True while somebody waits for input.</summary>
    bool WantsInput { get; }

    /// <summary>True while the host's user can end a wait without typing, with Ctrl+C.</summary>
    bool WantsSignal { get; }

    /// <summary>Input is there: ends what waits for it.</summary>
    void InputArrived();
}

/// <summary>What the processor does when no thread can run: waits for timers and input.</summary>
public sealed class IdleLoop(NtKernel kernel)
{
    /// <summary>What is due later than this (the year 4900) never comes: nanoseconds would not hold it.</summary>
    const long LatestDue = long.MaxValue / 100;

    /// <summary>The device behind the host's console.</summary>
    public IInputDevice? Input { get; set; }

    /// <summary>Makes idle waits end and the machine stop.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>When the run has to end at the latest, on the host clock's scale; null for no limit.</summary>
    public long? LimitNs { get; set; }

    /// <returns>Why the machine has to stop, or null when something has happened.</returns>
    internal MachineStop? WaitForWork()
    {
        if (!kernel.Processes.HasUserProcess) return MachineStop.ProcessEnded;
        if (Cancellation.IsCancellationRequested) return MachineStop.Requested;
        if (kernel.Host.Clock.NowNs >= LimitNs) return MachineStop.Limit;
        long? due = kernel.Dispatcher.Timers.NextDue100ns;
        bool wantsInput = Input is { WantsInput: true };
        long? deadlineNs = due is long time && time < LatestDue ? kernel.Clock.InterruptFor(time) : null;
        bool wantsNetwork = kernel.Host.Outside is { IsWaiting: true };
        bool wantsSignal = Input is { WantsSignal: true };
        if (deadlineNs is null && !wantsInput && !wantsNetwork && !wantsSignal) return MachineStop.Deadlock;
        long? untilNs = deadlineNs > LimitNs || deadlineNs is null ? LimitNs ?? deadlineNs : deadlineNs;
        if (kernel.Host.Idle(untilNs, wantsInput, Cancellation)) Input!.InputArrived();
        kernel.Host.Outside?.Deliver();
        kernel.Clock.Update();
        return null;
    }
}
