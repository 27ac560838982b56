using System.Buffers.Binary;
using System.Text;
using NtGlass.Abi;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Cli.Sessions;

/// <summary>The names that an image exports, read from its mapping in guest memory.</summary>
static class MappedExports
{
    const int MostNames = 65_536;
    const uint MostBytes = 4 << 20;
    const int NameCount = 0x18, FunctionTable = 0x1C, NameTable = 0x20, OrdinalTable = 0x24, DirectorySize = 0x28;

    public static IReadOnlyList<Symbol> Read(IGuestMemory memory, GuestAddress image)
    {
        uint header = memory.ReadUInt32(image + 0x3C) ?? 0;
        uint rva = memory.ReadUInt32(image + header + 0x78) ?? 0;
        byte[] directory = new byte[Math.Min(memory.ReadUInt32(image + header + 0x7C) ?? 0, MostBytes)];
        if (rva == 0 || directory.Length < DirectorySize || memory.Read(image + rva, directory) != directory.Length) return [];
        List<Symbol> symbols = [];
        uint count = Math.Min(UInt32(directory, NameCount) ?? 0, MostNames);
        for (uint index = 0; index < count; index++)
        {
            uint? name = Cell(directory, rva, NameTable, index, sizeof(uint)), ordinal = Cell(directory, rva, OrdinalTable, index, sizeof(ushort));
            uint? function = ordinal is uint at ? Cell(directory, rva, FunctionTable, at, sizeof(uint)) : null;
            if (function is uint target and not 0 && name is uint text && Text(directory, text - rva) is string found) symbols.Add(new Symbol(found, image + target));
        }
        return symbols;
    }

    /// <summary>An entry of one of the tables; null when it does not lie in the directory, as linkers place it.</summary>
    static uint? Cell(byte[] directory, uint rva, int table, uint index, uint size)
    {
        ulong offset = (ulong)(UInt32(directory, (uint)table) ?? 0) - rva + ((ulong)index * size);
        if (offset + size > (ulong)directory.Length) return null;
        ReadOnlySpan<byte> cell = directory.AsSpan((int)offset);
        return size == sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(cell) : BinaryPrimitives.ReadUInt16LittleEndian(cell);
    }

    static uint? UInt32(byte[] directory, uint offset) =>
        offset + sizeof(uint) <= (uint)directory.Length ? BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan((int)offset)) : null;

    static string? Text(byte[] directory, uint offset)
    {
        if (offset >= (uint)directory.Length) return null;
        int length = directory.AsSpan((int)offset).IndexOf((byte)0);
        return length < 0 ? null : Encoding.Latin1.GetString(directory, (int)offset, length);
    }
}
