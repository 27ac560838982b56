using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary><c>\Device\MountPointManager</c>: the names of the one volume.</summary>
sealed class MountPointManager(GuestVolume volume, string deviceName) : IoDevice
{
    /// <summary>IOCTL_MOUNTMGR_QUERY_POINTS.</summary>
    const uint QueryPoints = 0x6D0008;

    /// <summary>IOCTL_MOUNTMGR_QUERY_UNIX_DRIVE of Wine's userland, which asks for the type of a drive with it.</summary>
    const uint QueryUnixDrive = 0x6D4084;

    const uint DriveFixed = 3;

    const int PointSize = 0x18, PointsHeader = 8, DriveSize = 0x20;

    public override uint DeviceType => FileDevice.Network;

    /// <summary>The volume's name below <c>\??\</c>.</summary>
    public static string VolumeName(GuestVolume volume) => $"Volume{{{volume.SerialNumber:x8}-0000-0000-0000-007e00000000}}";

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file) =>
        DeviceOpen.Simple(this, packet, path, out file);

    internal override NtStatus Control(IoControl control) => control.Code switch
    {
        QueryPoints => Points(control),
        QueryUnixDrive => Drive(control),
        _ => NtStatus.InvalidDeviceRequest,
    };

    // MOUNTMGR_MOUNT_POINT in, MOUNTMGR_MOUNT_POINTS out: the mount points that a name of the caller's is part of.
    NtStatus Points(IoControl control)
    {
        NtStatus status = control.ReadInput(out byte[] given);
        if (status.IsError) return status;
        if (given.Length < PointSize) return NtStatus.InvalidParameter;
        if (!TryText(given, 0, out string link) || !TryText(given, 0x10, out string device)) return NtStatus.InvalidParameter;
        string[] links = [.. new[] { @"\DosDevices\C:", @"\??\" + VolumeName(volume) }.Where(name =>
            (link.Length == 0 || name.Equals(link, StringComparison.OrdinalIgnoreCase))
            && (device.Length == 0 || deviceName.Equals(device, StringComparison.OrdinalIgnoreCase)))];
        if (links.Length == 0) return NtStatus.ObjectNameNotFound;
        byte[] answer = Format(links);
        if (control.OutputLength < PointsHeader) return NtStatus.InvalidParameter;
        return control.OutputLength < answer.Length
            ? control.Answer(NtStatus.BufferOverflow, answer.AsSpan(0, 4))
            : control.Answer(NtStatus.Success, answer);
    }

    byte[] Format(string[] links)
    {
        List<byte> texts = [];
        byte[] uniqueId = BitConverter.GetBytes(volume.SerialNumber), device = Encoding.Unicode.GetBytes(deviceName);
        int start = PointsHeader + links.Length * PointSize;
        int size = start + links.Sum(link => link.Length * 2 + uniqueId.Length + device.Length);
        GuestRecord record = new GuestRecord(size).Set(0, (uint)size).Set(4, (uint)links.Length);
        for (int index = 0; index < links.Length; index++)
        {
            byte[][] parts = [Encoding.Unicode.GetBytes(links[index]), uniqueId, device];
            for (int part = 0; part < parts.Length; part++)
            {
                int at = PointsHeader + index * PointSize + part * 8;
                record.Set(at, (uint)(start + texts.Count)).Set(at + 4, (ushort)parts[part].Length);
                texts.AddRange(parts[part]);
            }
        }
        return record.Set(start, [.. texts]).Bytes;
    }

    NtStatus Drive(IoControl control)
    {
        const int LetterOffset = 0x18;
        NtStatus status = control.ReadInput(out byte[] given);
        if (status.IsError) return status;
        if (given.Length < DriveSize || control.OutputLength < DriveSize) return NtStatus.InvalidParameter;
        ushort letter = BinaryPrimitives.ReadUInt16LittleEndian(given.AsSpan(LetterOffset));
        if (char.ToUpperInvariant((char)letter) != 'C') return NtStatus.NoSuchDevice;
        return control.Answer(NtStatus.Success, new GuestRecord(DriveSize)
            .Set(0, (uint)DriveSize).Set(4, DriveFixed).Set(0xC, volume.SerialNumber).Set(LetterOffset, letter).Bytes);
    }

    static bool TryText(byte[] given, int field, out string text)
    {
        text = "";
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(given.AsSpan(field));
        int length = BinaryPrimitives.ReadUInt16LittleEndian(given.AsSpan(field + 4));
        if (offset == 0 || length == 0) return true;
        if (offset > given.Length || length > given.Length - offset) return false;
        text = new string(MemoryMarshal.Cast<byte, char>(given.AsSpan((int)offset, length)));
        return true;
    }
}
