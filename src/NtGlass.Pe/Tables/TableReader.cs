using System.Text;

namespace NtGlass.Pe;

/// <summary>Reads values of one table by RVA; what lies outside the image, or is more than any real table holds, is an error of that table.</summary>
sealed class TableReader(PeImage image, PeError error, string table)
{
    const int LongestName = 4096;
    const int MostText = 8 << 20;

    int textRead;

    public uint UInt32(Rva rva) => image.ReadUInt32(rva) ?? throw Outside(rva);

    public ushort UInt16(Rva rva) => image.ReadUInt16(rva) ?? throw Outside(rva);

    public string Text(Rva rva)
    {
        ReadOnlySpan<byte> data = image.FileDataAt(rva).Span;
        int length = data[..Math.Min(data.Length, LongestName)].IndexOf((byte)0);
        if (length < 0) throw Bad($"there is no name at 0x{rva.Value:x}");
        textRead += length;
        if (textRead > MostText) throw Bad("its names are too long");
        return Encoding.Latin1.GetString(data[..length]);
    }

    public PeFormatException Bad(string what) => new(error, $"a bad {table}: {what}");

    PeFormatException Outside(Rva rva) => Bad($"0x{rva.Value:x} is outside the image");
}
