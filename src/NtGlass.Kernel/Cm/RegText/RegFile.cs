using System.Runtime.InteropServices;
using System.Text;

namespace NtGlass.Kernel;

/// <summary>.reg files as bytes: UTF-16 with a mark at the start, UTF-8, or the characters of Windows-1252.</summary>
public static class RegFile
{
    const char ByteOrderMark = '\uFEFF';

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return KeyText.FromBytes(bytes[2..]);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Windows1252.Decode(bytes);
        }
    }

    /// <summary>As regedit writes version 5: UTF-16 with its mark. Every text survives, also one that is not well formed.</summary>
    public static byte[] Encode(string text) => MemoryMarshal.AsBytes((ByteOrderMark + text).AsSpan()).ToArray();
}
