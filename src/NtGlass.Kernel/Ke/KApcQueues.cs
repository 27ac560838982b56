using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The APCs that wait for a thread.</summary>
public sealed class KApcQueues(KThread thread)
{
    /// <summary>A thread that never takes its APCs cannot be given any number of them.</summary>
    const int MostUserApcs = 0x1_0000;

    readonly LinkedList<KApc> user = new();
    readonly Queue<Action<KThread>> kernel = new();

    public bool HasUserApc => user.Count > 0;

    /// <summary>Queues a user APC; an alertable wait in user mode ends.</summary>
    /// <returns>False for a thread that has ended or has too many already.</returns>
    public bool InsertUser(KApc apc)
    {
        if (thread.State == ThreadState.Terminated || user.Count >= MostUserApcs) return false;
        user.AddLast(apc);
        if (thread.Wait is { Terms: { IsAlertable: true, Mode: ProcessorMode.User } } && thread.State == ThreadState.Waiting)
        {
            thread.IsUserApcPending = true;
            thread.Kernel.Dispatcher.EndWait(thread, NtStatus.UserApc, 0);
        }
        return true;
    }

    /// <summary>Queues a special user APC: it is called as soon as the thread is in user mode, alertable or not; a wait in user mode ends.</summary>
    /// <inheritdoc cref="InsertUser" path="/returns"/>
    public bool InsertSpecialUser(KApc apc)
    {
        if (thread.State == ThreadState.Terminated || user.Count >= MostUserApcs) return false;
        user.AddFirst(apc);
        thread.IsUserApcPending = true;
        if (thread.Wait is { Terms.Mode: ProcessorMode.User } && thread.State == ThreadState.Waiting)
            thread.Kernel.Dispatcher.EndWait(thread, NtStatus.UserApc, 0);
        return true;
    }

    /// <summary>Queues work of the kernel that runs in the thread's context when it next gets the processor.</summary>
    public void InsertKernel(Action<KThread> work) => kernel.Enqueue(work);

    /// <summary>Makes waiting user APCs pending, as NtTestAlert and NtContinue do.</summary>
    /// <returns>True when the thread had been alerted.</returns>
    internal bool TestAlert(ProcessorMode mode)
    {
        if (thread.TakeAlert(mode)) return true;
        if (mode == ProcessorMode.User && HasUserApc) thread.IsUserApcPending = true;
        return false;
    }

    internal void RunKernelApcs()
    {
        while (kernel.TryDequeue(out Action<KThread>? work)) work(thread);
    }

    /// <summary>Takes the next user APC that has a routine to call.</summary>
    internal KApc? TakeUser()
    {
        thread.IsUserApcPending = false;
        if (user.First is not { Value: KApc apc }) return null;
        user.RemoveFirst();
        if (apc.KernelRoutine?.Invoke(thread) != true && !apc.NormalRoutine.IsNull) return apc;
        TestAlert(ProcessorMode.User);
        return null;
    }

    /// <summary>Drops everything, as at the thread's end.</summary>
    internal void Rundown()
    {
        user.Clear();
        kernel.Clear();
        thread.IsUserApcPending = false;
    }
}
