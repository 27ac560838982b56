namespace NtGlass.Memory;

/// <summary>First-fit allocation of consecutive frames, so that neighbours merge in the host's table of mappings.</summary>
internal sealed class FrameAllocator(int count)
{
    readonly SortedDictionary<uint, int> free = new() { [0] = count };

    public int Used { get; private set; }

    public FrameRun Take(int pages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pages, 1);
        foreach ((uint first, int length) in free)
        {
            if (length < pages) continue;
            free.Remove(first);
            if (length > pages) free[first + (uint)pages] = length - pages;
            Used += pages;
            return new FrameRun(first, pages);
        }

        throw new InsufficientMemoryException($"The machine's memory is used up: {Used} of {count} pages, {pages} more wanted.");
    }

    public void Return(FrameRun run)
    {
        uint first = run.First;
        int pages = run.Pages;
        uint before = uint.MaxValue;
        foreach (uint start in free.Keys)
        {
            if (start > first) break;
            before = start;
        }

        if (before != uint.MaxValue && before + (uint)free[before] == first)
        {
            pages += free[before];
            first = before;
        }

        if (free.Remove(run.First + (uint)run.Pages, out int after)) pages += after;
        free[first] = pages;
        Used -= run.Pages;
    }
}
