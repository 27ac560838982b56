using System.Text;

namespace NtGlass.Pe;

/// <summary>Reads the section table and works out what the loader maps: sections must follow each other without gaps.</summary>
static class SectionReader
{
    const int EntrySize = 40;
    const int MostSections = 96;
    const uint PageSize = 0x1000;
    const uint SectorSize = 0x200;

    /// <remarks>An image with a section alignment below a page is mapped whole, file offset equal to RVA.</remarks>
    public static SectionView[] Read(ReadOnlyMemory<byte> file, PeHeaders headers)
    {
        if (headers.SectionCount > MostSections) throw Bad($"{headers.SectionCount} sections");
        bool low = headers.SectionAlignment < PageSize;
        var sections = new SectionView[headers.SectionCount];
        ulong next = RoundUp(headers.SizeOfHeaders, Math.Max(PageSize, headers.SectionAlignment));
        for (int index = 0; index < sections.Length; index++)
        {
            SectionView section = Entry(file, headers, headers.SectionTable + index * EntrySize, low);
            if (!low && section.Rva.Value != next) throw Bad($"section {section.Name} starts at 0x{section.Rva.Value:x}, not at 0x{next:x}");
            next = section.Rva.Value + (ulong)section.MappedSize;
            if (next > RoundUp(headers.SizeOfImage, PageSize)) throw Bad($"section {section.Name} ends beyond the image");
            next = RoundUp((uint)next, headers.SectionAlignment);
            sections[index] = section;
        }
        return sections;
    }

    static SectionView Entry(ReadOnlyMemory<byte> file, PeHeaders headers, long offset, bool low)
    {
        var bytes = new FileBytes(file.Span);
        string name = Name(bytes.Slice(offset, 8));
        uint virtualSize = bytes.UInt32(offset + 8), rva = bytes.UInt32(offset + 12);
        uint rawSize = bytes.UInt32(offset + 16), rawStart = bytes.UInt32(offset + 20);
        if (virtualSize == 0) virtualSize = rawSize;
        ulong mapped = low ? virtualSize : RoundUp(virtualSize, PageSize);
        if (virtualSize == 0 || mapped > headers.SizeOfImage + (ulong)PageSize) throw Bad($"section {name} has a size of 0x{virtualSize:x}");
        uint length = rawStart == 0 && !low ? 0 : (uint)Math.Min(rawSize, mapped);
        uint start = length == 0 ? 0 : low ? rva : rawStart & ~(SectorSize - 1);
        if (start + (ulong)length > (ulong)file.Length)
            throw new PeFormatException(PeError.Truncated, $"truncated: section {name} needs 0x{start + (ulong)length:x} bytes, the file has 0x{file.Length:x}");
        return new(name, new(rva), virtualSize, (uint)mapped, file.Slice((int)start, (int)length), (SectionFlags)bytes.UInt32(offset + 36));
    }

    static string Name(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]);
    }

    static ulong RoundUp(uint value, uint unit) => ((ulong)value + unit - 1) & ~((ulong)unit - 1);

    static PeFormatException Bad(string what) => new(PeError.BadSectionTable, $"a bad section table: {what}");
}
