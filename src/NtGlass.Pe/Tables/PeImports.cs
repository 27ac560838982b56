namespace NtGlass.Pe;

/// <summary>A module that an image imports from, and what it takes from it.</summary>
public sealed record PeImportedModule(string Name, Rva AddressTable, IReadOnlyList<PeImport> Symbols)
{
    const int DescriptorSize = 20;
    const int MostModules = 1024;
    const int MostSymbols = 0x10000;

    /// <summary>The import table of an image, in its order.</summary>
    /// <exception cref="PeFormatException">The table is damaged.</exception>
    public static IReadOnlyList<PeImportedModule> ReadAll(PeImage image)
    {
        DataDirectory directory = image.Headers[DirectoryEntry.Import];
        if (directory.IsEmpty) return [];
        var reader = new TableReader(image, PeError.BadImports, "import table");
        var modules = new List<PeImportedModule>();
        int symbolsLeft = MostSymbols;
        for (Rva entry = directory.Rva; ; entry += DescriptorSize)
        {
            Rva name = new(reader.UInt32(entry + 12)), addresses = new(reader.UInt32(entry + 16));
            if (name.IsNull || addresses.IsNull) return modules;
            if (modules.Count == MostModules) throw reader.Bad($"more than {MostModules} modules");
            Rva lookup = new(reader.UInt32(entry));
            List<PeImport> symbols = ReadSymbols(reader, lookup.IsNull ? addresses : lookup, addresses, symbolsLeft);
            symbolsLeft -= symbols.Count;
            modules.Add(new(reader.Text(name), addresses, symbols));
        }
    }

    static List<PeImport> ReadSymbols(TableReader reader, Rva lookup, Rva slot, int most)
    {
        var symbols = new List<PeImport>();
        for (uint thunk; (thunk = reader.UInt32(lookup)) != 0; lookup += 4, slot += 4)
        {
            if (symbols.Count == most) throw reader.Bad($"more than {MostSymbols} symbols");
            symbols.Add((int)thunk < 0
                ? new(null, 0, (ushort)thunk, slot)
                : new(reader.Text(new Rva(thunk) + 2), reader.UInt16(new(thunk)), 0, slot));
        }
        return symbols;
    }
}

/// <summary>An imported symbol, by name and hint or by ordinal, and the slot that gets its address.</summary>
public sealed record PeImport(string? Name, ushort Hint, ushort Ordinal, Rva Slot)
{
    public override string ToString() => Name ?? $"#{Ordinal}";
}
