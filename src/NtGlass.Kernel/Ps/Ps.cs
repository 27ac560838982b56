using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Processes and threads: how they start to run and how they end.</summary>
public static class Ps
{
    /// <summary>Suspensions of one thread beyond which NT refuses more.</summary>
    const int MostSuspensions = 127;

    /// <summary>Ends every thread of a process, and with the last the process.</summary>
    public static void TerminateProcess(EProcess process, NtStatus status)
    {
        if (process.HasExited) return;
        process.ExitStatus = status;
        foreach (KThread thread in process.Threads.ToArray()) TerminateThread(thread, status);
        if (!process.HasExited) ExitProcess(process);
    }

    /// <summary>Ends a thread, wherever it is; what it owned is abandoned.</summary>
    public static void TerminateThread(KThread thread, NtStatus status)
    {
        if (thread.State == ThreadState.Terminated) return;
        LeaveScheduling(thread);
        IoCancelServices.CancelThread(thread);
        thread.ExitStatus = status;
        thread.ExitTime100ns = thread.Kernel.Clock.SystemTime100ns;
        thread.Apcs.Rundown();
        PortServices.NoteEnd(thread);
        ImpersonationServices.SetToken(thread, null);
        thread.Kernel.Win32.RemoveThread(thread);
        foreach (KMutant mutant in thread.OwnedMutants.ToArray()) mutant.Abandon();
        EProcess process = thread.Process;
        if (!thread.Teb.IsNull) UserThread.DeleteTeb(thread);
        EThreadStruct fields = thread.Struct;
        fields.ExitStatus = status;
        GuestList.Remove(thread.Kernel.SystemMemory, fields.ThreadListEntry);
        GuestList.Remove(thread.Kernel.SystemMemory, fields.TcbThreadListEntry);
        process.EndedTicks = (process.EndedTicks.Kernel + fields.KernelTime, process.EndedTicks.User + fields.UserTime);
        process.Threads.Remove(thread);
        EProcessStruct owner = process.Struct;
        owner.ActiveThreads--;
        thread.Kernel.Observer?.ThreadExited(process.ProcessId, thread.ThreadId, status);
        bool isLast = process.Threads.Count == 0;
        if (Dbgk.IsHeard(thread)) Dbgk.Tell(thread, isLast ? DebugState.ExitProcess : DebugState.ExitThread, new DebugDetails(null, status.Code));
        thread.SignalState = fields.SignalState = 1;
        Ke.Test(thread, Ke.EventIncrement);
        if (isLast)
        {
            if (process.ExitStatus == NtStatus.Pending) process.ExitStatus = status;
            ExitProcess(process);
        }
        thread.Kernel.Dispatcher.Retire(thread);
    }

    /// <returns>STATUS_SUSPEND_COUNT_EXCEEDED, STATUS_THREAD_IS_TERMINATING, STATUS_SUCCESS.</returns>
    public static NtStatus Suspend(KThread thread, out int previousCount)
    {
        previousCount = thread.SuspendCount;
        if (thread.State == ThreadState.Terminated) return NtStatus.ThreadIsTerminating;
        if (thread.SuspendCount == MostSuspensions) return NtStatus.SuspendCountExceeded;
        SetSuspendCount(thread, thread.SuspendCount + 1);
        StandStill(thread);
        return NtStatus.Success;
    }

    /// <returns>The count before.</returns>
    public static int Resume(KThread thread)
    {
        int previous = thread.SuspendCount;
        if (previous == 0) return 0;
        SetSuspendCount(thread, previous - 1);
        GoOn(thread);
        return previous;
    }

    /// <summary>Makes a thread stand still besides its suspensions, as while its process waits for a debugger.</summary>
    internal static void Freeze(KThread thread)
    {
        thread.FreezeCount++;
        StandStill(thread);
    }

    internal static void Thaw(KThread thread)
    {
        thread.FreezeCount--;
        GoOn(thread);
    }

    static void StandStill(KThread thread)
    {
        KDispatcher dispatcher = thread.Kernel.Dispatcher;
        switch (thread.State)
        {
            case ThreadState.Ready: dispatcher.RemoveReady(thread); thread.State = ThreadState.Transition; break;
            case ThreadState.Running: thread.State = ThreadState.Transition; break;
            case ThreadState.Waiting: KDispatcher.InterruptWait(thread); break;
        }
    }

    static void GoOn(KThread thread)
    {
        if (thread.IsHeld || thread.State != ThreadState.Transition) return;
        if (thread.Wait is not null && thread.WaitStatus is null) thread.Kernel.Dispatcher.RestartWait(thread);
        else thread.Kernel.Dispatcher.MakeReady(thread);
    }

    static void SetSuspendCount(KThread thread, int count)
    {
        thread.SuspendCount = count;
        EThreadStruct fields = thread.Struct;
        fields.SuspendCount = (sbyte)count;
    }

    static void LeaveScheduling(KThread thread)
    {
        KDispatcher dispatcher = thread.Kernel.Dispatcher;
        if (thread.State == ThreadState.Ready) dispatcher.RemoveReady(thread);
        if (thread.Wait is { } wait) dispatcher.AbandonWait(wait);
        thread.State = ThreadState.Terminated;
    }

    static void ExitProcess(EProcess process)
    {
        NtKernel kernel = process.Kernel;
        process.HasExited = true;
        process.ExitTime100ns = kernel.Clock.SystemTime100ns;
        EProcessStruct fields = process.Struct;
        fields.ExitStatus = process.ExitStatus;
        Ob.CloseAll(process);
        GuestList.Remove(kernel.SystemMemory, fields.ActiveProcessLinks);
        kernel.Processes.Remove(process);
        kernel.Observer?.ProcessExited(process.ProcessId, process.ExitStatus);
        process.Job?.Remove(process);
        process.SignalState = fields.SignalState = 1;
        Ke.Test(process, Ke.EventIncrement);
        kernel.Dispatcher.Retire(process);
        if (process == kernel.Processes.First) EndOthers(kernel);
    }

    /// <summary>With the program that the machine was started for the others end.</summary>
    static void EndOthers(NtKernel kernel)
    {
        foreach (EProcess other in kernel.Processes.All.Where(other => other != kernel.SystemProcess).ToArray())
        {
            kernel.Processes.NoteEndedWithFirst(other);
            TerminateProcess(other, NtStatus.DbgTerminateProcess);
        }
    }
}
