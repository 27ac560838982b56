using NtGlass.Abi;

namespace NtGlass.Memory;

/// <summary>The kernel half (80000000 and up), one for all address spaces; invisible to ring 3.</summary>
public sealed class SystemSpace(PhysicalMemory frames)
{
    /// <summary>The first address of the kernel half.</summary>
    public const uint Start = 0x80000000;

    internal const uint FirstPage = Start >> 12;

    public PhysicalMemory Frames => frames;

    internal PageTable Table { get; } = new(frames, FirstPage, (int)FirstPage);

    public void Map(GuestAddress start, FrameRun run, PageAccess access) => Table.Map(start, run, access);

    public void Protect(GuestAddress start, int pages, PageAccess access) => Table.Protect(start, pages, access);

    public void Unmap(GuestAddress start, int pages) => Table.Unmap(start, pages);
}
