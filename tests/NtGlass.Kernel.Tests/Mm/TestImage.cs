using System.Buffers.Binary;

namespace NtGlass.Kernel.Tests;

/// <summary>A small image: .text (execute, read) at 1000, .data (read, write) at 2000, .rdata (read) at 4000, .shared at 5000.</summary>
static class TestImage
{
    public const uint Base = 0x10000000, Entry = 0x1000, Size = 0x6000;

    static readonly (string Name, uint Rva, uint VirtualSize, uint Flags)[] Sections =
    [
        (".text", 0x1000, 0x1000, 0x60000020),
        (".data", 0x2000, 0x1800, 0xC0000040),
        (".rdata", 0x4000, 0x200, 0x40000040),
        (".shared", 0x5000, 0x200, 0xD0000040),
    ];

    public static byte[] Build()
    {
        byte[] file = new byte[0x400 + Sections.Length * 0x200];
        void Word(int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), (ushort)value);
        void Dword(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        Word(0, 0x5A4D);
        Word(0x18, 0x40);
        Dword(0x3C, 0x40);
        Dword(0x40, 0x4550);
        Word(0x44, 0x14C);
        Word(0x46, Sections.Length);
        Word(0x54, 0xE0);
        Word(0x56, 0x10F);
        const int optional = 0x58;
        Word(optional, 0x10B);
        Dword(optional + 16, Entry);
        Dword(optional + 28, Base);
        Dword(optional + 32, 0x1000);
        Dword(optional + 36, 0x200);
        Word(optional + 40, 4);
        Word(optional + 48, 4);
        Dword(optional + 56, Size);
        Dword(optional + 60, 0x400);
        Word(optional + 68, 3);
        Dword(optional + 72, 0x100000);
        Dword(optional + 76, 0x1000);
        Dword(optional + 92, 16);
        for (int index = 0; index < Sections.Length; index++)
        {
            int at = optional + 0xE0 + index * 40;
            (string name, uint rva, uint size, uint flags) = Sections[index];
            System.Text.Encoding.ASCII.GetBytes(name, file.AsSpan(at));
            Dword(at + 8, size);
            Dword(at + 12, rva);
            Dword(at + 16, 0x200);
            Dword(at + 20, (uint)(0x400 + index * 0x200));
            Dword(at + 36, flags);
            file.AsSpan(0x400 + index * 0x200, 0x200).Fill((byte)(0x11 * (index + 1)));
        }
        return file;
    }
}
