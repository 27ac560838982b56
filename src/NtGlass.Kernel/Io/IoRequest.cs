using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>How the end of an input or output is told, as the caller asked: status block, event, APC or completion port.</summary>
readonly record struct IoNotice(HandleOf<KEvent> Event, GuestAddress ApcRoutine, GuestAddress ApcContext, Out<IoStatusBlock> Block);

/// <summary>One input or output of a file: an IRP. A device ends it with <see cref="Complete"/>, at once or after <see cref="Pend"/>.</summary>
sealed class IoRequest
{
    /// <summary>Requests that one thread may have pending; NT's limit is the process's pool quota.</summary>
    const int MostPending = 0x10000;

    readonly Out<IoStatusBlock> block;
    readonly KEvent? signal;
    readonly bool? waits;
    readonly GuestAddress apcRoutine;
    readonly GuestAddress apcContext;

    LinkedListNode<IoRequest>? inFile, inThread;
    Action? cancel;
    KEvent? done;
    NtStatus result;
    bool isReleased;

    IoRequest(KThread caller, FileObject file, IoNotice notice, KEvent? signal, bool? waits)
    {
        this.waits = waits;
        Caller = caller;
        File = file;
        block = notice.Block;
        apcRoutine = notice.ApcRoutine;
        apcContext = notice.ApcContext;
        this.signal = signal;
    }

    public KThread Caller { get; }

    public EProcess Process => Caller.Process;

    public FileObject File { get; }

    /// <summary>The address of the caller's IO_STATUS_BLOCK, which names the request to NtCancelIoFileEx.</summary>
    public GuestAddress Block => block.Address;

    /// <summary>The service that began it has said STATUS_PENDING or sleeps, and nothing has ended the request yet.</summary>
    public bool IsPending { get; private set; }

    /// <summary>The thread sleeps until the request ends: on every synchronous file, unless the service says otherwise.</summary>
    public bool IsSynchronous => waits ?? File.IsSynchronous;

    bool TakesTurn => File.IsSynchronous && File.Device.TakesTurns && waits != false;

    /// <summary>Runs a service's request on a file; a synchronous file has one at a time, and further ones wait for their turn.</summary>
    /// <param name="waits">Whether the thread sleeps until the request ends; null where that is as the file was opened.</param>
    /// <returns>STATUS_INVALID_PARAMETER for an APC on a file with a completion port, errors of the event's handle, what the request gives.</returns>
    public static NtStatus Run(KThread caller, FileObject file, IoNotice notice, Func<IoRequest, NtStatus> start, bool? waits = null)
    {
        NtStatus status = Begin(caller, file, notice, waits, out IoRequest request);
        if (status.IsError) return status;
        return request.TakesTurn ? file.Turn.Take(caller, file, turn => request.Start(turn, start)) : request.Start(NtStatus.Success, start);
    }

    /// <summary>Ends the request, from whatever thread runs. Of one that was never pending an error is told by the service's status alone,
    /// except for the end of the file.</summary>
    public NtStatus Complete(NtStatus status, uint information)
    {
        if (IsPending)
        {
            CompletePending(status, information);
        }
        else if (!status.IsError || status == NtStatus.EndOfFile)
        {
            block.WriteIfPresent(Caller, new IoStatusBlock(status, information));
            Tell(status, information, wasPending: false);
        }
        return status;
    }

    /// <summary>Keeps the request for later: the service gives STATUS_PENDING, or its thread sleeps until the request ends.</summary>
    /// <param name="onCancel">Takes the request out of the device's lists; it may <see cref="Complete"/> it, else it ends with STATUS_CANCELLED.</param>
    /// <returns>What the service returns: STATUS_QUOTA_EXCEEDED, STATUS_PENDING.</returns>
    public NtStatus Pend(Action onCancel)
    {
        if (Caller.State == ThreadState.Terminated || Caller.PendingIo.Count >= MostPending)
        {
            onCancel();
            return NtStatus.QuotaExceeded;
        }
        IsPending = true;
        cancel = onCancel;
        File.Header.Reference();
        inFile = File.PendingIo.AddLast(this);
        inThread = Caller.PendingIo.AddLast(this);
        if (!IsSynchronous) return NtStatus.Pending;
        done = new KEvent(EventType.Notification, false);
        return Ke.Wait(Caller, done, new WaitTerms(Caller.PreviousMode, File.IsAlertable, null), EndSleep);
    }

