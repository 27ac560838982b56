using System.Buffers.Binary;
using NtGlass.Pe;

namespace NtGlass.Install.Images;

/// <summary>Takes the DWARF sections and all symbols but the functions' out of an image; what is loaded stays byte for byte.</summary>
public static class DebugSections
{
    const int SizeOfImageOffset = 24 + 56;
    const uint PageMask = 0xFFF;

    /// <summary>The image without them; the file itself where it is no such image or the sections do not stand at its end.</summary>
    public static byte[] Strip(byte[] file)
    {
        try
        {
            CoffFile coff = CoffFile.Read(file);
            int kept = KeptSections(coff, file);
            return kept == 0 ? file : Rebuild(coff, file, kept);
        }
        catch (PeFormatException)
        {
            return file;
        }
    }

    /// <summary>How many sections stand before the first of the debug sections; 0 when the file is better left as it is.</summary>
    static int KeptSections(CoffFile coff, byte[] file)
    {
        int kept = Enumerable.Range(0, coff.SectionCount).TakeWhile(index => !IsDebug(coff, index)).Count();
        if (kept == 0 || Enumerable.Range(kept, coff.SectionCount - kept).Any(index => !IsDebug(coff, index))) return 0;
        bool endsWithSymbols = coff.SymbolTable == 0 || coff.SymbolTable >= DataEnd(coff, file, coff.SectionCount);
        bool isInOrder = kept == coff.SectionCount || DataEnd(coff, file, kept) <= UInt32(file, coff.SectionHeader(kept) + 20);
        return endsWithSymbols && isInOrder ? kept : 0;
    }

    static byte[] Rebuild(CoffFile coff, byte[] file, int kept)
    {
        var symbols = new SymbolTableBuilder();
        foreach (CoffFunction function in coff.Functions().Where(function => function.Section <= kept))
            symbols.Add(function, function.Rva - new Rva(UInt32(file, coff.SectionHeader(function.Section - 1) + 12)));
        int dataEnd = (int)DataEnd(coff, file, kept);
        byte[] head = file[..dataEnd];
        for (int index = 0; index < kept; index++)
        {
            string name = coff.SectionName(index);
            if (name.Length > 8) symbols.AddLongName(name, head.AsSpan(coff.SectionHeader(index), 8));
        }
        byte[] table = symbols.Build();
        head.AsSpan(coff.SectionHeader(kept), (coff.SectionCount - kept) * CoffFile.SectionHeaderSize).Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(coff.Header + 6), (ushort)kept);
        Put(head, coff.Header + 12, table.Length == 0 ? 0 : (uint)dataEnd);
        Put(head, coff.Header + 16, (uint)symbols.Count);
        Put(head, coff.Header + SizeOfImageOffset, ImageEnd(coff, file, kept));
        byte[] image = [.. head, .. table];
        ImageChecksum.Write(image, coff.Header);
        return image;
    }

    static bool IsDebug(CoffFile coff, int index) => coff.SectionName(index).StartsWith(".debug", StringComparison.Ordinal);

    /// <summary>Where the data of the first sections end in the file.</summary>
    static long DataEnd(CoffFile coff, byte[] file, int sections)
    {
        long end = coff.SectionHeader(coff.SectionCount);
        for (int index = 0; index < sections; index++)
        {
            int header = coff.SectionHeader(index);
            uint size = UInt32(file, header + 16);
            if (size > 0) end = Math.Max(end, (long)UInt32(file, header + 20) + size);
        }
        return end <= file.Length ? end : throw new PeFormatException(PeError.Truncated, "a section ends behind the file");
    }

    static uint ImageEnd(CoffFile coff, byte[] file, int sections)
    {
        int last = coff.SectionHeader(sections - 1);
        return (UInt32(file, last + 12) + Math.Max(UInt32(file, last + 8), 1) + PageMask) & ~PageMask;
    }

    static uint UInt32(byte[] file, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(offset));

    static void Put(byte[] file, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(offset), value);
}
