namespace NtGlass.Pe;

/// <summary>What an image exports, by ordinal.</summary>
public sealed record PeExports(string ModuleName, uint OrdinalBase, IReadOnlyList<PeExport> Entries)
{
    const uint MostEntries = 0x10000;

    /// <summary>The exports of an image; null when it has no export table.</summary>
    /// <exception cref="PeFormatException">The table is damaged.</exception>
    public static PeExports? Read(PeImage image)
    {
        DataDirectory directory = image.Headers[DirectoryEntry.Export];
        if (directory.IsEmpty) return null;
        var reader = new TableReader(image, PeError.BadExports, "export table");
        uint functions = reader.UInt32(directory.Rva + 20), names = reader.UInt32(directory.Rva + 24);
        if (functions > MostEntries || names > MostEntries) throw reader.Bad($"{functions} functions and {names} names");
        uint ordinalBase = reader.UInt32(directory.Rva + 16);
        Rva[] addresses = ReadAddresses(reader, new(reader.UInt32(directory.Rva + 28)), (int)functions);
        PeExport Export(int index, string? name) => new(ordinalBase + (uint)index, name, addresses[index],
            addresses[index] >= directory.Rva && addresses[index] - directory.Rva < directory.Size ? reader.Text(addresses[index]) : null);

        var named = new HashSet<int>();
        var entries = new List<PeExport>();
        Rva nameTable = new(reader.UInt32(directory.Rva + 32)), ordinalTable = new(reader.UInt32(directory.Rva + 36));
        for (uint index = 0; index < names; index++)
        {
            int function = reader.UInt16(ordinalTable + index * 2);
            if (function >= addresses.Length) throw reader.Bad($"name {index} belongs to function {function} of {functions}");
            named.Add(function);
            entries.Add(Export(function, reader.Text(new(reader.UInt32(nameTable + index * 4)))));
        }
        for (int index = 0; index < addresses.Length; index++)
            if (!addresses[index].IsNull && !named.Contains(index)) entries.Add(Export(index, null));
        Rva moduleName = new(reader.UInt32(directory.Rva + 12));
        return new(moduleName.IsNull ? "" : reader.Text(moduleName), ordinalBase, [.. entries.OrderBy(entry => entry.Ordinal)]);
    }

    /// <summary>Finds an export by its name, letter case included.</summary>
    public PeExport? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name);

    /// <summary>Finds an export by its ordinal.</summary>
    public PeExport? Find(uint ordinal) => Entries.FirstOrDefault(entry => entry.Ordinal == ordinal);

    static Rva[] ReadAddresses(TableReader reader, Rva table, int count)
    {
        var addresses = new Rva[count];
        for (int index = 0; index < count; index++) addresses[index] = new(reader.UInt32(table + (uint)index * 4));
        return addresses;
    }
}

/// <summary>One name of an exported function or datum; a forwarder is text such as <c>NTDLL.RtlAllocateHeap</c>.</summary>
public sealed record PeExport(uint Ordinal, string? Name, Rva Rva, string? Forwarder);
