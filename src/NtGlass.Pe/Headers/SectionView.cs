namespace NtGlass.Pe;

/// <summary>A section as the loader maps it: <see cref="Data"/> from the file, then zeros up to <see cref="MappedSize"/>.</summary>
public sealed record SectionView(string Name, Rva Rva, uint VirtualSize, uint MappedSize, ReadOnlyMemory<byte> Data, SectionFlags Flags)
{
    public Rva End => Rva + MappedSize;

    public bool IsReadable => Flags.HasFlag(SectionFlags.Read);
    public bool IsWritable => Flags.HasFlag(SectionFlags.Write);
    public bool IsExecutable => Flags.HasFlag(SectionFlags.Execute);

    public bool Contains(Rva rva) => rva >= Rva && rva.Value - Rva.Value < MappedSize;
}

/// <summary>IMAGE_SCN_ flags.</summary>
[Flags]
public enum SectionFlags : uint
{
    None = 0,
    Code = 0x20,
    InitializedData = 0x40,
    UninitializedData = 0x80,
    Discardable = 0x02000000,
    NotCached = 0x04000000,
    NotPaged = 0x08000000,
    Shared = 0x10000000,
    Execute = 0x20000000,
    Read = 0x40000000,
    Write = 0x80000000,
}
