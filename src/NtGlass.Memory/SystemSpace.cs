using NtGlass.Abi;

namespace NtGlass.Memory;

/// <summary>The kernel half (80000000 and up), one for all address spaces; invisible to ring 3.</summary>
public sealed class SystemSpace(PhysicalMemory frames)
{
    public PhysicalMemory Frames => frames;

    public void Map(GuestAddress start, FrameRun run, PageAccess access) => throw new NotImplementedException();

    public void Protect(GuestAddress start, int pages, PageAccess access) => throw new NotImplementedException();

    public void Unmap(GuestAddress start, int pages) => throw new NotImplementedException();
}
