using System.Buffers.Binary;
using NtGlass.Memory;

namespace NtGlass.Machine.Ring0;

/// <summary>Puts sections one behind the other and closes the module with its exports and headers.</summary>
sealed class ModuleBuilder(string name, string fileName, GuestAddress imageBase)
{
    const int PageSize = (int)GuestAddress.PageSize;

    readonly List<byte> image = [.. new byte[PageSize]];
    readonly List<ModuleSection> sections = [];

    public Dictionary<string, GuestAddress> Symbols { get; } = new(StringComparer.Ordinal);

    public Dictionary<GuestAddress, int> Doors { get; } = [];

    /// <summary>Where the next byte goes.</summary>
    public GuestAddress Next => imageBase + (uint)image.Count;

    public void Align(int alignment)
    {
        while (image.Count % alignment != 0) image.Add(0);
    }

    public void Append(ReadOnlySpan<byte> bytes) => image.AddRange(bytes);

    public void AppendUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        image.AddRange(bytes);
    }

    public void Define(string symbol) => Symbols[symbol] = Next;

    /// <summary>Takes zeroed room for a variable.</summary>
    public void Reserve(string symbol, int size, int alignment = 4)
    {
        Align(alignment);
        Define(symbol);
        image.AddRange(new byte[size]);
    }

    /// <summary>Replaces what was appended at the address by the same number of bytes.</summary>
    public void Overwrite(GuestAddress address, ReadOnlySpan<byte> bytes)
    {
        int offset = (int)(address - imageBase);
        for (int i = 0; i < bytes.Length; i++) image[offset + i] = bytes[i];
    }

    /// <summary>Everything since the section before belongs to this one.</summary>
    public void EndSection(string section, PageAccess access)
    {
        int start = sections.Count == 0 ? PageSize : sections[^1].Offset + (sections[^1].Pages * PageSize);
        sections.Add(new ModuleSection(section, start, image.Count - start, access));
        Align(PageSize);
    }

    public KernelModule Build(IEnumerable<string> exports)
    {
        int exportStart = image.Count;
        Append(ExportDirectory.Build(fileName, imageBase, Next, exports.Select(symbol => (symbol, Symbols[symbol]))));
        int exportSize = image.Count - exportStart;
        EndSection(".edata", PageAccess.Read);
        byte[] bytes = [.. image];
        ModuleHeaders.Write(bytes, imageBase, sections, exportStart, exportSize);
        ModuleSection[] all = [new ModuleSection("headers", 0, PageSize, PageAccess.Read), .. sections];
        return new KernelModule(name, fileName, imageBase, bytes, all, Symbols, Doors);
    }
}
