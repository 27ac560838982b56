using System.Buffers.Binary;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>What NtSetInformationFile changes of a file or folder of the volume.</summary>
static class NodeSet
{
    /// <returns>What the class says; STATUS_INVALID_DEVICE_REQUEST for what files of a volume do not have.</returns>
    public static NtStatus Set(VolumeDevice device, KThread caller, FileObject file, Fcb control, FileInformationClass infoClass, ReadOnlySpan<byte> given) =>
        infoClass switch
        {
            FileInformationClass.Basic => Basic(device, control.Node, given),
            FileInformationClass.Rename => FileRename.Run(caller, file, control, given, given[0] != 0 ? RenameFlags.ReplaceIfExists : 0),
            FileInformationClass.RenameEx => FileRename.Run(caller, file, control, given, (RenameFlags)BinaryPrimitives.ReadUInt32LittleEndian(given)),
            FileInformationClass.Disposition => FileDisposition.Set(device, file, control, given[0] != 0 ? DispositionFlags.Delete : 0),
            FileInformationClass.DispositionEx =>
                FileDisposition.Set(device, file, control, (DispositionFlags)BinaryPrimitives.ReadUInt32LittleEndian(given)),
            FileInformationClass.EndOfFile => EndOfFile(device, control, Int64(given)),
            FileInformationClass.Allocation => Allocation(device, control, Int64(given)),
            FileInformationClass.ValidDataLength => NtStatus.PrivilegeNotHeld,
            _ => NtStatus.InvalidDeviceRequest,
        };

    // Times that are not zero or -1 and attributes that are not zero are set.
    static NtStatus Basic(VolumeDevice device, VolumeNode node, ReadOnlySpan<byte> given)
    {
        FileAttributes attributes = (FileAttributes)BinaryPrimitives.ReadUInt32LittleEndian(given[0x20..]);
        bool isFolderBit = attributes.HasFlag(FileAttributes.Directory);
        if (isFolderBit && !node.IsFolder || node.IsFolder && attributes.HasFlag(FileAttributes.Temporary)) return NtStatus.InvalidParameter;
        VolumeTimes old = node.Times;
        VolumeTimes times = new(
            TimeOr(given, 0, old.Creation), TimeOr(given, 8, old.LastAccess), TimeOr(given, 16, old.LastWrite), TimeOr(given, 24, old.Change));
        if (times is { Creation: < 0 } or { LastAccess: < 0 } or { LastWrite: < 0 } or { Change: < 0 }) return NtStatus.InvalidParameter;
        NtStatus status = times == old ? NtStatus.Success : node.SetTimes(times);
        if (status.IsSuccess && attributes != 0) status = node.SetAttributes(attributes & VolumeOpen.Settable | node.Attributes & FileAttributes.SparseFile);
        if (status.IsSuccess) device.Watches.Report(node, ChangesOf(old, times, attributes), ChangeAction.Modified);
        return status;
    }

    static ChangeFilter ChangesOf(VolumeTimes old, VolumeTimes times, FileAttributes attributes) =>
        (attributes != 0 ? ChangeFilter.Attributes : 0)
        | (times.Creation != old.Creation ? ChangeFilter.Creation : 0)
        | (times.LastAccess != old.LastAccess ? ChangeFilter.LastAccess : 0)
        | (times.LastWrite != old.LastWrite ? ChangeFilter.LastWrite : 0);

    /// <returns>STATUS_INVALID_DEVICE_REQUEST for folders, STATUS_INVALID_PARAMETER, STATUS_USER_MAPPED_FILE when a mapped file would
    /// shrink, STATUS_DISK_FULL, STATUS_SUCCESS.</returns>
    static NtStatus EndOfFile(VolumeDevice device, Fcb control, long length)
    {
        if (control.Node.IsFolder) return NtStatus.InvalidDeviceRequest;
        if (length < 0) return NtStatus.InvalidParameter;
        if (length == control.Node.Length) return NtStatus.Success;
        if (length < control.Node.Length && (control.Data is not null || control.Image is not null)) return NtStatus.UserMappedFile;
        NtStatus status = control.Node.SetLength(length);
        if (status.IsSuccess) device.Watches.Report(control.Node, ChangeFilter.Size | ChangeFilter.LastWrite, ChangeAction.Modified);
        return status;
    }

    // An allocation below the length cuts the file; one above it changes nothing that can be seen, but must fit on the disk.
    static NtStatus Allocation(VolumeDevice device, Fcb control, long size)
    {
        if (size < control.Node.Length) return EndOfFile(device, control, size);
        return size - control.Node.Length > device.Volume.FreeBytes ? NtStatus.DiskFull : NtStatus.Success;
    }

    static long TimeOr(ReadOnlySpan<byte> given, int offset, long old)
    {
        long time = Int64(given[offset..]);
        return time is 0 or -1 ? old : time;
    }

    static long Int64(ReadOnlySpan<byte> given) => BinaryPrimitives.ReadInt64LittleEndian(given);
}
