namespace NtGlass.Kernel;

/// <summary>The pages of a VAD, kept in chunks that exist only where something was set.</summary>
sealed class VadPages(uint count)
{
    const int ChunkPages = 512;

    readonly VadPage[]?[] chunks = new VadPage[]?[(count + ChunkPages - 1) / ChunkPages];

    public VadPage this[uint page]
    {
        get => chunks[page / ChunkPages] is { } chunk ? chunk[page % ChunkPages] : default;
        set => Chunk(page)[page % ChunkPages] = value;
    }

    public ref VadPage At(uint page) => ref Chunk(page)[page % ChunkPages];


    /// <summary>A copy of a part, for a VAD that is split.</summary>
    public VadPages Slice(uint first, uint pages)
    {
        VadPages part = new(pages);
        for (uint index = 0; index < pages; index++)
            if (chunks[(first + index) / ChunkPages] is { } chunk) part.At(index) = chunk[(first + index) % ChunkPages];
        return part;
    }

    VadPage[] Chunk(uint page) => chunks[page / ChunkPages] ??= new VadPage[ChunkPages];
}
