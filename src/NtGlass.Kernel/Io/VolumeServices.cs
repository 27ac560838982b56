using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>FS_INFORMATION_CLASS.</summary>
public enum FsInformationClass : uint
{
    Volume = 1,
    Label = 2,
    Size = 3,
    Device = 4,
    Attribute = 5,
    Control = 6,
    FullSize = 7,
    ObjectId = 8,
    SectorSize = 11,
}

/// <summary>The services of volumes.</summary>
public static class VolumeServices
{
    /// <summary>Tells about the volume or device of a file.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_INVALID_DEVICE_REQUEST for what is
    /// no volume, STATUS_BUFFER_OVERFLOW, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtQueryVolumeInformationFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, UserBuffer fsInformation, uint length,
        FsInformationClass fsInformationClass)
    {
        uint? minimum = MinimumOf(fsInformationClass);
        if (minimum is null) return NtStatus.InvalidInfoClass;
        if (length < minimum) return NtStatus.InfoLengthMismatch;
        fsInformation.ProbeForWrite(caller, length, alignment: 4);
        ioStatusBlock.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, fileHandle, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            IoDevice device = reference.Object.Device;
            byte[] answer;
            if (fsInformationClass == FsInformationClass.Device)
                answer = new GuestRecord(8).Set(0, TypeOf(caller, device)).Set(4, device.Characteristics).Bytes;
            else if (device.QueryVolume(fsInformationClass, out answer) is { IsSuccess: false } error)
                return error;
            int fits = (int)Math.Min(length, (uint)answer.Length);
            fsInformation.Write(caller, answer.AsSpan(0, fits));
            status = fits < answer.Length ? NtStatus.BufferOverflow : NtStatus.Success;
            ioStatusBlock.Write(caller, new IoStatusBlock(status, (uint)fits));
            return status;
        }
    }

    /// <summary>The volume's label and quotas are not the program's to set.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, errors of the handle, STATUS_ACCESS_DENIED.</returns>
    [SystemService(Missing = "all that changes a volume (label, quota control, object id): ACCESS_DENIED")]
    public static NtStatus NtSetVolumeInformationFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, UserBuffer fsInformation, uint length,
        FsInformationClass fsInformationClass)
    {
        if (fsInformationClass is not (FsInformationClass.Label or FsInformationClass.Control or FsInformationClass.ObjectId))
            return NtStatus.InvalidInfoClass;
        fsInformation.ProbeForRead(caller, length, alignment: 4);
        ioStatusBlock.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, fileHandle, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        reference.Dispose();
        return NtStatus.AccessDenied;
    }

    static uint TypeOf(KThread caller, IoDevice device) =>
        device is VolumeDevice ? caller.Kernel.Userland.VolumeDeviceType : device.DeviceType;

    static uint? MinimumOf(FsInformationClass infoClass) => infoClass switch
    {
        FsInformationClass.Volume => 0x18,
        FsInformationClass.Size => 0x18,
        FsInformationClass.Device => 8,
        FsInformationClass.Attribute => 0x10,
        FsInformationClass.Control => 0x30,
        FsInformationClass.FullSize => 0x20,
        FsInformationClass.ObjectId => 0x40,
        FsInformationClass.SectorSize => 0x1C,
        _ => null,
    };
}
