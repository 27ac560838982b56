using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of timers.</summary>
public static class TimerServices
{
    const uint QueryState = 1, ModifyState = 2;

    /// <summary>Makes a timer.</summary>
    [SystemService]
    public static NtStatus NtCreateTimer(
        KThread caller, Out<Handle> timerHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, EventType timerType)
    {
        timerHandle.ProbeForWrite(caller);
        if (timerType > EventType.Synchronization) return NtStatus.InvalidParameter4;
        return Ob.Create(caller, timerHandle, desiredAccess, objectAttributes, _ => new KTimer(caller.Kernel, timerType));
    }

    /// <summary>Opens a timer by its name.</summary>
    [SystemService]
    public static NtStatus NtOpenTimer(KThread caller, Out<Handle> timerHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<KTimer>(caller, timerHandle, desiredAccess, objectAttributes);

    /// <summary>Starts a timer.</summary>
    [SystemService]
    public static NtStatus NtSetTimer(
        KThread caller, HandleOf<KTimer> timerHandle, In<long> dueTime, [Opt] GuestAddress timerApcRoutine, uint timerContext,
        bool resumeTimer, int period, [Opt] Out<byte> previousState)
    {
        previousState.ProbeForWriteIfPresent(caller);
        UserMemory.ProbeForRead(caller, dueTime.Address, length: 8, alignment: 4);
        long due = dueTime.Read(caller);
        if (period < 0) return NtStatus.InvalidParameter6;
        NtStatus status = Ob.Reference(caller, timerHandle, ModifyState, out ObjectRef<KTimer> reference);
        if (status.IsError) return status;
        using (reference)
        {
            byte previous = Convert.ToByte(reference.Object.SignalState != 0);
            (KThread, GuestAddress, uint)? apc = timerApcRoutine.IsNull ? null : (caller, timerApcRoutine, timerContext);
            reference.Object.Set(due, period * TimeSpan.TicksPerMillisecond, apc);
            previousState.WriteIfPresent(caller, previous);
            return resumeTimer ? NtStatus.TimerResumeIgnored : NtStatus.Success;
        }
    }

    /// <summary>Stops a timer.</summary>
    [SystemService]
    public static NtStatus NtCancelTimer(KThread caller, HandleOf<KTimer> timerHandle, [Opt] Out<byte> currentState)
    {
        currentState.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, timerHandle, ModifyState, out ObjectRef<KTimer> reference);
        if (status.IsError) return status;
        using (reference)
        {
            reference.Object.Cancel();
            currentState.WriteIfPresent(caller, Convert.ToByte(reference.Object.SignalState != 0));
            return NtStatus.Success;
        }
    }

    /// <summary>Tells how long a timer still runs and whether it is signaled.</summary>
    [SystemService(Missing = "")]
    public static NtStatus NtQueryTimer(
        KThread caller, HandleOf<KTimer> timerHandle, uint timerInformationClass, UserBuffer timerInformation,
        uint timerInformationLength, [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, timerInformation, timerInformationLength, returnLength);
        return answer.Basic(timerHandle, timerInformationClass, QueryState, length: 16, target =>
            new GuestRecord(16).Set(0, target.Remaining100ns).Set(8, Convert.ToByte(target.SignalState != 0)).Bytes);
    }
}
