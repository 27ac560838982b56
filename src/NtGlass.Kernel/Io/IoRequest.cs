using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>How the end of an input or output is told, as the caller asked: status block, event, APC or completion port.</summary>
readonly record struct IoNotice(HandleOf<KEvent> Event, GuestAddress ApcRoutine, GuestAddress ApcContext, Out<IoStatusBlock> Block);

/// <summary>One input or output of a file.</summary>
sealed class IoRequest
{
    const uint EventModifyState = 2;

    readonly Out<IoStatusBlock> block;
    readonly KEvent? signal;
    readonly GuestAddress apcRoutine;
    readonly GuestAddress apcContext;

    IoRequest(KThread caller, FileObject file, IoNotice notice, KEvent? signal)
    {
        Caller = caller;
        File = file;
        block = notice.Block;
        apcRoutine = notice.ApcRoutine;
        apcContext = notice.ApcContext;
        this.signal = signal;
    }

    public KThread Caller { get; }

    public FileObject File { get; }

    /// <summary>Begins a request: its event and its file are not signaled any more.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for an APC on a file with a completion port, errors of the event's handle, STATUS_SUCCESS.</returns>
    public static NtStatus Begin(KThread caller, FileObject file, IoNotice notice, out IoRequest request)
    {
        request = null!;
        if (file.Completion is not null && !notice.ApcRoutine.IsNull) return NtStatus.InvalidParameter;
        KEvent? signal = null;
        if (!notice.Event.IsNull)
        {
            NtStatus status = Ob.Reference(caller, notice.Event, EventModifyState, out ObjectRef<KEvent> reference);
            if (status.IsError) return status;
            using (reference) signal = reference.Object;
            Ke.ResetEvent(signal);
        }
        file.SignalState = 0;
        request = new IoRequest(caller, file, notice, signal);
        return NtStatus.Success;
    }

    /// <summary>Ends the request in the service that began it. An error is told by the service's status alone, except for the end of the file.</summary>
    public NtStatus Complete(NtStatus status, uint information)
    {
        if (status.IsError && status != NtStatus.EndOfFile) return status;
        block.Write(Caller, new IoStatusBlock(status, information));
        Tell(status, information);
        return status;
    }

    /// <summary>Keeps the file and the event while the request is pending.</summary>
    public void Hold()
    {
        File.Header.Reference();
        signal?.Header.Reference();
    }

    /// <summary>Ends a request that was pending, from whatever thread runs.</summary>
    public void CompletePending(NtStatus status, uint information)
    {
        Span<byte> bytes = stackalloc byte[8];
        BitConverter.TryWriteBytes(bytes, status.Code);
        BitConverter.TryWriteBytes(bytes[4..], information);
        Mm.WriteMemory(Caller.Process, block.Address, bytes);
        Tell(status, information);
        signal?.Header.Dereference();
        File.Header.Dereference();
    }

    void Tell(NtStatus status, uint information)
    {
        if (signal is not null) Ke.SetEvent(signal);
        if (signal is null || File.IsSynchronous)
        {
            File.SignalState = 1;
            Ke.Test(File, 0);
        }
        if (!apcRoutine.IsNull)
            Caller.Apcs.InsertUser(new KApc { NormalRoutine = apcRoutine, NormalContext = apcContext.Value, SystemArgument1 = block.Address.Value });
        else if (File.Completion is var (port, key) && !apcContext.IsNull)
            port.Post(new IoCompletionPacket(key, apcContext.Value, new IoStatusBlock(status, information)));
    }
}
