namespace NtGlass.Memory;

/// <summary>A run of consecutive page frames of guest-physical memory.</summary>
public readonly record struct FrameRun(uint First, int Pages)
{
    public FrameRun Slice(int page, int pages) => new(First + (uint)page, pages);
}
