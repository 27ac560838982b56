using System.Runtime.InteropServices;

namespace NtGlass.Cpu.Translation;

/// <summary>The translated code of one mode in one half of an address space.</summary>
internal sealed unsafe class UnitMap : IDisposable
{
    // Indexed by the low 16 bits of eip; what it holds verifies the rest.
    const int TableLength = 0x10000;

    readonly nint miss;
    bool disposed;

    public UnitMap(ProcessorMode mode, byte* miss)
    {
        Mode = mode;
        this.miss = (nint)miss;
        Table = (nint*)NativeMemory.Alloc(TableLength, (nuint)sizeof(nint));
        Clear();
    }

    public ProcessorMode Mode { get; }

    /// <summary>The jump table.</summary>
    public nint* Table { get; private set; }

    public Dictionary<uint, UnitEntry> Entries { get; } = [];

    public void Clear()
    {
        Entries.Clear();
        new Span<nint>(Table, TableLength).Fill(miss);
    }

    public void SetTable(uint eip, byte* verifier) => Table[eip & (TableLength - 1)] = (nint)verifier;

    public byte* TableEntry(uint eip) => (byte*)Table[eip & (TableLength - 1)];

    public void Remove(Unit unit)
    {
        foreach (uint eip in unit.Entries)
        {
            if (Entries.TryGetValue(eip, out UnitEntry entry) && entry.Unit == unit) Entries.Remove(eip);
            Table[eip & (TableLength - 1)] = miss;
        }
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        NativeMemory.Free(Table);
        Table = null;
    }
}
