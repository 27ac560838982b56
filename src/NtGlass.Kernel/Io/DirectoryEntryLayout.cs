using System.Text;

namespace NtGlass.Kernel;

/// <summary>How a directory information class lays out an entry.</summary>
/// <param name="NameOffset">Where the name begins.</param>
/// <param name="FileIdOffset">Where the file id is; 0 for classes without one.</param>
/// <param name="ShortNameOffset">Where the length of the short name is; 0 for classes without one.</param>
sealed record DirectoryEntryLayout(int NameOffset, int NameLengthOffset, int FileIdOffset, int ShortNameOffset, bool HasTimes)
{
    /// <summary>Entries begin at multiples of this.</summary>
    public const int Alignment = 8;

    /// <summary>The length that a caller must give at least: the structure with room for one character.</summary>
    public uint Minimum => (uint)((NameOffset + 2 + Alignment - 1) & ~(HasTimes ? Alignment - 1 : 3));

    /// <summary>Null for classes that are none of directories.</summary>
    public static DirectoryEntryLayout? Of(FileInformationClass infoClass) => infoClass switch
    {
        FileInformationClass.Directory => new(0x40, 0x3C, 0, 0, true),
        FileInformationClass.FullDirectory => new(0x44, 0x3C, 0, 0, true),
        FileInformationClass.BothDirectory => new(0x5E, 0x3C, 0, 0x44, true),
        FileInformationClass.Names => new(0xC, 8, 0, 0, false),
        FileInformationClass.IdBothDirectory => new(0x68, 0x3C, 0x60, 0x44, true),
        FileInformationClass.IdFullDirectory => new(0x50, 0x3C, 0x48, 0, true),
        FileInformationClass.IdExtdDirectory => new(0x58, 0x3C, 0x48, 0, true),
        FileInformationClass.IdExtdBothDirectory => new(0x72, 0x3C, 0x48, 0x58, true),
        _ => null,
    };

    public byte[] Format(DirectoryItem item)
    {
        byte[] name = Encoding.Unicode.GetBytes(item.Name);
        GuestRecord record = new GuestRecord(NameOffset + name.Length).Set(NameLengthOffset, (uint)name.Length).Set(NameOffset, name);
        if (HasTimes)
        {
            NodeQuery.SetTimes(record, 8, item.Times);
            record.Set(0x28, item.Length).Set(0x30, item.Allocated).Set(0x38, (uint)item.Attributes);
        }
        if (FileIdOffset > 0) record.Set(FileIdOffset, (long)item.FileId);
        if (ShortNameOffset == 0) return record.Bytes;
        byte[] shortName = Encoding.Unicode.GetBytes(item.ShortName);
        return record.Set(ShortNameOffset, (byte)shortName.Length).Set(ShortNameOffset + 2, shortName).Bytes;
    }
}
