using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that hand a control code to a device.</summary>
public static class FileControlServices
{
    /// <summary>A control of a file system; ours has none.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_DEVICE_REQUEST.</returns>
    [SystemService]
    public static NtStatus NtFsControlFile(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, uint fsControlCode, [Opt] UserBuffer inputBuffer,
        uint inputBufferLength, [Opt] UserBuffer outputBuffer, uint outputBufferLength) =>
        Refuse(caller, fileHandle, ioStatusBlock, fsControlCode);

    /// <summary>A control of a device; ours have none.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_DEVICE_REQUEST.</returns>
    [SystemService]
    public static NtStatus NtDeviceIoControlFile(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, uint ioControlCode, [Opt] UserBuffer inputBuffer,
        uint inputBufferLength, [Opt] UserBuffer outputBuffer, uint outputBufferLength) =>
        Refuse(caller, fileHandle, ioStatusBlock, ioControlCode);

    // Bits 14 and 15 of a code say which right the handle must carry: read, write.
    static NtStatus Refuse(KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, uint code)
    {
        ioStatusBlock.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, fileHandle, (code >> 14) & 3, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        reference.Dispose();
        return NtStatus.InvalidDeviceRequest;
    }
}