    /// <summary>Ends the request with STATUS_CANCELLED, or with what the device makes of it.</summary>
    public void Cancel()
    {
        if (!IsPending) return;
        cancel!();
        if (IsPending) CompletePending(NtStatus.Cancelled, 0);
    }

    /// <summary>Copies to the caller's memory, now or when the request has long been pending.</summary>
    /// <returns>STATUS_ACCESS_VIOLATION when the caller has taken the memory away, STATUS_SUCCESS.</returns>
    public NtStatus CopyOut(UserBuffer buffer, ReadOnlySpan<byte> bytes)
    {
        if (Process.HasExited) return NtStatus.ProcessIsTerminating;
        return Mm.WriteMemory(Process, buffer.Address, bytes) == bytes.Length ? NtStatus.Success : NtStatus.AccessViolation;
    }

    static NtStatus Begin(KThread caller, FileObject file, IoNotice notice, bool? waits, out IoRequest request)
    {
        request = null!;
        if (file.Completion is not null && !notice.ApcRoutine.IsNull) return NtStatus.InvalidParameter;
        KEvent? signal = null;
        if (!notice.Event.IsNull)
        {
            NtStatus status = Ob.Reference(caller, notice.Event, EventRights.ModifyState, out ObjectRef<KEvent> reference);
            if (status.IsError) return status;
            signal = reference.Object;
            Ke.ResetEvent(signal);
        }
        request = new IoRequest(caller, file, notice, signal, waits);
        return NtStatus.Success;
    }

    NtStatus Start(NtStatus turn, Func<IoRequest, NtStatus> start)
    {
        if (turn != NtStatus.Success)
        {
            signal?.Header.Dereference();
            return turn;
        }
        File.SignalState = 0;
        try
        {
            return start(this);
        }
        finally
        {
            if (done is null && !IsPending) Release();
        }
    }

    /// <summary>Gives back what the request holds; a synchronous file takes the next one.</summary>
    void Release()
    {
        if (isReleased) return;
        isReleased = true;
        signal?.Header.Dereference();
        if (TakesTurn) File.Turn.Pass();
    }

    // An alert or an APC ends an alertable file's request; so does the end of the thread.
    NtStatus EndSleep(KThread thread, NtStatus waitStatus)
    {
        if (waitStatus != NtStatus.Success) Cancel();
        return waitStatus == NtStatus.ThreadIsTerminating ? waitStatus : result;
    }

    void CompletePending(NtStatus status, uint information)
    {
        IsPending = false;
        cancel = null;
        result = status;
        File.PendingIo.Remove(inFile!);
        Caller.PendingIo.Remove(inThread!);
        bool isTold = !IsSynchronous || !status.IsError || status == NtStatus.EndOfFile;
        if (isTold && !block.IsNull && !Process.HasExited)
        {
            Span<byte> bytes = stackalloc byte[8];
            BitConverter.TryWriteBytes(bytes, status.Code);
            BitConverter.TryWriteBytes(bytes[4..], information);
            Mm.WriteMemory(Process, block.Address, bytes);
        }
        if (isTold) Tell(status, information, wasPending: true);
        Release();
        if (done is not null) Ke.SetEvent(done);
        File.Header.Dereference();
    }

    void Tell(NtStatus status, uint information, bool wasPending)
    {
        if (signal is not null) Ke.SetEvent(signal);
        if ((signal is null && !File.SkipsSetEvent) || IsSynchronous)
        {
            File.SignalState = 1;
            Ke.Test(File, 0);
        }
        if (!apcRoutine.IsNull)
            Caller.Apcs.InsertUser(new KApc { NormalRoutine = apcRoutine, NormalContext = apcContext.Value, SystemArgument1 = block.Address.Value });
        else if (File.Completion is var (port, key) && !apcContext.IsNull && (wasPending || !File.SkipsPortOnSuccess))
            port.Post(new IoCompletionPacket(key, apcContext.Value, new IoStatusBlock(status, information)));
    }

    /// <summary>A thread's end cancels its requests, but not those that only a completion port hears of.</summary>
    public bool EndsWithThread => File.Completion is null || apcContext.IsNull || signal is not null;
}
