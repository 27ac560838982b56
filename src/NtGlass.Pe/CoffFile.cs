using System.Text;

namespace NtGlass.Pe;

/// <summary>The parts of an image file that the loader does not look at: section names of any length, and the COFF symbol table.</summary>
public sealed class CoffFile
{
    public const int SymbolSize = 18;
    public const int SectionHeaderSize = 40;
    const ushort FunctionType = 0x20;

    readonly ReadOnlyMemory<byte> file;
    readonly int sectionTable;

    CoffFile(ReadOnlyMemory<byte> file, int header, int sectionTable)
    {
        this.file = file;
        this.sectionTable = sectionTable;
        Header = header;
        var bytes = new FileBytes(file.Span);
        SectionCount = bytes.UInt16(header + 6);
        bytes.Slice(sectionTable, SectionCount * SectionHeaderSize);
        SymbolTable = bytes.UInt32(header + 12);
        SymbolCount = bytes.UInt32(header + 16);
        if (SymbolTable == 0 || SymbolCount > (uint)file.Length / SymbolSize) SymbolCount = 0;
    }

    /// <summary>Where the file has <c>PE\0\0</c>.</summary>
    public int Header { get; }

    public int SectionCount { get; }

    /// <summary>Where the file has the symbols; 0 when it has none.</summary>
    public uint SymbolTable { get; }

    public uint SymbolCount { get; }

    /// <exception cref="PeFormatException">The file is no 32-bit image.</exception>
    public static CoffFile Read(ReadOnlyMemory<byte> file)
    {
        PeHeaders headers = HeaderReader.Read(file.Span);
        return new CoffFile(file, (int)new FileBytes(file.Span).UInt32(0x3C), (int)headers.SectionTable);
    }

    /// <summary>Where the file has the header of a section.</summary>
    public int SectionHeader(int index) => sectionTable + (index * SectionHeaderSize);

    /// <summary>The name of a section, which stands among the symbols' names when it is longer than 8 letters.</summary>
    public string SectionName(int index)
    {
        string name = Fixed(file.Span.Slice(SectionHeader(index), 8));
        return name.Length > 1 && name[0] == '/' && uint.TryParse(name.AsSpan(1), out uint offset) ? LongName(offset) : name;
    }

    /// <summary>The functions of the image in the order of the table, by the names that the compiler gave them.</summary>
    public IEnumerable<CoffFunction> Functions()
    {
        for (uint index = 0; index < SymbolCount; index++)
        {
            (CoffFunction? function, byte auxiliaries) = ReadSymbol(index);
            if (function is not null) yield return function;
            index += auxiliaries;
        }
    }

    (CoffFunction? Function, byte Auxiliaries) ReadSymbol(uint index)
    {
        var bytes = new FileBytes(file.Span);
        long at = SymbolTable + ((long)index * SymbolSize);
        ReadOnlySpan<byte> symbol = bytes.Slice(at, SymbolSize);
        short section = (short)bytes.UInt16(at + 12);
        if (section <= 0 || section > SectionCount || bytes.UInt16(at + 14) != FunctionType) return (null, symbol[17]);
        string name = bytes.UInt32(at) == 0 ? LongName(bytes.UInt32(at + 4)) : Fixed(symbol[..8]);
        uint sectionRva = bytes.UInt32(SectionHeader(section - 1) + 12);
        return (new CoffFunction(name, section, new Rva(sectionRva + bytes.UInt32(at + 8)), symbol[16]), symbol[17]);
    }

    string LongName(uint offset)
    {
        long at = SymbolTable + ((long)SymbolCount * SymbolSize) + offset;
        if (SymbolTable == 0 || at >= file.Length) return "";
        ReadOnlySpan<byte> rest = file.Span[(int)at..];
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    static string Fixed(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name).TrimEnd('\0');
}

/// <summary>A function in a COFF symbol table.</summary>
/// <param name="Section">The section's number, from 1.</param>
public sealed record CoffFunction(string Name, short Section, Rva Rva, byte StorageClass)
{
    /// <summary>The name without what C's calling conventions add: a leading underscore or at sign, and the argument bytes.</summary>
    public string PlainName
    {
        get
        {
            int at = Name.LastIndexOf('@');
            bool hasBytes = at > 0 && at < Name.Length - 1 && Name.AsSpan(at + 1).IndexOfAnyExceptInRange('0', '9') < 0;
            string bare = hasBytes ? Name[..at] : Name;
            return bare.Length > 1 && bare[0] is '_' or '@' ? bare[1..] : bare;
        }
    }
}
