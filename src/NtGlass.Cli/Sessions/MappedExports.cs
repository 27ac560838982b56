using System.Text;
using NtGlass.Abi;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Cli.Sessions;

/// <summary>The names that an image exports, read from its mapping in guest memory.</summary>
static class MappedExports
{
    const int LongestName = 256;
    const int MostNames = 65_536;

    public static IReadOnlyList<Symbol> Read(IGuestMemory memory, GuestAddress image)
    {
        uint header = memory.ReadUInt32(image + 0x3C) ?? 0;
        GuestAddress? directory = At(memory, image, image + header + 0x78);
        if (directory is not GuestAddress exports) return [];
        uint count = Math.Min(memory.ReadUInt32(exports + 0x18) ?? 0, MostNames);
        var symbols = new List<Symbol>();
        if (At(memory, image, exports + 0x1C) is not GuestAddress functions || At(memory, image, exports + 0x20) is not GuestAddress names
            || At(memory, image, exports + 0x24) is not GuestAddress ordinals) return [];
        for (uint index = 0; index < count; index++)
        {
            if (memory.ReadUInt32(names + (index * 4)) is not uint name || memory.ReadUInt16(ordinals + (index * 2)) is not ushort ordinal) break;
            if (memory.ReadUInt32(functions + ((uint)ordinal * 4)) is uint function and not 0) symbols.Add(new Symbol(Text(memory, image + name), image + function));
        }
        return symbols;
    }

    static GuestAddress? At(IGuestMemory memory, GuestAddress image, GuestAddress place) =>
        memory.ReadUInt32(place) is uint rva and not 0 ? image + rva : null;

    static string Text(IGuestMemory memory, GuestAddress address)
    {
        var text = new StringBuilder();
        while (text.Length < LongestName && memory.ReadByte(address + (uint)text.Length) is byte value and not 0) text.Append((char)value);
        return text.ToString();
    }
}
