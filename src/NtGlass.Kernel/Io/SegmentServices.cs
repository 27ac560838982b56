using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that move whole pages between a file and pages here and there in memory.</summary>
public static class SegmentServices
{
    /// <summary>FILE_SEGMENT_ELEMENT: a pointer in eight bytes.</summary>
    const uint ElementSize = 8;

    /// <summary>The most bytes of one call.</summary>
    const uint MostBytes = 64 << 20;

    /// <summary>Reads from an unbuffered file into pages.</summary>
    /// <returns>Errors of the handles, STATUS_INVALID_PARAMETER for what is no unbuffered file or a bad length or place,
    /// STATUS_FILE_LOCK_CONFLICT, STATUS_END_OF_FILE, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtReadFileScatter(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, UserBuffer segmentArray, uint length, [Opt] In<long> byteOffset,
        [Opt] In<uint> key) =>
        Run(caller, fileHandle, FileRights.ReadData, new IoNotice(@event, apcRoutine, apcContext, ioStatusBlock), segmentArray, length, byteOffset, key);

    /// <summary>Writes pages to an unbuffered file.</summary>
    /// <returns>Errors of the handles, STATUS_INVALID_PARAMETER for what is no unbuffered file or a bad length or place,
    /// STATUS_FILE_LOCK_CONFLICT, STATUS_DISK_FULL, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtWriteFileGather(
        KThread caller, HandleOf<FileObject> fileHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine,
        [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock, UserBuffer segmentArray, uint length, [Opt] In<long> byteOffset,
        [Opt] In<uint> key) =>
        Run(caller, fileHandle, FileRights.WriteData, new IoNotice(@event, apcRoutine, apcContext, ioStatusBlock), segmentArray, length, byteOffset, key);

    static NtStatus Run(
        KThread caller, HandleOf<FileObject> fileHandle, uint access, IoNotice notice, UserBuffer segments, uint length, In<long> byteOffset, In<uint> key)
    {
        NtStatus status = Ob.Reference(caller, fileHandle, access, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            FileObject file = reference.Object;
            notice.Block.ProbeForWrite(caller);
            bool isUnbuffered = (file.Options & CreateOptions.NoIntermediateBuffering) != 0;
            if (file.Control is not { Node.IsFolder: false } control || !isUnbuffered || length > MostBytes) return NtStatus.InvalidParameter;
            uint pages = (length + GuestAddress.PageSize - 1) / GuestAddress.PageSize;
            byte[] elements = new byte[pages * ElementSize];
            segments.ProbeForRead(caller, (uint)elements.Length, alignment: 4);
            segments.Read(caller, elements);
            long? given = byteOffset.ReadIfPresent(caller);
            uint lockKey = key.ReadIfPresent(caller) ?? 0;
            return IoRequest.Run(caller, file, notice, request =>
            {
                bool isWrite = access == FileRights.WriteData;
                NtStatus placed = IoTransfer.Place(file, given, length, isWrite, out long offset);
                if (placed.IsError) return placed;
                if (isWrite && offset == IoTransfer.EndOfFile) offset = control.Node.Length;
                SegmentTransfer transfer = new(control, new IoTransfer(request, default, length, offset, lockKey), elements);
                return isWrite ? transfer.Write((VolumeDevice)file.Device) : transfer.Read();
            });
        }
    }
}
