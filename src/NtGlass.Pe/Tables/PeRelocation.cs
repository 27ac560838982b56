using System.Buffers.Binary;

namespace NtGlass.Pe;

/// <summary>A place that changes when an image is not loaded at its preferred base.</summary>
public readonly record struct PeRelocation(Rva Target, RelocationType Type, ushort Adjustment)
{
    const int BlockHeaderSize = 8;

    /// <summary>The base relocations of an image, in their order; padding entries are left out.</summary>
    /// <exception cref="PeFormatException">The table is damaged.</exception>
    public static IReadOnlyList<PeRelocation> ReadAll(PeImage image)
    {
        DataDirectory directory = image.Headers[DirectoryEntry.BaseRelocation];
        if (directory.IsEmpty) return [];
        ReadOnlySpan<byte> table = image.FileDataAt(directory.Rva).Span;
        if (directory.Size > (uint)table.Length) throw Bad($"0x{directory.Size:x} bytes at 0x{directory.Rva.Value:x} are not in the file");
        table = table[..(int)directory.Size];
        var relocations = new List<PeRelocation>();
        while (table.Length >= BlockHeaderSize)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(table[4..]);
            if (size < BlockHeaderSize || size > (uint)table.Length) throw Bad($"a block of {size} bytes");
            ReadBlock(new(BinaryPrimitives.ReadUInt32LittleEndian(table)), table[BlockHeaderSize..(int)size], relocations);
            table = table[(int)size..];
        }
        return relocations;
    }

    static void ReadBlock(Rva page, ReadOnlySpan<byte> entries, List<PeRelocation> relocations)
    {
        for (; entries.Length >= 2; entries = entries[2..])
        {
            ushort entry = BinaryPrimitives.ReadUInt16LittleEndian(entries);
            var type = (RelocationType)(entry >> 12);
            if (type == RelocationType.Absolute) continue;
            if (type > RelocationType.HighAdjusted) throw Bad($"type {entry >> 12}");
            ushort adjustment = 0;
            if (type == RelocationType.HighAdjusted)
            {
                entries = entries[2..];
                if (entries.Length < 2) throw Bad("the last entry of a block is cut off");
                adjustment = BinaryPrimitives.ReadUInt16LittleEndian(entries);
            }
            relocations.Add(new(page + (entry & 0xFFFu), type, adjustment));
        }
    }

    static PeFormatException Bad(string what) => new(PeError.BadRelocations, $"a bad relocation table: {what}");
}

/// <summary>IMAGE_REL_BASED_ values of x86.</summary>
public enum RelocationType
{
    Absolute,
    High,
    Low,
    HighLow,
    HighAdjusted,
}
