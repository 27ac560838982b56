namespace NtGlass.Memory;

/// <summary>First-fit allocation of consecutive frames, so that neighbours merge in the host's table of mappings.</summary>
internal sealed class FrameAllocator(int count)
{
    readonly SortedSet<uint> starts = [0];
    readonly Dictionary<uint, int> lengths = new() { [0] = count };

    public int Used { get; private set; }

    public FrameRun Take(int pages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pages, 1);
        foreach (uint first in starts)
            if (lengths[first] >= pages) return TakeFrom(first, pages);
        throw UsedUp(pages);
    }

    /// <summary>Takes as many as lie together, where there are not so many in one place as wanted.</summary>
    public FrameRun TakeUpTo(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        uint best = 0;
        int longest = 0;
        foreach (uint first in starts)
        {
            int length = lengths[first];
            if (length >= most) return TakeFrom(first, most);
            if (length > longest) (best, longest) = (first, length);
        }
        return longest > 0 ? TakeFrom(best, longest) : throw UsedUp(most);
    }

    public void Return(FrameRun run)
    {
        uint first = run.First;
        int pages = run.Pages;
        uint after = first + (uint)pages;
        if (first > 0 && starts.GetViewBetween(0, first - 1) is { Count: > 0 } below && below.Max + (uint)lengths[below.Max] == first)
        {
            first = below.Max;
            pages += lengths[first];
        }
        if (lengths.Remove(after, out int behind))
        {
            starts.Remove(after);
            pages += behind;
        }
        starts.Add(first);
        lengths[first] = pages;
        Used -= run.Pages;
    }

    FrameRun TakeFrom(uint first, int pages)
    {
        starts.Remove(first);
        lengths.Remove(first, out int length);
        if (length > pages)
        {
            starts.Add(first + (uint)pages);
            lengths[first + (uint)pages] = length - pages;
        }
        Used += pages;
        return new FrameRun(first, pages);
    }

    InsufficientMemoryException UsedUp(int pages) => new($"The machine's memory is used up: {Used} of {count} pages, {pages} more wanted.");
}
