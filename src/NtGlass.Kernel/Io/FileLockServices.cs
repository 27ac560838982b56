using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that lock parts of files.</summary>
public static class FileLockServices
{
    /// <summary>Locks a range of a file.</summary>
    /// <returns>Errors of the handles, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_LOCK_RANGE, STATUS_LOCK_NOT_GRANTED, STATUS_PENDING,
    /// STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtLockFile(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, In<ulong> byteOffset, In<ulong> length, uint key,
        bool failImmediately, bool exclusiveLock)
    {
        NtStatus status = Ob.Reference(caller, fileHandle, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            if (!ioStatusBlock.IsNull || !caller.Kernel.Userland.LocksWithoutStatus) ioStatusBlock.ProbeForWrite(caller);
            ulong offset = byteOffset.Read(caller), bytes = length.Read(caller);
            FileObject file = reference.Object;
            if (file.Control is not { Node.IsFolder: false } control) return NtStatus.InvalidDeviceRequest;
            ByteLock wanted = new(file, caller.Process, key, offset, bytes, exclusiveLock);
            return IoRequest.Run(caller, file, new IoNotice(@event, apcRoutine, apcContext, ioStatusBlock),
                request => control.Locks.Lock(request, wanted, failImmediately));
        }
    }

    /// <summary>Unlocks a range as it was locked.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_DEVICE_REQUEST, STATUS_RANGE_NOT_LOCKED, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtUnlockFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, In<ulong> byteOffset, In<ulong> length, uint key)
    {
        NtStatus status = Ob.Reference(caller, fileHandle, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            if (!ioStatusBlock.IsNull || !caller.Kernel.Userland.LocksWithoutStatus) ioStatusBlock.ProbeForWrite(caller);
            ulong offset = byteOffset.Read(caller), bytes = length.Read(caller);
            if (reference.Object.Control is not { Node.IsFolder: false } control) return NtStatus.InvalidDeviceRequest;
            status = control.Locks.Unlock(reference.Object, caller.Process, key, offset, bytes);
            if (status.IsSuccess) ioStatusBlock.WriteIfPresent(caller, new IoStatusBlock(status, 0));
            return status;
        }
    }
}
