using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The kernel's core: waits and what ends them.</summary>
public static class Ke
{
    /// <summary>Priority that a wait gains when an event, a mutant or a semaphore ends it.</summary>
    public const int EventIncrement = 1;

    /// <summary>MAXIMUM_WAIT_OBJECTS.</summary>
    public const int MostWaitObjects = 64;

    /// <inheritdoc cref="WaitForMany"/>
    public static NtStatus Wait(KThread caller, DispatcherObject target, WaitTerms terms, WaitCompletion? completion = null) =>
        WaitForMany(caller, [target], waitAll: false, terms, completion);

    /// <summary>
    /// Ends a service with a wait. Where the caller has to wait it is put to sleep; the service must return at once, and
    /// <paramref name="completion"/> gives its status later.
    /// </summary>
    public static NtStatus WaitForMany(
        KThread caller, IReadOnlyList<DispatcherObject> objects, bool waitAll, WaitTerms terms, WaitCompletion? completion = null)
    {
        var wait = new KWait(caller, objects, waitAll, terms, completion);
        NtStatus? status = wait.TrySatisfy() ?? AlertStatus(caller, terms) ?? ZeroTimeout(terms);
        if (status is not NtStatus known) return caller.Kernel.Dispatcher.BeginWait(wait);
        return completion is null ? known : completion(caller, known);
    }

    /// <summary>Lets time pass.</summary>
    public static NtStatus Delay(KThread caller, WaitTerms terms)
    {
        if (AlertStatus(caller, terms) is NtStatus alerted) return alerted;
        if (terms.Timeout100ns == 0) return caller.Kernel.Dispatcher.Yield(caller) ? NtStatus.Success : NtStatus.NoYieldPerformed;
        return caller.Kernel.Dispatcher.BeginWait(new KWait(caller, [], false, terms, Delayed));
    }

    /// <returns>The signal state before.</returns>
    public static int SetEvent(KEvent target, int increment = EventIncrement)
    {
        int previous = target.SignalState;
        target.SignalState = 1;
        if (previous == 0) Test(target, increment);
        return previous;
    }

    public static int ResetEvent(KEvent target)
    {
        int previous = target.SignalState;
        target.SignalState = 0;
        return previous;
    }

    /// <summary>Releases who waits now and leaves the event unsignaled.</summary>
    public static int PulseEvent(KEvent target)
    {
        int previous = SetEvent(target);
        target.SignalState = 0;
        return previous;
    }

    /// <summary>Ends the waits that the object can end now.</summary>
    internal static void Test(DispatcherObject target, int increment)
    {
        LinkedListNode<KWaitBlock>? node = target.WaitBlocks.First;
        while (node is not null)
        {
            KWait wait = node.Value.Wait;
            NtStatus? status = wait.IsAll ? wait.TrySatisfy()
                : target.IsSignaledFor(wait.Thread) ? wait.Satisfy(node.Value.Index)
                : null;
            if (status is NtStatus ended)
            {
                wait.Thread.Kernel.Dispatcher.EndWait(wait.Thread, ended, increment);
                node = target.WaitBlocks.First;
            }
            else
                node = node.Next;
        }
    }

    /// <summary>What an alert or a user APC makes of a wait that is about to begin, or null.</summary>
    internal static NtStatus? AlertStatus(KThread thread, WaitTerms terms)
    {
        if (terms.IsAlertable)
        {
            if (thread.TakeAlert(terms.Mode)) return NtStatus.Alerted;
            if (terms.Mode == ProcessorMode.User && thread.Apcs.HasUserApc)
            {
                thread.IsUserApcPending = true;
                return NtStatus.UserApc;
            }
            if (thread.TakeAlert(ProcessorMode.Kernel)) return NtStatus.Alerted;
        }
        return terms.Mode == ProcessorMode.User && thread.IsUserApcPending ? NtStatus.UserApc : null;
    }

    static NtStatus? ZeroTimeout(WaitTerms terms) => terms.Timeout100ns == 0 ? NtStatus.Timeout : null;

    static NtStatus Delayed(KThread thread, NtStatus waitStatus) =>
        waitStatus == NtStatus.Timeout ? NtStatus.Success : waitStatus;
}
