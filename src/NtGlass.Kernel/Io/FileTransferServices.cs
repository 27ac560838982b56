using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that move bytes of files.</summary>
public static class FileTransferServices
{
    /// <summary>FLUSH_FLAGS_FILE_DATA_ONLY, _NO_SYNC and _FILE_DATA_SYNC_ONLY.</summary>
    const uint ValidFlushFlags = 7;

    /// <summary>Reads from a file or device.</summary>
    /// <returns>Errors of the handles, STATUS_INVALID_PARAMETER, STATUS_INVALID_DEVICE_REQUEST, STATUS_FILE_LOCK_CONFLICT, STATUS_END_OF_FILE,
    /// STATUS_PENDING, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtReadFile(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, UserBuffer buffer, uint length, [Opt] In<long> byteOffset,
        [Opt] In<uint> key)
    {
        NtStatus status = Ob.Reference(caller, fileHandle, FileRights.ReadData, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            ioStatusBlock.ProbeForWrite(caller);
            buffer.ProbeForWrite(caller, length, alignment: 1);
            long? given = byteOffset.ReadIfPresent(caller);
            uint lockKey = key.ReadIfPresent(caller) ?? 0;
            FileObject file = reference.Object;
            return IoRequest.Run(caller, file, new IoNotice(@event, apcRoutine, apcContext, ioStatusBlock), request =>
            {
                NtStatus placed = IoTransfer.Place(file, given, length, isWrite: false, out long offset);
                return placed.IsError ? placed : file.Device.Read(new IoTransfer(request, buffer, length, offset, lockKey));
            });
        }
    }

    /// <summary>Writes to a file or device.</summary>
    /// <returns>Errors of the handles, STATUS_ACCESS_DENIED, STATUS_INVALID_PARAMETER, STATUS_INVALID_DEVICE_REQUEST,
    /// STATUS_FILE_LOCK_CONFLICT, STATUS_DISK_FULL, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtWriteFile(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, UserBuffer buffer, uint length, [Opt] In<long> byteOffset,
        [Opt] In<uint> key)
    {
        NtStatus status = Ob.Reference(caller, fileHandle, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            if (!MayWrite(caller, reference)) return NtStatus.AccessDenied;
            ioStatusBlock.ProbeForWrite(caller);
            buffer.ProbeForRead(caller, length, alignment: 1);
            long? given = byteOffset.ReadIfPresent(caller);
            uint lockKey = key.ReadIfPresent(caller) ?? 0;
            FileObject file = reference.Object;
            return IoRequest.Run(caller, file, new IoNotice(@event, apcRoutine, apcContext, ioStatusBlock), request =>
            {
                NtStatus placed = IoTransfer.Place(file, given, length, isWrite: true, out long offset);
                return placed.IsError ? placed : file.Device.Write(new IoTransfer(request, buffer, length, offset, lockKey));
            });
        }
    }

    /// <summary>Makes sure that what was written to a file is on the disk.</summary>
    [SystemService]
    public static NtStatus NtFlushBuffersFile(KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock)
    {
        NtStatus status = Ob.Reference(caller, fileHandle, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            if (!MayWrite(caller, reference)) return NtStatus.AccessDenied;
            ioStatusBlock.ProbeForWrite(caller);
            IoNotice notice = new(default, GuestAddress.Null, GuestAddress.Null, ioStatusBlock);
            return IoRequest.Run(caller, reference.Object, notice, request => request.File.Device.Flush(request), waits: true);
        }
    }

    /// <summary>The same with flags that say how much must reach the disk.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for unknown flags, then as NtFlushBuffersFile.</returns>
    [SystemService(Missing = "the flags: each flush is a whole one")]
    public static NtStatus NtFlushBuffersFileEx(
        KThread caller, HandleOf<FileObject> fileHandle, uint flags, UserBuffer parameters, uint parametersSize, Out<IoStatusBlock> ioStatusBlock) =>
        (flags & ~ValidFlushFlags) == 0 ? NtFlushBuffersFile(caller, fileHandle, ioStatusBlock) : NtStatus.InvalidParameter;

    /// <summary>Either right to write will do; the kernel needs none.</summary>
    static bool MayWrite(KThread caller, ObjectRef<FileObject> reference) =>
        caller.PreviousMode != ProcessorMode.User || (reference.GrantedAccess & (FileRights.WriteData | FileRights.AppendData)) != 0;
}
