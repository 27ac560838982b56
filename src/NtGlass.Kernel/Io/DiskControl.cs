using System.Text;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The IOCTL_* codes of the disk and of the one volume on it.</summary>
static class DiskControl
{
    const uint GetDriveGeometry = 0x70000, GetDriveGeometryEx = 0x700A0, GetLengthInfo = 0x7405C, IsWritable = 0x70024,
        CheckVerify = 0x2D4800, CheckVerify2 = 0x2D0800, GetDeviceNumber = 0x2D1080, GetVolumeDiskExtents = 0x560000,
        QueryDeviceName = 0x4D0008;

    const uint FixedMedia = 12, SectorSize = 512, SectorsPerTrack = 63, TracksPerCylinder = 255;

    /// <summary>Where the volume begins on its disk.</summary>
    const long PartitionOffset = 0x7E00;

    /// <param name="name">The device's name in the object namespace.</param>
    /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_DEVICE_REQUEST, STATUS_SUCCESS.</returns>
    public static NtStatus Run(GuestVolume volume, string name, IoControl control) => control.Code switch
    {
        GetDriveGeometry => control.Exactly(Geometry(volume).Bytes.AsSpan(0, 0x18)),
        GetDriveGeometryEx => control.Exactly(Geometry(volume).Set(0x18, volume.TotalBytes).Bytes),
        GetLengthInfo => control.Exactly(BitConverter.GetBytes(volume.TotalBytes)),
        GetDeviceNumber => control.Exactly(new GuestRecord(0xC).Set(0, FileDevice.Disk).Set(8, 1u).Bytes),
        GetVolumeDiskExtents => control.Exactly(
            new GuestRecord(0x20).Set(0, 1u).Set(0x10, PartitionOffset).Set(0x18, volume.TotalBytes).Bytes),
        QueryDeviceName => DeviceName(control, name),
        CheckVerify or CheckVerify2 or IsWritable => control.Request.Complete(NtStatus.Success, 0),
        _ => NtStatus.InvalidDeviceRequest,
    };

    static GuestRecord Geometry(GuestVolume volume) => new GuestRecord(0x20)
        .Set(0, volume.TotalBytes / (SectorSize * SectorsPerTrack * TracksPerCylinder)).Set(8, FixedMedia)
        .Set(0xC, TracksPerCylinder).Set(0x10, SectorsPerTrack).Set(0x14, SectorSize);

    // MOUNTDEV_NAME; what does not fit is told by its length.
    static NtStatus DeviceName(IoControl control, string name)
    {
        byte[] text = Encoding.Unicode.GetBytes(name);
        if (control.OutputLength < 4) return NtStatus.BufferTooSmall;
        byte[] answer = new GuestRecord(2 + text.Length).Set(0, (ushort)text.Length).Set(2, text).Bytes;
        return control.OutputLength < answer.Length ? control.Answer(NtStatus.BufferOverflow, answer.AsSpan(0, 4)) : control.Answer(NtStatus.Success, answer);
    }
}

/// <summary><c>\Device\Harddisk0\DR0</c>: the disk itself, which nobody may read or write.</summary>
sealed class DiskDevice(GuestVolume volume) : IoDevice
{
    public override uint DeviceType => FileDevice.Disk;

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file) =>
        DeviceOpen.Simple(this, packet, path, out file);

    internal override NtStatus Read(IoTransfer transfer) => NtStatus.AccessDenied;

    internal override NtStatus Write(IoTransfer transfer) => NtStatus.AccessDenied;

    internal override NtStatus Control(IoControl control) => DiskControl.Run(volume, Header.FullName, control);
}
