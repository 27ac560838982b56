using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>What NtQueryInformationFile and its kin tell about a file, as the bytes of NT's structures.</summary>
static class FileQuery
{
    const uint ClusterSize = 4096;

    /// <summary>The classes that can be asked for.</summary>
    public static InformationRule? RuleOf(FileInformationClass infoClass) => infoClass switch
    {
        FileInformationClass.Basic => new(0x28, FileRights.ReadAttributes),
        FileInformationClass.Standard => new(0x18, 0),
        FileInformationClass.Internal => new(8, 0),
        FileInformationClass.Ea or FileInformationClass.Access or FileInformationClass.Mode or FileInformationClass.Alignment => new(4, 0),
        FileInformationClass.Name or FileInformationClass.AlternateName => new(8, 0),
        FileInformationClass.Position => new(8, 0),
        FileInformationClass.All => new(0x68, FileRights.ReadAttributes),
        FileInformationClass.Stream => new(0x20, 0),
        FileInformationClass.Compression => new(0x10, 0),
        FileInformationClass.NetworkOpen => new(0x38, FileRights.ReadAttributes),
        FileInformationClass.AttributeTag => new(8, FileRights.ReadAttributes),
        _ => null,
    };

    /// <summary>The answer in full; the caller's buffer may hold only a part of it.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_INVALID_DEVICE_REQUEST for what a device does not have, STATUS_OBJECT_NAME_NOT_FOUND.</returns>
    public static NtStatus Answer(FileObject file, uint grantedAccess, FileInformationClass infoClass, out byte[] answer)
    {
        answer = infoClass switch
        {
            FileInformationClass.Access => Dword(grantedAccess),
            FileInformationClass.Mode => Dword((uint)(file.Options & CreateOptions.Mode)),
            FileInformationClass.Alignment => Dword(0),
            FileInformationClass.Position => new GuestRecord(8).Set(0, file.Position).Bytes,
            FileInformationClass.Name => Name(file.Path),
            _ => [],
        };
        if (answer.Length > 0) return NtStatus.Success;
        if (file.Control is not { } control) return NtStatus.InvalidDeviceRequest;
        if (infoClass == FileInformationClass.AlternateName) return NtStatus.ObjectNameNotFound;
        answer = OfNode(file, control, grantedAccess, infoClass);
        return NtStatus.Success;
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
        return record.Set(0x20, Allocated(node.Length)).Set(0x28, node.Length).Set(0x30, AttributesOf(node)).Bytes;
    }

    public static void SetTimes(GuestRecord record, int offset, VolumeTimes times) => record
        .Set(offset, times.Creation).Set(offset + 8, times.LastAccess).Set(offset + 16, times.LastWrite).Set(offset + 24, times.Change);

    /// <summary>The attributes; FILE_ATTRIBUTE_NORMAL when there is no other.</summary>
    public static uint AttributesOf(VolumeNode node) => node.Attributes == 0 ? (uint)FileAttributes.Normal : (uint)node.Attributes;

    public static long Allocated(long length) => (length + ClusterSize - 1) / ClusterSize * ClusterSize;

    static byte[] OfNode(FileObject file, Fcb control, uint grantedAccess, FileInformationClass infoClass) => infoClass switch
    {
        FileInformationClass.Basic => Basic(control.Node),
        FileInformationClass.Standard => Standard(control),
        FileInformationClass.Internal => new GuestRecord(8).Set(0, (long)control.Node.FileId).Bytes,
        FileInformationClass.Ea => Dword(0),
        FileInformationClass.Stream => Stream(control.Node),
        FileInformationClass.Compression => new GuestRecord(0x10).Set(0, Allocated(control.Node.Length)).Bytes,
        FileInformationClass.NetworkOpen => NetworkOpen(control.Node),
        FileInformationClass.AttributeTag => new GuestRecord(8).Set(0, AttributesOf(control.Node)).Bytes,
        FileInformationClass.All => All(file, control, grantedAccess),
        _ => throw new ArgumentOutOfRangeException(nameof(infoClass)),
    };

    static byte[] Standard(Fcb control) => new GuestRecord(0x18)
        .Set(0, Allocated(control.Node.Length)).Set(8, control.Node.Length)
        .Set(0x10, control.IsDeletePending ? 0u : 1u)
        .Set(0x14, (byte)(control.IsDeletePending ? 1 : 0)).Set(0x15, (byte)(control.Node.IsFolder ? 1 : 0)).Bytes;

    static byte[] All(FileObject file, Fcb control, uint grantedAccess)
    {
        byte[] name = Name(file.Path);
        GuestRecord record = new(0x60 + name.Length);
        return record.Set(0, Basic(control.Node)).Set(0x28, Standard(control)).Set(0x40, (long)control.Node.FileId)
            .Set(0x4C, grantedAccess).Set(0x50, file.Position).Set(0x58, (uint)(file.Options & CreateOptions.Mode)).Set(0x60, name).Bytes;
    }

    static byte[] Stream(VolumeNode node)
    {
        if (node.IsFolder) return [];
        byte[] name = System.Text.Encoding.Unicode.GetBytes("::$DATA");
        return new GuestRecord(0x18 + name.Length)
            .Set(4, (uint)name.Length).Set(8, node.Length).Set(0x10, Allocated(node.Length)).Set(0x18, name).Bytes;
    }

    static byte[] Name(string path)
    {
        byte[] characters = System.Text.Encoding.Unicode.GetBytes(path);
        return new GuestRecord(4 + characters.Length).Set(0, (uint)characters.Length).Set(4, characters).Bytes;
    }

    static byte[] Dword(uint value) => new GuestRecord(4).Set(0, value).Bytes;
}
