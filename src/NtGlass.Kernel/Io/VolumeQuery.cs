using System.Text;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>What NtQueryVolumeInformationFile tells of the guest's disk.</summary>
static class VolumeQuery
{
    const uint SectorsPerCluster = 8, SectorSize = 512;

    /// <summary>FILE_CASE_PRESERVED_NAMES, FILE_UNICODE_ON_DISK and FILE_SUPPORTS_SPARSE_FILES.</summary>
    const uint FileSystemAttributes = 0x46;

    /// <summary>SSINFO_FLAGS_ALIGNED_DEVICE and SSINFO_FLAGS_PARTITION_ALIGNED_ON_DEVICE.</summary>
    const uint AlignedFlags = 3;

    /// <returns>STATUS_OBJECT_NAME_NOT_FOUND for an object id, STATUS_INVALID_DEVICE_REQUEST, STATUS_SUCCESS.</returns>
    public static NtStatus Answer(GuestVolume volume, FsInformationClass infoClass, out byte[] answer)
    {
        const uint ClusterSize = SectorsPerCluster * SectorSize;
        long total = volume.TotalBytes / ClusterSize, free = volume.FreeBytes / ClusterSize;
        byte[]? found = infoClass switch
        {
            FsInformationClass.Volume => Volume(volume),
            FsInformationClass.Size => new GuestRecord(0x18)
                .Set(0, total).Set(8, free).Set(0x10, SectorsPerCluster).Set(0x14, SectorSize).Bytes,
            FsInformationClass.FullSize => new GuestRecord(0x20)
                .Set(0, total).Set(8, free).Set(0x10, free).Set(0x18, SectorsPerCluster).Set(0x1C, SectorSize).Bytes,
            FsInformationClass.Attribute => Attribute(),
            FsInformationClass.Control => new GuestRecord(0x30).Set(0x18, -1L).Set(0x20, -1L).Bytes,
            FsInformationClass.SectorSize => new GuestRecord(0x1C)
                .Set(0, SectorSize).Set(4, SectorSize).Set(8, SectorSize).Set(0xC, SectorSize).Set(0x10, AlignedFlags).Bytes,
            _ => null,
        };
        answer = found ?? [];
        if (found is not null) return NtStatus.Success;
        return infoClass == FsInformationClass.ObjectId ? NtStatus.ObjectNameNotFound : NtStatus.InvalidDeviceRequest;
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
