using System.Buffers.Binary;
using System.Text;
using NtGlass.Pe;

namespace NtGlass.Tools.Tests;

/// <summary>A PE file made by hand: headers, and one section at RVA 1000 whose first 800 bytes are in the file.</summary>
public sealed class SmallPe
{
    public const int PeOffset = 0x80;
    public const int OptionalOffset = PeOffset + 24;
    public const int SectionOffset = OptionalOffset + 224;
    public const uint DataRva = 0x1000;
    public const int DataOffset = 0x200;

    public byte[] File { get; } = new byte[DataOffset + 0x800];

    public SmallPe()
    {
        At(0, (ushort)0x5A4D);
        At(0x18, (ushort)0x40);
        At(0x3C, (uint)PeOffset);
        At(PeOffset, 0x4550u);
        At(PeOffset + 4, (ushort)0x14C);
        At(PeOffset + 6, (ushort)1);
        At(PeOffset + 8, 0x12345678u);
        At(PeOffset + 20, (ushort)224);
        At(PeOffset + 22, (ushort)(ImageCharacteristics.ExecutableImage | ImageCharacteristics.Machine32Bit));
        At(OptionalOffset, (ushort)0x10B);
        At(OptionalOffset + 16, DataRva);
        At(OptionalOffset + 28, 0x400000u);
        At(OptionalOffset + 32, 0x1000u);
        At(OptionalOffset + 36, 0x200u);
        At(OptionalOffset + 48, (ushort)5);
        At(OptionalOffset + 50, (ushort)1);
        At(OptionalOffset + 56, 0x3000u);
        At(OptionalOffset + 60, 0x200u);
        At(OptionalOffset + 68, (ushort)Subsystem.WindowsConsole);
        At(OptionalOffset + 92, 16u);
        Encoding.ASCII.GetBytes(".text").CopyTo(File, SectionOffset);
        At(SectionOffset + 8, 0x1800u);
        At(SectionOffset + 12, DataRva);
        At(SectionOffset + 16, 0x800u);
        At(SectionOffset + 20, (uint)DataOffset);
        At(SectionOffset + 36, (uint)(SectionFlags.Code | SectionFlags.Execute | SectionFlags.Read));
    }

    public PeImage Image => PeImage.Read(File);

    public void At(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(File.AsSpan(offset), value);

    public void At(int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(File.AsSpan(offset), value);

    public void Put(uint rva, params uint[] values)
    {
        foreach (uint value in values)
        {
            At((int)(rva - DataRva) + DataOffset, value);
            rva += 4;
        }
    }

    public void Put16(uint rva, params ushort[] values)
    {
        foreach (ushort value in values)
        {
            At((int)(rva - DataRva) + DataOffset, value);
            rva += 2;
        }
    }

    public void Text(uint rva, string text) => Encoding.ASCII.GetBytes(text + '\0').CopyTo(File, (int)(rva - DataRva) + DataOffset);

    public void Directory(DirectoryEntry entry, uint rva, uint size)
    {
        At(OptionalOffset + 96 + (int)entry * 8, rva);
        At(OptionalOffset + 96 + (int)entry * 8 + 4, size);
    }

    /// <summary>A file with every table that the reader knows.</summary>
    public static SmallPe WithTables()
    {
        var pe = new SmallPe();
        pe.AddExports();
        pe.AddImports();
        pe.Directory(DirectoryEntry.BaseRelocation, 0x1500, 24);
        pe.Put(0x1500, 0x1000, 12);
        pe.Put16(0x1508, 0x3004, 0x0000);
        pe.Put(0x150C, 0x2000, 12);
        pe.Put16(0x1514, 0x4010, 0x8000);
        pe.Directory(DirectoryEntry.Tls, 0x1600, 24);
        pe.Put(0x1600, 0x401700, 0x401710, 0x401720, 0x401640, 8);
        pe.Put(0x1640, 0x401004, 0x401008, 0);
        return pe;
    }

    void AddExports()
    {
        Directory(DirectoryEntry.Export, 0x1100, 0x100);
        Put(0x110C, 0x1180, 5, 4, 2, 0x1128, 0x1138, 0x1140);
        Put(0x1128, 0x1010, 0x11C0, 0, 0x1020);
        Put(0x1138, 0x1190, 0x11A0);
        Put16(0x1140, 0, 1);
        Text(0x1180, "small.dll");
        Text(0x1190, "First");
        Text(0x11A0, "Second");
        Text(0x11C0, "NTDLL.RtlSecond");
    }

    void AddImports()
    {
        Directory(DirectoryEntry.Import, 0x1300, 40);
        Put(0x1300, 0x1340, 0, 0, 0x1380, 0x1360);
        Put(0x1340, 0x13A0, 0x80000007, 0);
        Text(0x1380, "KERNEL32.dll");
        Put16(0x13A0, 0x21);
        Text(0x13A2, "CreateFileA");
    }
}
