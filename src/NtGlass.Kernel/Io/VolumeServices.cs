using System.Text;
using NtGlass.Abi;
using NtGlass.Host;

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
}

/// <summary>The services of volumes.</summary>
public static class VolumeServices
{
    const uint SectorsPerCluster = 8, SectorSize = 512;

    /// <summary>FILE_CASE_PRESERVED_NAMES and FILE_UNICODE_ON_DISK.</summary>
    const uint FileSystemAttributes = 6;

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
            if (Answer(reference.Object.Device, fsInformationClass) is not { } answer) return NtStatus.InvalidDeviceRequest;
            int fits = (int)Math.Min(length, (uint)answer.Length);
            fsInformation.Write(caller, answer.AsSpan(0, fits));
            status = fits < answer.Length ? NtStatus.BufferOverflow : NtStatus.Success;
            ioStatusBlock.Write(caller, new IoStatusBlock(status, (uint)fits));
            return status;
        }
    }

    /// <summary>The volume's label and quotas are not the program's to set.</summary>
    [SystemService]
    public static NtStatus NtSetVolumeInformationFile(
        KThread caller, HandleOf<FileObject> fileHandle, Out<IoStatusBlock> ioStatusBlock, UserBuffer fsInformation, uint length,
        FsInformationClass fsInformationClass)
    {
        NtStatus status = Ob.Reference(caller, fileHandle, 0, out ObjectRef<FileObject> reference);
        if (status.IsError) return status;
        reference.Dispose();
        return NtStatus.AccessDenied;
    }

    static uint? MinimumOf(FsInformationClass infoClass) => infoClass switch
    {
        FsInformationClass.Volume => 0x18,
        FsInformationClass.Size => 0x18,
        FsInformationClass.Device => 8,
        FsInformationClass.Attribute => 0x10,
        FsInformationClass.FullSize => 0x20,
        _ => null,
    };

    static byte[]? Answer(IoDevice device, FsInformationClass infoClass)
    {
        if (infoClass == FsInformationClass.Device) return new GuestRecord(8).Set(0, device.DeviceType).Set(4, device.Characteristics).Bytes;
        if (device is not VolumeDevice { Volume: { } volume }) return null;
        long total = volume.TotalBytes / (SectorsPerCluster * SectorSize), free = volume.FreeBytes / (SectorsPerCluster * SectorSize);
        return infoClass switch
        {
            FsInformationClass.Volume => Volume(volume),
            FsInformationClass.Size => new GuestRecord(0x18)
                .Set(0, total).Set(8, free).Set(0x10, SectorsPerCluster).Set(0x14, SectorSize).Bytes,
            FsInformationClass.FullSize => new GuestRecord(0x20)
                .Set(0, total).Set(8, free).Set(0x10, free).Set(0x18, SectorsPerCluster).Set(0x1C, SectorSize).Bytes,
            _ => Attribute(),
        };
    }

    static byte[] Volume(GuestVolume volume)
    {
        byte[] label = Encoding.Unicode.GetBytes(volume.Label);
        return new GuestRecord(0x12 + label.Length)
            .Set(0, volume.Root.Times.Creation).Set(8, volume.SerialNumber).Set(0xC, (uint)label.Length).Set(0x12, label).Bytes;
    }

    static byte[] Attribute()
    {
        byte[] name = Encoding.Unicode.GetBytes("NTFS");
        return new GuestRecord(0xC + name.Length)
            .Set(0, FileSystemAttributes).Set(4, (uint)GuestFileName.MaximumLength).Set(8, (uint)name.Length).Set(0xC, name).Bytes;
    }
}
