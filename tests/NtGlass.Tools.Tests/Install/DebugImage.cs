using System.Text;
using NtGlass.Pe;

namespace NtGlass.Tools.Tests.Install;

/// <summary>The small image with a debug section and a COFF symbol table behind it: two functions, and a symbol that is none.</summary>
static class DebugImage
{
    public const string LongName = "_a_function_of_many_letters@12";
    const int SymbolSize = 18;
    const int DebugBytes = 0x400;

    public static byte[] Create()
    {
        var small = new SmallPe();
        for (int index = 0; index < 0x800; index++) small.File[SmallPe.DataOffset + index] = (byte)(index * 7);
        int debugHeader = SmallPe.SectionOffset + 40, debugData = small.File.Length, symbols = debugData + DebugBytes;
        small.At(SmallPe.PeOffset + 6, (ushort)2);
        small.At(SmallPe.PeOffset + 12, (uint)symbols);
        small.At(SmallPe.PeOffset + 16, 4u);
        small.At(SmallPe.OptionalOffset + 56, 0x4000u);
        "/4"u8.CopyTo(small.File.AsSpan(debugHeader));
        small.At(debugHeader + 8, 0x3F0u);
        small.At(debugHeader + 12, 0x3000u);
        small.At(debugHeader + 16, (uint)DebugBytes);
        small.At(debugHeader + 20, (uint)debugData);
        small.At(debugHeader + 36, (uint)(SectionFlags.InitializedData | SectionFlags.Discardable | SectionFlags.Read));
        byte[] names = [.. ".debug_info\0"u8, .. Encoding.ASCII.GetBytes(LongName), 0];
        return
        [
            .. small.File, .. Enumerable.Repeat((byte)0xDD, DebugBytes),
            .. Symbol("_start"u8, 0x10, 1, 0x20, auxiliaries: 1), .. new byte[SymbolSize],
            .. Symbol([0, 0, 0, 0, 16, 0, 0, 0], 0x40, 1, 0x20), .. Symbol(".debug"u8, 0, 2, 0),
            .. BitConverter.GetBytes(names.Length + 4), .. names,
        ];
    }

    static byte[] Symbol(ReadOnlySpan<byte> name, uint value, short section, ushort type, byte auxiliaries = 0)
    {
        byte[] symbol = new byte[SymbolSize];
        name.CopyTo(symbol);
        BitConverter.TryWriteBytes(symbol.AsSpan(8), value);
        BitConverter.TryWriteBytes(symbol.AsSpan(12), section);
        BitConverter.TryWriteBytes(symbol.AsSpan(14), type);
        symbol[16] = 2;
        symbol[17] = auxiliaries;
        return symbol;
    }
}
