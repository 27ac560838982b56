using System.Buffers.Binary;
using System.Text;
using NtGlass.Memory;

namespace NtGlass.Machine.Ring0;

/// <summary>The MZ and PE headers of a module in memory, for tools of the guest that read modules there.</summary>
static class ModuleHeaders
{
    const int PeOffset = 0x80, OptionalOffset = PeOffset + 24, OptionalSize = 0xE0, SectionHeaderSize = 40;

    public static void Write(byte[] image, GuestAddress imageBase, List<ModuleSection> sections, int exportStart, int exportSize)
    {
        "MZ"u8.CopyTo(image);
        Put32(image, 0x3C, PeOffset);
        "PE\0\0"u8.CopyTo(image.AsSpan(PeOffset));
        Put16(image, PeOffset + 4, 0x14C);                           // Machine: i386
        Put16(image, PeOffset + 6, (ushort)sections.Count);
        Put16(image, PeOffset + 20, OptionalSize);
        Put16(image, PeOffset + 22, 0x10E);                          // executable, 32 bit, no line numbers and symbols
        WriteOptional(image, imageBase, exportStart, exportSize);
        for (int i = 0; i < sections.Count; i++)
            WriteSection(image.AsSpan(OptionalOffset + OptionalSize + (i * SectionHeaderSize), SectionHeaderSize), sections[i]);
    }

    static void WriteOptional(byte[] image, GuestAddress imageBase, int exportStart, int exportSize)
    {
        Put16(image, OptionalOffset, 0x10B);
        Put32(image, OptionalOffset + 28, imageBase.Value);
        Put32(image, OptionalOffset + 32, GuestAddress.PageSize);    // SectionAlignment
        Put32(image, OptionalOffset + 36, GuestAddress.PageSize);    // FileAlignment
        Put16(image, OptionalOffset + 40, 5);                        // system version 5.1
        Put16(image, OptionalOffset + 42, 1);
        Put16(image, OptionalOffset + 48, 5);                        // subsystem version 5.1
        Put16(image, OptionalOffset + 50, 1);
        Put32(image, OptionalOffset + 56, (uint)image.Length);       // SizeOfImage
        Put32(image, OptionalOffset + 60, GuestAddress.PageSize);    // SizeOfHeaders
        Put16(image, OptionalOffset + 68, 1);                        // subsystem: native
        Put32(image, OptionalOffset + 92, 16);
        Put32(image, OptionalOffset + 96, (uint)exportStart);
        Put32(image, OptionalOffset + 100, (uint)exportSize);
    }

    static void WriteSection(Span<byte> header, ModuleSection section)
    {
        Encoding.ASCII.GetBytes(section.Name, header);
        Put32(header, 8, (uint)section.Size);
        Put32(header, 12, (uint)section.Offset);
        Put32(header, 16, (uint)(section.Pages * (int)GuestAddress.PageSize));
        Put32(header, 20, (uint)section.Offset);
        uint characteristics = 0x40000000;                           // readable
        if (section.Access.HasFlag(PageAccess.Write)) characteristics |= 0x80000040;
        if (section.Access.HasFlag(PageAccess.Execute)) characteristics |= 0x20000020;
        Put32(header, 36, characteristics);
    }

    static void Put16(Span<byte> bytes, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes[offset..], value);

    static void Put32(Span<byte> bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[offset..], value);
}
