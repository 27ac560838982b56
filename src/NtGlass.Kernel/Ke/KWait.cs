using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Ends a service that waited: runs in the context of the thread before it goes on, and may begin another wait.</summary>
/// <param name="thread">The thread that waited.</param>
/// <param name="waitStatus">STATUS_WAIT_0 and up, STATUS_ABANDONED, STATUS_USER_APC, STATUS_ALERTED, STATUS_TIMEOUT; or
/// STATUS_THREAD_IS_TERMINATING when the thread ends in its wait: then what the service holds is to be given back, and no wait can begin.</param>
/// <returns>What the service returns.</returns>
public delegate NtStatus WaitCompletion(KThread thread, NtStatus waitStatus);

/// <summary>How a thread waits.</summary>
/// <param name="Mode">User mode waits end for user APCs.</param>
/// <param name="Timeout100ns">NT's form: negative from now, positive a date, zero only looks; null for ever.</param>
public readonly record struct WaitTerms(ProcessorMode Mode, bool IsAlertable, long? Timeout100ns)
{
    /// <summary>A wait inside the kernel that only the objects end.</summary>
    public static WaitTerms Kernel => new(ProcessorMode.Kernel, false, null);
}

/// <summary>One wait of one thread.</summary>
sealed class KWait : TimerTarget
{
    readonly IReadOnlyList<DispatcherObject> objects;
    readonly LinkedListNode<KWaitBlock>[] blocks;

    public KWait(KThread thread, IReadOnlyList<DispatcherObject> objects, bool isAll, WaitTerms terms, WaitCompletion? completion)
    {
        Thread = thread;
        this.objects = objects;
        IsAll = isAll;
        Terms = terms;
        Completion = completion;
        blocks = [.. objects.Select((_, index) => new LinkedListNode<KWaitBlock>(new KWaitBlock(this, index)))];
    }

    public KThread Thread { get; }

    public bool IsAll { get; }

    public WaitTerms Terms { get; }

    public WaitCompletion? Completion { get; }

    public IReadOnlyList<DispatcherObject> Objects => objects;

    /// <summary>Takes the objects when the wait can end now.</summary>
    public NtStatus? TrySatisfy()
    {
        if (IsAll) return TrySatisfyAll();
        for (int index = 0; index < objects.Count; index++)
            if (objects[index].IsSignaledFor(Thread)) return Satisfy(index);
        return null;
    }

    /// <summary>Takes one object, which is signaled.</summary>
    public NtStatus Satisfy(int index) =>
        new((objects[index].Satisfy(Thread) ? NtStatus.Abandoned.Code : 0) + (uint)index);

    public void Link()
    {
        for (int index = 0; index < blocks.Length; index++) objects[index].WaitBlocks.AddLast(blocks[index]);
    }

    public void Unlink()
    {
        foreach (LinkedListNode<KWaitBlock> block in blocks) block.List?.Remove(block);
    }

    internal override void Expire() => Thread.Kernel.Dispatcher.EndWait(Thread, NtStatus.Timeout, 0);

    NtStatus? TrySatisfyAll()
    {
        if (objects.Count == 0 || !objects.All(candidate => candidate.IsSignaledFor(Thread))) return null;
        bool abandoned = false;
        foreach (DispatcherObject taken in objects) abandoned |= taken.Satisfy(Thread);
        return abandoned ? NtStatus.Abandoned : NtStatus.Success;
    }
}

/// <summary>Stands in an object's list for one of the objects of a wait.</summary>
sealed record KWaitBlock(KWait Wait, int Index);
