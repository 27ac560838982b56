using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of alerts and APCs.</summary>
public static class ApcServices
{
    /// <summary>QUEUE_USER_APC_FLAGS_SPECIAL_USER_APC.</summary>
    const uint SpecialUserApc = 1;

    /// <summary>Takes the caller's alert, or makes its user APCs be called.</summary>
    [SystemService]
    public static NtStatus NtTestAlert(KThread caller) =>
        caller.Apcs.TestAlert(caller.PreviousMode) ? NtStatus.Alerted : NtStatus.Success;

    /// <summary>Queues a user APC to a thread.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_HANDLE for a thread without user mode, STATUS_UNSUCCESSFUL for one that has ended,
    /// STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtQueueApcThread(
        KThread caller, HandleOf<KThread> threadHandle, GuestAddress apcRoutine, uint apcArgument1, uint apcArgument2, uint apcArgument3) =>
        Queue(caller, threadHandle, NewApc(apcRoutine, apcArgument1, apcArgument2, apcArgument3), isSpecial: false);

    /// <summary>Queues a user APC that a reserve object has memory for, or with 1 in the handle's place a special one.</summary>
    /// <returns>STATUS_NOT_SUPPORTED for reserve objects, then as NtQueueApcThread.</returns>
    [SystemService(Missing = "reserve objects: NOT_SUPPORTED")]
    public static NtStatus NtQueueApcThreadEx(
        KThread caller, HandleOf<KThread> threadHandle, [Opt] Handle reserveHandle, GuestAddress apcRoutine, [Opt] uint apcArgument1,
        [Opt] uint apcArgument2, [Opt] uint apcArgument3)
    {
        if (reserveHandle.Value > SpecialUserApc) return NtStatus.NotSupported;
        KApc apc = NewApc(apcRoutine, apcArgument1, apcArgument2, apcArgument3);
        return Queue(caller, threadHandle, apc, reserveHandle.Value == SpecialUserApc);
    }

    /// <summary>Queues a user APC with flags.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for flags, STATUS_NOT_SUPPORTED for reserve objects, then as NtQueueApcThread.</returns>
    [SystemService(Missing = "reserve objects (NOT_SUPPORTED) and flags other than the special user APC")]
    public static NtStatus NtQueueApcThreadEx2(
        KThread caller, HandleOf<KThread> threadHandle, [Opt] Handle reserveHandle, uint apcFlags, GuestAddress apcRoutine,
        [Opt] uint apcArgument1, [Opt] uint apcArgument2, [Opt] uint apcArgument3)
    {
        if ((apcFlags & ~SpecialUserApc) != 0) return NtStatus.InvalidParameter;
        if (!reserveHandle.IsNull) return NtStatus.NotSupported;
        KApc apc = NewApc(apcRoutine, apcArgument1, apcArgument2, apcArgument3);
        return Queue(caller, threadHandle, apc, apcFlags == SpecialUserApc);
    }

    /// <summary>Alerts a thread: its alertable wait ends.</summary>
    [SystemService]
    public static NtStatus NtAlertThread(KThread caller, HandleOf<KThread> threadHandle)
    {
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.Alert, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread) Alert(thread.Object, caller.PreviousMode);
        return NtStatus.Success;
    }

    /// <summary>Alerts a thread and takes one of its suspensions away.</summary>
    [SystemService]
    public static NtStatus NtAlertResumeThread(KThread caller, HandleOf<KThread> threadHandle, [Opt] Out<uint> previousSuspendCount)
    {
        previousSuspendCount.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.SuspendResume, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            Alert(thread.Object, ProcessorMode.Kernel);
            previousSuspendCount.WriteIfPresent(caller, (uint)Ps.Resume(thread.Object));
        }
        return NtStatus.Success;
    }

    static KApc NewApc(GuestAddress routine, uint context, uint argument1, uint argument2) =>
        new() { NormalRoutine = routine, NormalContext = context, SystemArgument1 = argument1, SystemArgument2 = argument2 };

    static NtStatus Queue(KThread caller, HandleOf<KThread> threadHandle, KApc apc, bool isSpecial)
    {
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.SetContext, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            if (thread.Object.Teb.IsNull) return NtStatus.InvalidHandle;
            KApcQueues queues = thread.Object.Apcs;
            return (isSpecial ? queues.InsertSpecialUser(apc) : queues.InsertUser(apc)) ? NtStatus.Success : NtStatus.Unsuccessful;
        }
    }

    static void Alert(KThread thread, ProcessorMode mode)
    {
        bool wakes = thread is { State: ThreadState.Waiting, Wait.Terms.IsAlertable: true } && mode <= thread.Wait.Terms.Mode;
        if (wakes) thread.Kernel.Dispatcher.EndWait(thread, NtStatus.Alerted, 0);
        else thread.SetAlert(mode, true);
    }
}
