namespace NtGlass.Kernel;

/// <summary>The one processor with its caches, as the structures about processor relations show it.</summary>
static class LogicalProcessors
{
    const uint ProcessorCore = 0, NumaNode = 1, RelationCache = 2, Package = 3, Group = 4, All = 0xFFFF;

    /// <summary>Bytes of a cache line.</summary>
    public const uint LineSize = 64;

    /// <summary>Level, associativity, bytes and kind (1 instructions, 2 data, 0 both).</summary>
    static readonly (byte Level, byte Ways, uint Bytes, uint Kind)[] Caches = [(1, 8, 0x8000, 2), (1, 8, 0x8000, 1), (2, 8, 0x80000, 0)];

    /// <summary>SYSTEM_LOGICAL_PROCESSOR_INFORMATION.</summary>
    public static byte[] Build()
    {
        const int EntrySize = 0x18;
        var entries = new List<GuestRecord> { Entry(ProcessorCore), Entry(NumaNode), Entry(Package) };
        foreach ((byte level, byte ways, uint bytes, uint kind) in Caches)
            entries.Add(Entry(RelationCache).Set(8, level).Set(9, ways).Set(10, (ushort)LineSize).Set(12, bytes).Set(16, kind));
        return [.. entries.SelectMany(entry => entry.Bytes)];

        static GuestRecord Entry(uint relationship) => new GuestRecord(EntrySize).Set(0, 1u).Set(4, relationship);
    }

    /// <summary>SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX; empty for a relation that does not exist.</summary>
    public static byte[] BuildWithGroups(uint relationship)
    {
        var entries = new List<GuestRecord>();
        if (relationship is ProcessorCore or All) entries.Add(ProcessorEntry(ProcessorCore));
        if (relationship is NumaNode or All) entries.Add(Entry(NumaNode, 0x2C).Set(0x1E, (ushort)1).Set(0x20, 1u));
        if (relationship is RelationCache or All) entries.AddRange(Caches.Select(CacheEntry));
        if (relationship is Package or All) entries.Add(ProcessorEntry(Package));
        if (relationship is Group or All)
            entries.Add(Entry(Group, 0x4C).Set(8, (ushort)1).Set(10, (ushort)1).Set(0x20, (byte)1).Set(0x21, (byte)1).Set(0x48, 1u));
        return [.. entries.SelectMany(entry => entry.Bytes)];
    }

    /// <summary>SYSTEM_CPU_SET_INFORMATION.</summary>
    public static byte[] BuildCpuSet()
    {
        const int Size = 0x20;
        const uint FirstId = 0x100;
        return new GuestRecord(Size).Set(0, (uint)Size).Set(8, FirstId).Bytes;
    }

    /// <summary>SYSTEM_NUMA_INFORMATION with the nodes' processors.</summary>
    public static byte[] NumaMap() => new GuestRecord(0x14).Set(8, 1u).Bytes;

    /// <summary>SYSTEM_NUMA_INFORMATION with the nodes' free memory.</summary>
    public static byte[] NumaMemory(uint pages) => new GuestRecord(0x10).Set(8, (long)pages * Abi.GuestAddress.PageSize).Bytes;

    static GuestRecord ProcessorEntry(uint relationship) =>
        Entry(relationship, 0x2C).Set(0x1E, (ushort)1).Set(0x20, 1u);

    static GuestRecord CacheEntry((byte Level, byte Ways, uint Bytes, uint Kind) cache) => Entry(RelationCache, 0x34)
        .Set(8, cache.Level).Set(9, cache.Ways).Set(10, (ushort)LineSize).Set(12, cache.Bytes).Set(16, cache.Kind)
        .Set(0x26, (ushort)1).Set(0x28, 1u);

    static GuestRecord Entry(uint relationship, uint size) => new GuestRecord((int)size).Set(0, relationship).Set(4, size);
}
