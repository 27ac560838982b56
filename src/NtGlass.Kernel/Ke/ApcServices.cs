using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of alerts and APCs.</summary>
public static class ApcServices
{
    const uint SetContextAccess = 0x10;
    const uint AlertAccess = 0x04;
    const uint SuspendResumeAccess = 0x02;

    /// <summary>Takes the caller's alert, or makes its user APCs be called.</summary>
    [SystemService]
    public static NtStatus NtTestAlert(KThread caller) =>
        caller.Apcs.TestAlert(caller.PreviousMode) ? NtStatus.Alerted : NtStatus.Success;

    /// <summary>Queues a user APC to a thread.</summary>
    [SystemService]
    public static NtStatus NtQueueApcThread(
        KThread caller, HandleOf<KThread> threadHandle, GuestAddress apcRoutine, uint apcArgument1, uint apcArgument2, uint apcArgument3)
    {
        NtStatus status = Ob.Reference(caller, threadHandle, SetContextAccess, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            if (thread.Object.Teb.IsNull) return NtStatus.InvalidHandle;
            var apc = new KApc
            {
                NormalRoutine = apcRoutine,
                NormalContext = apcArgument1,
                SystemArgument1 = apcArgument2,
                SystemArgument2 = apcArgument3,
            };
            return thread.Object.Apcs.InsertUser(apc) ? NtStatus.Success : NtStatus.Unsuccessful;
        }
    }

    /// <summary>Alerts a thread: its alertable wait ends.</summary>
    [SystemService]
    public static NtStatus NtAlertThread(KThread caller, HandleOf<KThread> threadHandle)
    {
        NtStatus status = Ob.Reference(caller, threadHandle, AlertAccess, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread) Alert(thread.Object, caller.PreviousMode);
        return NtStatus.Success;
    }

    /// <summary>Alerts a thread and takes one of its suspensions away.</summary>
    [SystemService]
    public static NtStatus NtAlertResumeThread(KThread caller, HandleOf<KThread> threadHandle, [Opt] Out<uint> previousSuspendCount)
    {
        previousSuspendCount.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, threadHandle, SuspendResumeAccess, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            Alert(thread.Object, ProcessorMode.Kernel);
            previousSuspendCount.WriteIfPresent(caller, (uint)Ps.Resume(thread.Object));
        }
        return NtStatus.Success;
    }

    static void Alert(KThread thread, ProcessorMode mode)
    {
        bool wakes = thread is { State: ThreadState.Waiting, Wait.Terms.IsAlertable: true } && mode <= thread.Wait.Terms.Mode;
        if (wakes) thread.Kernel.Dispatcher.EndWait(thread, NtStatus.Alerted, 0);
        else thread.SetAlert(mode, true);
    }
}
