using System.Text;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>How a directory information class lays out an entry.</summary>
/// <param name="NameOffset">Where the name begins.</param>
/// <param name="FileIdOffset">Where the file id is; 0 for classes without one.</param>
sealed record DirectoryEntryLayout(int NameOffset, int NameLengthOffset, int FileIdOffset, bool HasTimes)
{
    /// <summary>Entries begin at multiples of this.</summary>
    public const int Alignment = 8;

    /// <summary>The length that a caller must give at least: the structure with room for one character.</summary>
    public uint Minimum => (uint)((NameOffset + 2 + Alignment - 1) & ~(HasTimes ? Alignment - 1 : 3));

    /// <summary>Null for classes that are none of directories.</summary>
    public static DirectoryEntryLayout? Of(FileInformationClass infoClass) => infoClass switch
    {
        FileInformationClass.Directory => new(0x40, 0x3C, 0, true),
        FileInformationClass.FullDirectory => new(0x44, 0x3C, 0, true),
        FileInformationClass.BothDirectory => new(0x5E, 0x3C, 0, true),
        FileInformationClass.Names => new(0xC, 8, 0, false),
        FileInformationClass.IdBothDirectory => new(0x68, 0x3C, 0x60, true),
        FileInformationClass.IdFullDirectory => new(0x50, 0x3C, 0x48, true),
        _ => null,
    };

    public byte[] Format(DirectoryItem item)
    {
        byte[] name = Encoding.Unicode.GetBytes(item.Name);
        VolumeNode node = item.Node;
        GuestRecord record = new GuestRecord(NameOffset + name.Length).Set(NameLengthOffset, (uint)name.Length).Set(NameOffset, name);
        if (HasTimes)
        {
            FileQuery.SetTimes(record, 8, node.Times);
            record.Set(0x28, node.Length).Set(0x30, FileQuery.Allocated(node.Length)).Set(0x38, FileQuery.AttributesOf(node));
        }
        if (FileIdOffset > 0) record.Set(FileIdOffset, (long)node.FileId);
        return record.Bytes;
    }
}
