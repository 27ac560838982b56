using System.Buffers.Binary;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>What NtSetInformationFile changes of a file on the volume.</summary>
static class FileSet
{
    /// <summary>The classes that can be set.</summary>
    public static InformationRule? RuleOf(FileInformationClass infoClass) => infoClass switch
    {
        FileInformationClass.Basic => new(0x28, FileRights.WriteAttributes),
        FileInformationClass.Rename => new(0x10, FileRights.Delete),
        FileInformationClass.Link => new(0x10, 0),
        FileInformationClass.Disposition => new(1, FileRights.Delete),
        FileInformationClass.Position => new(8, 0),
        FileInformationClass.Mode => new(4, 0),
        FileInformationClass.Allocation or FileInformationClass.EndOfFile or FileInformationClass.ValidDataLength => new(8, FileRights.WriteData),
        FileInformationClass.Completion => new(8, 0),
        FileInformationClass.ShortName => new(8, FileRights.Delete),
        _ => null,
    };

    /// <summary>Sets times that are not zero or -1, and attributes that are not zero.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for what a file cannot have, what the volume says, STATUS_SUCCESS.</returns>
    public static NtStatus Basic(VolumeNode node, ReadOnlySpan<byte> given)
    {
        FileAttributes attributes = (FileAttributes)BinaryPrimitives.ReadUInt32LittleEndian(given[0x20..]);
        bool isFolderBit = attributes.HasFlag(FileAttributes.Directory);
        if (isFolderBit && !node.IsFolder || node.IsFolder && attributes.HasFlag(FileAttributes.Temporary)) return NtStatus.InvalidParameter;
        VolumeTimes old = node.Times;
        VolumeTimes times = new(
            TimeOr(given, 0, old.Creation), TimeOr(given, 8, old.LastAccess), TimeOr(given, 16, old.LastWrite), TimeOr(given, 24, old.Change));
        if (times is { Creation: < 0 } or { LastAccess: < 0 } or { LastWrite: < 0 } or { Change: < 0 }) return NtStatus.InvalidParameter;
        NtStatus status = times == old ? NtStatus.Success : node.SetTimes(times);
        return status.IsSuccess && attributes != 0 ? node.SetAttributes(attributes) : status;
    }

    /// <summary>Marks a file for deletion when its last handle is closed, or takes the mark off.</summary>
    /// <returns>STATUS_CANNOT_DELETE, STATUS_DIRECTORY_NOT_EMPTY, STATUS_SUCCESS.</returns>
    public static NtStatus Disposition(VolumeDevice device, Fcb control, bool delete)
    {
        if (delete)
        {
            bool isMapped = control.Image is not null || control.Data is { Views.Count: > 0 };
            if (control.Node.Attributes.HasFlag(FileAttributes.ReadOnly) || isMapped) return NtStatus.CannotDelete;
            NtStatus status = device.Volume.CheckDelete(control.Node);
            if (!status.IsSuccess) return status == NtStatus.AccessDenied ? NtStatus.CannotDelete : status;
        }
        control.IsDeletePending = delete;
        return NtStatus.Success;
    }

    /// <returns>STATUS_INVALID_DEVICE_REQUEST for folders, STATUS_INVALID_PARAMETER, STATUS_USER_MAPPED_FILE when a mapped file would
    /// shrink, STATUS_DISK_FULL, STATUS_SUCCESS.</returns>
    public static NtStatus EndOfFile(Fcb control, long length)
    {
        if (control.Node.IsFolder) return NtStatus.InvalidDeviceRequest;
        if (length < 0) return NtStatus.InvalidParameter;
        if (length == control.Node.Length) return NtStatus.Success;
        if (length < control.Node.Length && (control.Data is not null || control.Image is not null)) return NtStatus.UserMappedFile;
        return control.Node.SetLength(length);
    }

    /// <summary>An allocation below the length cuts the file; one above it changes nothing that can be seen.</summary>
    public static NtStatus Allocation(Fcb control, long size) =>
        size < control.Node.Length ? EndOfFile(control, size) : NtStatus.Success;

    static long TimeOr(ReadOnlySpan<byte> given, int offset, long old)
    {
        long time = BinaryPrimitives.ReadInt64LittleEndian(given[offset..]);
        return time is 0 or -1 ? old : time;
    }
}
