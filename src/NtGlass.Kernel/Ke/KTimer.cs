using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A timer, with its period and the APC of who set it.</summary>
public sealed class KTimer : DispatcherObject
{
    public static readonly ObjectType ObjectType = new("Timer", new GenericMapping(0x20001, 0x20002, 0x120000, 0x1F0003), 0x1F0003);

    readonly Expiry expiry;

    /// <summary>The APC of an earlier expiry has not been delivered yet; there is one at a time.</summary>
    bool isApcQueued;

    public KTimer(NtKernel kernel, EventType kind)
        : base(ObjectType)
    {
        Kernel = kernel;
        Kind = kind;
        expiry = new Expiry(this);
    }

    public NtKernel Kernel { get; }

    /// <summary>Notification stays signaled, synchronization releases one waiter.</summary>
    public EventType Kind { get; }

    public bool IsRunning => expiry.IsQueued;

    /// <summary>Time until it is due, in units of 100 ns; negative when that has passed.</summary>
    public long Remaining100ns => expiry.Due100ns - Kernel.Clock.InterruptTime100ns;

    long Period100ns { get; set; }

    /// <summary>Whose user mode is called at each expiry.</summary>
    (KThread Thread, GuestAddress Routine, uint Context)? Apc { get; set; }

    protected internal override bool Satisfy(KThread thread)
    {
        if (Kind == EventType.Synchronization) SignalState = 0;
        return false;
    }

    protected internal override void OnDelete() => Cancel();

    /// <param name="dueTime100ns">NT's form: negative from now, positive a date.</param>
    internal void Set(long dueTime100ns, long period100ns, (KThread Thread, GuestAddress Routine, uint Context)? apc)
    {
        SignalState = 0;
        Period100ns = period100ns;
        Apc = apc;
        Kernel.Dispatcher.Timers.Insert(expiry, Kernel.Clock.DueTime(dueTime100ns));
        if (dueTime100ns == 0) Kernel.Dispatcher.Timers.ExpireUntil(Kernel.Clock.InterruptTime100ns);
    }

    internal void Cancel()
    {
        Kernel.Dispatcher.Timers.Remove(expiry);
        Apc = null;
    }

    void Expire()
    {
        SignalState = 1;
        Ke.Test(this, increment: 0);
        if (Apc is { } apc && !isApcQueued)
        {
            long due = expiry.Due100ns - Kernel.Clock.InterruptTime100ns + Kernel.Clock.SystemTime100ns;
            isApcQueued = apc.Thread.Apcs.InsertUser(new KApc
            {
                KernelRoutine = _ => isApcQueued = false,
                NormalRoutine = apc.Routine,
                NormalContext = apc.Context,
                SystemArgument1 = (uint)due,
                SystemArgument2 = (uint)(due >> 32),
            });
        }
        if (Period100ns > 0) Kernel.Dispatcher.Timers.Insert(expiry, Math.Max(expiry.Due100ns + Period100ns, Kernel.Clock.InterruptTime100ns + 1));
    }

    sealed class Expiry(KTimer timer) : TimerTarget
    {
        internal override void Expire() => timer.Expire();
    }
}
