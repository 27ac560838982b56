using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>TIMER_SET_COALESCABLE_TIMER_INFO.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TimerSetCoalescable(
    uint DueLow, int DueHigh, GuestAddress ApcRoutine, uint Context, GuestAddress WakeContext, uint Period, uint TolerableDelay, Out<byte> PreviousState)
{
    public long Due => DueLow | (long)DueHigh << 32;
}

/// <summary>The later services of timers.</summary>
public static class TimerExServices
{
    const uint ModifyState = 2;
    const uint ManualReset = 0x80000000, ValidAttributes = ManualReset | 0x7;

    /// <summary>Starts a timer that may be late by a tolerable delay; it is not.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_PARAMETER for the period, errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the tolerable delay and the wake reason")]
    public static NtStatus NtSetTimerEx(
        KThread caller, HandleOf<KTimer> timerHandle, uint timerSetInformationClass, [Opt] UserBuffer timerSetInformation,
        uint timerSetInformationLength)
    {
        const uint Coalescable = 0;
        if (timerSetInformationClass != Coalescable) return NtStatus.InvalidInfoClass;
        if (timerSetInformationLength != Marshal.SizeOf<TimerSetCoalescable>()) return NtStatus.InfoLengthMismatch;
        timerSetInformation.ProbeForRead(caller, timerSetInformationLength, alignment: 4);
        TimerSetCoalescable wish = new In<TimerSetCoalescable>(timerSetInformation.Address).Read(caller);
        wish.PreviousState.ProbeForWriteIfPresent(caller);
        if (wish.Period > int.MaxValue) return NtStatus.InvalidParameter;
        NtStatus status = Ob.Reference(caller, timerHandle, ModifyState, out ObjectRef<KTimer> timer);
        if (status.IsError) return status;
        using (timer)
        {
            byte previous = Convert.ToByte(timer.Object.SignalState != 0);
            (KThread, GuestAddress, uint)? apc = wish.ApcRoutine.IsNull ? null : (caller, wish.ApcRoutine, wish.Context);
            timer.Object.Set(wish.Due, wish.Period * TimeSpan.TicksPerMillisecond, apc);
            wish.PreviousState.WriteIfPresent(caller, previous);
            return NtStatus.Success;
        }
    }

    /// <summary>Makes a timer without a name of its own kind; it is one like the others, of full resolution.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_4 for attributes, errors of the object attributes, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the timer id and high resolution")]
    public static NtStatus NtCreateTimer2(
        KThread caller, Out<Handle> timerHandle, [Opt] In<uint> timerId, [Opt] In<ObjectAttributes> objectAttributes, uint attributes,
        uint desiredAccess)
    {
        timerHandle.ProbeForWrite(caller);
        if ((attributes & ~ValidAttributes) != 0) return NtStatus.InvalidParameter4;
        EventType kind = (attributes & ManualReset) != 0 ? EventType.Notification : EventType.Synchronization;
        return Ob.Create(caller, timerHandle, desiredAccess, objectAttributes, _ => new KTimer(caller.Kernel, kind));
    }

    /// <summary>Starts a timer; due time and period in units of 100 ns.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for a negative period, errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the parameters")]
    public static NtStatus NtSetTimer2(KThread caller, HandleOf<KTimer> timerHandle, In<long> dueTime, [Opt] In<long> period, [Opt] In<byte> parameters)
    {
        long due = dueTime.Read(caller), every = period.ReadIfPresent(caller) ?? 0;
        if (every < 0) return NtStatus.InvalidParameter;
        NtStatus status = Ob.Reference(caller, timerHandle, ModifyState, out ObjectRef<KTimer> timer);
        if (status.IsError) return status;
        using (timer) timer.Object.Set(due, every, apc: null);
        return NtStatus.Success;
    }

    /// <summary>Stops a timer.</summary>
    /// <returns>Errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the parameters")]
    public static NtStatus NtCancelTimer2(KThread caller, HandleOf<KTimer> timerHandle, In<byte> parameters)
    {
        NtStatus status = Ob.Reference(caller, timerHandle, ModifyState, out ObjectRef<KTimer> timer);
        if (status.IsError) return status;
        using (timer) timer.Object.Cancel();
        return NtStatus.Success;
    }
}
