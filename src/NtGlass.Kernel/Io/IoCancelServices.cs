using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that end pending requests.</summary>
public static class IoCancelServices
{
    /// <summary>Ends the caller's pending requests on a file.</summary>
    /// <returns>Errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCancelIoFile(KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock)
    {
        ioStatusBlock.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, fileHandle, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            Cancel(reference.Object.PendingIo, request => request.Caller == caller);
            ioStatusBlock.Write(caller, new IoStatusBlock(NtStatus.Success, 0));
            return NtStatus.Success;
        }
    }

    /// <summary>Ends the process's pending requests on a file: all, or those with one status block.</summary>
    /// <returns>Errors of the handle, STATUS_NOT_FOUND when there is none, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCancelIoFileEx(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] GuestAddress ioRequestToCancel, Out<IoStatusBlock> ioStatusBlock)
    {
        ioStatusBlock.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, fileHandle, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            status = Cancel(reference.Object.PendingIo, request =>
                request.Process == caller.Process && (ioRequestToCancel.IsNull || request.Block == ioRequestToCancel));
            ioStatusBlock.Write(caller, new IoStatusBlock(status, 0));
            return status;
        }
    }

    /// <summary>Ends the request in which a thread sleeps.</summary>
    /// <returns>Errors of the handle, STATUS_NOT_FOUND when it sleeps in none, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCancelSynchronousIoFile(
        KThread caller, HandleOf<KThread> threadHandle, [Opt] GuestAddress ioRequestToCancel, Out<IoStatusBlock> ioStatusBlock)
    {
        ioStatusBlock.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.Terminate, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            status = Cancel(thread.Object.PendingIo, request =>
                request.IsSynchronous && (ioRequestToCancel.IsNull || request.Block == ioRequestToCancel));
            ioStatusBlock.Write(caller, new IoStatusBlock(status, 0));
            return status;
        }
    }

    /// <summary>Ends what a thread that ends has pending.</summary>
    internal static void CancelThread(KThread thread) => Cancel(thread.PendingIo, request => request.EndsWithThread);

    /// <summary>Ends all that is pending on a file whose last handle is closed.</summary>
    internal static void CancelFile(FileObject file) => Cancel(file.PendingIo, _ => true);

    static NtStatus Cancel(LinkedList<IoRequest> pending, Func<IoRequest, bool> isMeant)
    {
        IoRequest[] meant = [.. pending.Where(isMeant)];
        foreach (IoRequest request in meant) request.Cancel();
        return meant.Length == 0 ? NtStatus.NotFound : NtStatus.Success;
    }
}
