using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Decides which thread runs: ready queues by priority, round robin within one, waits and their ends.</summary>
public sealed class KDispatcher(NtKernel kernel)
{
    const int Priorities = 32;

    readonly LinkedList<KThread>[] ready = [.. Enumerable.Range(0, Priorities).Select(_ => new LinkedList<KThread>())];

    readonly List<EProcess> retired = [];
    KThread? retiredThread;

    /// <summary>The thread whose context the processor has; null before the first and when none can run.</summary>
    public KThread? Current { get; private set; }

    public TimerQueue Timers { get; } = new();

    /// <summary>Every door ends here, the routine's result in place: hands the processor on when the caller cannot go on.</summary>
    /// <returns>False when no thread can run and the machine was told to stop.</returns>
    public bool LeaveDoor(KThread caller) => caller.State == ThreadState.Running || Dispatch();

    /// <summary>Gives the processor to the best ready thread; with none, waits for timers and input.</summary>
    /// <inheritdoc cref="LeaveDoor" path="/returns"/>
    public bool Dispatch()
    {
        while (true)
        {
            KThread? next = TakeReady();
            if (next is not null)
            {
                if (!Resume(next)) continue;
                SwapTo(next);
                return true;
            }
            if (kernel.Idle.WaitForWork() is MachineStop reason)
            {
                kernel.Machine.Stop(reason);
                Current = null;
                return false;
            }
        }
    }

    /// <summary>Makes a thread ready, behind the others of its priority or before them; a better one takes the processor.</summary>
    internal void MakeReady(KThread thread, bool first = false)
    {
        if (thread.IsHeld)
        {
            thread.State = ThreadState.Transition;
            return;
        }
        thread.State = ThreadState.Ready;
        LinkedList<KThread> queue = ready[thread.Priority];
        if (first) queue.AddFirst(thread);
        else queue.AddLast(thread);
        if (Current is { State: ThreadState.Running } running && running != thread && thread.Priority > running.Priority) Preempt(running, first: true);
    }

    internal void RemoveReady(KThread thread) => ready[thread.Priority].Remove(thread);

    /// <summary>Changes a thread's priority; one that is ready moves to the queue of the new one.</summary>
    internal void SetPriority(KThread thread, int priority)
    {
        if (thread.State != ThreadState.Ready)
        {
            thread.Priority = priority;
            if (thread.State == ThreadState.Running && HasReady(priority + 1)) Preempt(thread, first: true);
            return;
        }
        RemoveReady(thread);
        thread.Priority = priority;
        MakeReady(thread);
    }

    /// <summary>Takes the processor from the running thread when this door ends.</summary>
    internal void Preempt(KThread running, bool first)
    {
        running.State = ThreadState.Ready;
        if (first) ready[running.Priority].AddFirst(running);
        else ready[running.Priority].AddLast(running);
    }

    /// <summary>Lets another ready thread of the same or a better priority run.</summary>
    internal bool Yield(KThread running)
    {
        if (!HasReady(running.Priority)) return false;
        Preempt(running, first: false);
        return true;
    }

    /// <summary>The thread's quantum has ended: the boost wears off and the next of its priority gets its turn.</summary>
    internal void EndQuantum(KThread running)
    {
        if (running.Priority > running.BasePriority) running.Priority--;
        Yield(running);
    }

    internal NtStatus BeginWait(KWait wait)
    {
        KThread thread = wait.Thread;
        if (thread.State == ThreadState.Terminated) return NtStatus.ThreadIsTerminating;
        if (thread.State == ThreadState.Ready) RemoveReady(thread);  // what it has signaled took the processor from it
        thread.Wait = wait;
        thread.State = ThreadState.Waiting;
        wait.Link();
        if (wait.Terms.Timeout100ns is long timeout) Timers.Insert(wait, kernel.Clock.DueTime(timeout));
        return NtStatus.Pending;
    }

    /// <summary>Ends the wait of a thread; its completion runs when the thread gets the processor.</summary>
    internal void EndWait(KThread thread, NtStatus status, int increment)
    {
        KWait wait = thread.Wait!;
        wait.Unlink();
        Timers.Remove(wait);
        thread.WaitStatus = status;
        thread.Boost(increment);
        MakeReady(thread);
    }

    /// <summary>Takes a waiting thread out of its wait without an end, as for suspending it.</summary>
    internal static void InterruptWait(KThread thread)
    {
        thread.Wait!.Unlink();
        thread.State = ThreadState.Transition;
    }

    /// <summary>Ends a wait whose thread ends; its completion gives back what the service holds.</summary>
    internal void AbandonWait(KWait wait)
    {
        wait.Unlink();
        Timers.Remove(wait);
        wait.Thread.Wait = null;
        wait.Thread.WaitStatus = null;
        if (wait.Completion is { } completion)
            SystemServices.Guard(wait.Thread, completion, static (thread, end) => end(thread, NtStatus.ThreadIsTerminating));
    }

    /// <summary>Takes down an ended thread's kernel stack as soon as the processor no longer runs on it.</summary>
    internal void Retire(KThread thread)
    {
        if (thread == Current) retiredThread = thread;
        else Reap(thread);
    }

    /// <summary>Takes down a process's memory as soon as the processor no longer runs in it.</summary>
    internal void Retire(EProcess process)
    {
        if (Current is not null && process == Current.Process) retired.Add(process);
        else Reap(process);
    }

    /// <summary>Goes on with a wait that was interrupted.</summary>
    internal void RestartWait(KThread thread)
    {
        KWait wait = thread.Wait!;
        thread.State = ThreadState.Waiting;
        wait.Link();
        bool timedOut = wait.Terms.Timeout100ns is not null && !wait.IsQueued;
        NtStatus? status = wait.TrySatisfy() ?? Ke.AlertStatus(thread, wait.Terms) ?? (timedOut ? NtStatus.Timeout : null);
        if (status is NtStatus ended) EndWait(thread, ended, 0);
    }

    bool HasReady(int leastPriority)
    {
        for (int priority = leastPriority; priority < Priorities; priority++)
            if (ready[priority].Count > 0) return true;
        return false;
    }

    KThread? TakeReady()
    {
        for (int priority = Priorities - 1; priority >= 0; priority--)
        {
            if (ready[priority].First is not { } first) continue;
            ready[priority].RemoveFirst();
            return first.Value;
        }
        return null;
    }

    /// <summary>Ends the service in which the thread waited; false when the thread waits again.</summary>
    static bool Resume(KThread thread)
    {
        thread.State = ThreadState.Running;
        thread.Apcs.RunKernelApcs();
        if (thread.Wait is not null) thread.CompleteWait();
        return thread.State == ThreadState.Running;
    }

    void Reap(EProcess process)
    {
        Mm.DeleteAddressSpace(process);
        kernel.Machine.Release(process.Space);
        process.Header.Dereference();
    }

    static void Reap(KThread thread)
    {
        PsCreate.FreeKernelStack(thread);
        thread.Header.Dereference();
    }

    void SwapTo(KThread next)
    {
        KThread? from = Current;
        Current = next;
        if (from == next) return;
        next.CountSwitch();
        kernel.Machine.SwapContext(from is { State: ThreadState.Terminated } ? null : from, next);
        if (retiredThread is KThread ended) Reap(ended);
        retiredThread = null;
        foreach (EProcess process in retired.Where(process => process != next.Process).ToArray())
        {
            retired.Remove(process);
            Reap(process);
        }
    }
}
