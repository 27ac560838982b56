using System.Text;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>What is told about a file or folder of the volume, as the bytes of NT's structures.</summary>
static class NodeQuery
{
    const uint ClusterSize = 4096;

    /// <returns>STATUS_INVALID_PARAMETER for what only remote files have, STATUS_INVALID_DEVICE_REQUEST for what files of a volume do not
    /// have, STATUS_SUCCESS.</returns>
    public static NtStatus Answer(VolumeDevice device, FileObject file, Fcb control, uint grantedAccess, FileInformationClass infoClass, out byte[] answer)
    {
        VolumeNode node = control.Node;
        byte[]? found = infoClass switch
        {
            FileInformationClass.Basic => Basic(node),
            FileInformationClass.Standard => Standard(control),
            FileInformationClass.Internal => new GuestRecord(8).Set(0, (long)node.FileId).Bytes,
            FileInformationClass.Ea => FileQuery.Dword(0),
            FileInformationClass.Name or FileInformationClass.NormalizedName => FileQuery.Name(node.Path),
            FileInformationClass.AlternateName => FileQuery.Name(node.ShortName),
            FileInformationClass.Position => new GuestRecord(8).Set(0, file.Position).Bytes,
            FileInformationClass.Stream => Stream(node),
            FileInformationClass.Compression => new GuestRecord(0x10).Set(0, Allocated(node)).Bytes,
            FileInformationClass.NetworkOpen => NetworkOpen(node),
            FileInformationClass.AttributeTag => new GuestRecord(8).Set(0, AttributesOf(node)).Bytes,
            FileInformationClass.All => All(file, control, grantedAccess),
            FileInformationClass.HardLink => HardLink(node),
            FileInformationClass.StandardLink => new GuestRecord(0xC).Set(0, Links(control)).Set(4, 1u)
                .Set(8, IsSet(control.IsDeletePending)).Set(9, IsSet(node.IsFolder)).Bytes,
            FileInformationClass.Id => new GuestRecord(0x18).Set(0, (long)device.Volume.SerialNumber).Set(8, (long)node.FileId).Bytes,
            FileInformationClass.Stat => Stat(control, grantedAccess),
            FileInformationClass.CaseSensitive => FileQuery.Dword(0),
            _ => null,
        };
        answer = found ?? [];
        if (found is not null) return NtStatus.Success;
        return infoClass == FileInformationClass.RemoteProtocol ? NtStatus.InvalidParameter : NtStatus.InvalidDeviceRequest;
    }

    public static byte[] Basic(VolumeNode node)
    {
        GuestRecord record = new(0x28);
        SetTimes(record, 0, node.Times);
        return record.Set(0x20, AttributesOf(node)).Bytes;
    }

    public static byte[] NetworkOpen(VolumeNode node)
    {
        GuestRecord record = new(0x38);
        SetTimes(record, 0, node.Times);
        return record.Set(0x20, Allocated(node)).Set(0x28, node.Length).Set(0x30, AttributesOf(node)).Bytes;
    }

    public static GuestRecord SetTimes(GuestRecord record, int offset, VolumeTimes times) => record
        .Set(offset, times.Creation).Set(offset + 8, times.LastAccess).Set(offset + 16, times.LastWrite).Set(offset + 24, times.Change);

    /// <summary>The attributes; FILE_ATTRIBUTE_NORMAL when there is no other.</summary>
    public static uint AttributesOf(VolumeNode node) => node.Attributes == 0 ? (uint)FileAttributes.Normal : (uint)node.Attributes;

    public static long Allocated(VolumeNode node) => (node.Length + ClusterSize - 1) / ClusterSize * ClusterSize;

    static byte IsSet(bool flag) => flag ? (byte)1 : (byte)0;

    static uint Links(Fcb control) => control.IsDeletePending ? 0u : 1u;

    static byte[] Standard(Fcb control) => new GuestRecord(0x18)
        .Set(0, Allocated(control.Node)).Set(8, control.Node.Length).Set(0x10, Links(control))
        .Set(0x14, IsSet(control.IsDeletePending)).Set(0x15, IsSet(control.Node.IsFolder)).Bytes;

    static byte[] All(FileObject file, Fcb control, uint grantedAccess)
    {
        byte[] name = FileQuery.Name(file.Path);
        GuestRecord record = new(0x60 + name.Length);
        return record.Set(0, Basic(control.Node)).Set(0x28, Standard(control)).Set(0x40, (long)control.Node.FileId)
            .Set(0x4C, grantedAccess).Set(0x50, file.Position).Set(0x58, (uint)(file.Options & CreateOptions.Mode)).Set(0x60, name).Bytes;
    }

    static byte[] Stat(Fcb control, uint grantedAccess)
    {
        GuestRecord record = new GuestRecord(0x48).Set(0, (long)control.Node.FileId);
        return SetTimes(record, 8, control.Node.Times)
            .Set(0x28, Allocated(control.Node)).Set(0x30, control.Node.Length).Set(0x38, AttributesOf(control.Node))
            .Set(0x40, Links(control)).Set(0x44, grantedAccess).Bytes;
    }

    // A folder has no stream: an answer without entries.
    static byte[] Stream(VolumeNode node)
    {
        if (node.IsFolder) return [];
        byte[] name = Encoding.Unicode.GetBytes("::$DATA");
        return new GuestRecord(0x18 + name.Length)
            .Set(4, (uint)name.Length).Set(8, node.Length).Set(0x10, Allocated(node)).Set(0x18, name).Bytes;
    }

    // FILE_LINKS_INFORMATION with the one link that every file has.
    static byte[] HardLink(VolumeNode node)
    {
        byte[] name = Encoding.Unicode.GetBytes(node.Name);
        int size = 0x1C + name.Length;
        return new GuestRecord(size)
            .Set(0, (uint)size).Set(4, 1u).Set(0x10, (long)(node.Parent?.FileId ?? node.FileId))
            .Set(0x18, (uint)node.Name.Length).Set(0x1C, name).Bytes;
    }
}
