namespace NtGlass.Memory;

/// <summary>4 GiB of host address space, aligned to 4 GiB, in which guest pages appear at their linear addresses.</summary>
internal sealed unsafe class HostView : IDisposable
{
    public static nuint Size => unchecked((nuint)(1ul << 32));

    // An operand that starts in the view can run over its end, and a string instruction can step below its start.
    const nuint Guard = 0x10000;
    const int PageShift = 12;

    // The host allows a process about 65,000 mappings, and a change can make two more. Past this many the view is emptied, and each
    // page is shown again when it is touched.
    const int MostChanges = 6000;

    readonly PhysicalMemory frames;
    bool disposed;

    public HostView(PhysicalMemory frames)
    {
        this.frames = frames;
        nuint bytes = 2 * Size + 2 * Guard;
        byte* reserved = HostMemory.Reserve(bytes);
        nuint start = ((nuint)reserved + Guard + Size - 1) & ~(Size - 1);
        Base = (byte*)start;
        HostMemory.Free(reserved, start - Guard - (nuint)reserved);
        byte* end = Base + Size + Guard;
        HostMemory.Free(end, (nuint)(reserved + bytes - end));
        frames.Budget.Add(this);
    }

    public byte* Base { get; }

    /// <summary>Pages may be missing that the page table has.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Changes since the view was made or last emptied.</summary>
    public int Changes { get; private set; }

    public void Map(uint page, FrameRun run, int protection)
    {
        CountChange();
        Show(page, run, protection);
    }

    public void Protect(uint page, FrameRun run, int protection)
    {
        CountChange();
        if (IsPartial) Show(page, run, protection);
        else HostMemory.Protect(At(page), Bytes(run.Pages), protection);
    }

    public void Unmap(uint page, int pages)
    {
        CountChange();
        HostMemory.Unmap(At(page), Bytes(pages));
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        frames.Budget.Remove(this);
        HostMemory.Free(Base - Guard, Size + 2 * Guard);
    }

    void Show(uint page, FrameRun run, int protection) =>
        HostMemory.MapFile(At(page), Bytes(run.Pages), protection, frames.File, (long)run.First << PageShift);

    /// <summary>Leaves out every page until it is touched.</summary>
    public void Empty()
    {
        HostMemory.Unmap(Base, Size);
        Changes = 0;
        IsPartial = true;
    }

    void CountChange()
    {
        Changes++;
        frames.Budget.CountChange();
        if (Changes >= MostChanges) frames.Budget.Empty(this);
    }

    byte* At(uint page) => Base + ((nuint)page << PageShift);

    static nuint Bytes(int pages) => (nuint)pages << PageShift;
}
