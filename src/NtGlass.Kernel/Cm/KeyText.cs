using System.Runtime.InteropServices;

namespace NtGlass.Kernel;

/// <summary>Texts as values of keys hold them.</summary>
static class KeyText
{
    /// <summary>UTF-16 as it is; half a unit at the end does not count.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes) => new(MemoryMarshal.Cast<byte, char>(bytes[..(bytes.Length & ~1)]));

    /// <summary>UTF-16 without a zero.</summary>
    public static byte[] ToBytes(string text) => MemoryMarshal.AsBytes(text.AsSpan()).ToArray();

    /// <summary>UTF-16 with a zero at the end, as REG_SZ has it.</summary>
    public static byte[] ToZeroEnded(string text) => ToBytes(text + "\0");
}
