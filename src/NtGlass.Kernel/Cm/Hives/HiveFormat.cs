namespace NtGlass.Kernel;

/// <summary>Numbers of the file format of hives.</summary>
/// <remarks>Source: the public descriptions of the regf format, versions 1.3 and 1.5.</remarks>
static class HiveFormat
{
    public const uint Signature = 0x66676572;
    public const uint BinSignature = 0x6E696268;
    public const int BaseBlockSize = 0x1000, BinAlignment = 0x1000, BinHeaderSize = 0x20, ChecksumOffset = 0x1FC;
    public const uint None = 0xFFFFFFFF;

    public const ushort KeySignature = 0x6B6E, ValueSignature = 0x6B76, SecuritySignature = 0x6B73, BigDataSignature = 0x6264;
    public const ushort IndexLeaf = 0x696C, FastLeaf = 0x666C, HashLeaf = 0x686C, IndexRoot = 0x6972;

    public const int KeySize = 0x4C, ValueSize = 0x14, SecuritySize = 0x14;
    public const ushort RootFlag = 0x04, NoDeleteFlag = 0x08, LinkFlag = 0x10, AsciiNameFlag = 0x20, AsciiValueNameFlag = 0x01;

    /// <summary>Bit of a value's length: the data lies where its place would.</summary>
    public const uint InlineData = 0x80000000;

    /// <summary>Bytes in one piece of the data of a value that is too long for one cell, from version 1.4 on.</summary>
    public const int BigDataPiece = 16344;

    /// <summary>The exclusive or of a base block's first 508 bytes, which is neither 0 nor -1.</summary>
    public static uint Checksum(ReadOnlySpan<byte> block)
    {
        uint sum = 0;
        for (int at = 0; at < ChecksumOffset; at += 4) sum ^= BitConverter.ToUInt32(block[at..]);
        return sum switch { 0 => 1, None => None - 1, _ => sum };
    }

    /// <summary>What a hash leaf keeps of a name.</summary>
    public static uint Hash(string name)
    {
        uint hash = 0;
        foreach (char letter in name) hash = hash * 37 + char.ToUpperInvariant(letter);
        return hash;
    }
}
