using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A thread that has sent a message and waits for the answer.</summary>
sealed class LpcWait(KThread thread, LpcPort port, LpcMessage request)
{
    readonly KEvent ended = new(EventType.Synchronization, false);

    public KThread Thread => thread;

    public uint MessageId => request.MessageId;

    public LpcMessage Request => request;

    /// <summary>The answer; null while there is none, and when none will come.</summary>
    public LpcMessage? Answer { get; private set; }

    /// <summary>How it ended.</summary>
    public NtStatus Status { get; private set; } = NtStatus.Pending;

    /// <summary>The wait of the thread that a message names, for that message.</summary>
    /// <returns>STATUS_INVALID_CID for no such thread, STATUS_REPLY_MESSAGE_MISMATCH, STATUS_SUCCESS.</returns>
    public static NtStatus Find(NtKernel kernel, LpcMessage about, out LpcWait? found)
    {
        found = null;
        if (!kernel.Processes.TryFindThread(about.Client.UniqueThread, out KThread? named) || named.ClientId != about.Client) return NtStatus.InvalidCid;
        if (named.LpcWait is not { } wait || wait.MessageId != about.MessageId || wait.Status != NtStatus.Pending) return NtStatus.ReplyMessageMismatch;
        found = wait;
        return NtStatus.Success;
    }

    /// <summary>Puts the thread to sleep until somebody ends the wait.</summary>
    public NtStatus Begin(WaitCompletion completion)
    {
        thread.LpcWait = this;
        port.AddWait(this);
        port.Header.Reference();
        return Ke.Wait(thread, ended, new WaitTerms(thread.PreviousMode, false, null), (waiter, waitStatus) =>
        {
            thread.LpcWait = null;
            port.RemoveWait(this);
            port.Header.Dereference();
            return completion(waiter, waitStatus.IsSuccess && Status != NtStatus.Pending ? Status : waitStatus);
        });
    }

    public void End(NtStatus status, LpcMessage? answer)
    {
        if (Status != NtStatus.Pending) return;
        (Status, Answer) = (status, answer);
        port.RemoveWait(this);
        Ke.SetEvent(ended);
    }
}
