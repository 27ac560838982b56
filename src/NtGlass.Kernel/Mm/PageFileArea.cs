using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>A section of the paging file: memory that processes share. Frames are there for what is committed.</summary>
sealed class PageFileArea(PhysicalMemory memory, uint pages, bool isReserved) : ControlArea
{
    const int ChunkPages = 512;

    /// <summary>Frames plus one, in chunks that exist only where something is committed.</summary>
    readonly Dictionary<uint, uint[]> chunks = [];

    public override uint PageCount => pages;

    /// <summary>SEC_RESERVE: pages are committed one by one, for all views.</summary>
    public bool IsReserved => isReserved;

    public override PageProtection ProtectionOf(uint page, PageProtection view) => IsCommitted(page) ? view : PageProtection.None;

    public override NtStatus GetFrame(uint page, out uint frame)
    {
        frame = EntryOf(page) - 1;
        return frame == uint.MaxValue ? NtStatus.InPageError : NtStatus.Success;
    }

    /// <summary>Gives frames to those pages of a range that have none.</summary>
    /// <returns>STATUS_NO_MEMORY with nothing changed, STATUS_SUCCESS.</returns>
    public NtStatus Commit(uint first, uint count)
    {
        uint end = Math.Min(pages, first + count), missing = 0;
        for (uint page = first; page < end; page++)
            if (!IsCommitted(page)) missing++;
        NtStatus status = PageFrames.AllocateScattered(memory, missing, out List<FrameRun> runs);
        if (!status.IsSuccess) return status;
        using IEnumerator<uint> frames = runs.SelectMany(run => Enumerable.Range(0, run.Pages).Select(index => run.First + (uint)index)).GetEnumerator();
        for (uint page = first; page < end; page++)
            if (!IsCommitted(page) && frames.MoveNext()) Set(page, frames.Current + 1);
        return NtStatus.Success;
    }

    protected override void Delete() =>
        PageFrames.Release(memory, chunks.Values.SelectMany(chunk => chunk).Where(entry => entry != 0).Select(entry => entry - 1));

    bool IsCommitted(uint page) => EntryOf(page) != 0;

    uint EntryOf(uint page) => chunks.TryGetValue(page / ChunkPages, out uint[]? chunk) ? chunk[page % ChunkPages] : 0;

    void Set(uint page, uint entry)
    {
        if (!chunks.TryGetValue(page / ChunkPages, out uint[]? chunk)) chunks[page / ChunkPages] = chunk = new uint[ChunkPages];
        chunk[page % ChunkPages] = entry;
    }
}
