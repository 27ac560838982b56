using NtGlass.Abi;

namespace NtGlass.Memory;

/// <summary>The pages of one half of an address space, and the views in which they appear.</summary>
internal sealed class PageTable(PhysicalMemory frames, uint firstPage, int count)
{
    const int PageShift = 12;

    readonly PageEntry[] entries = new PageEntry[count];
    readonly List<HostView> views = [];

    public PageEntry this[uint page] => entries[page - firstPage];

    /// <summary>Shows the half in one more view.</summary>
    public void Attach(HostView view)
    {
        views.Add(view);
        ForEachRun(firstPage, count, (page, run, protection) => view.Map(page, run, protection));
    }

    public void Detach(HostView view) => views.Remove(view);

    public void Map(GuestAddress start, FrameRun run, PageAccess access)
    {
        uint first = CheckedPage(start, run.Pages);
        for (uint i = 0; i < run.Pages; i++)
        {
            Forget(first + i);
            entries[first + i - firstPage] = new PageEntry(run.First + i, access);
            frames.Mappings.Add(run.First + i, this, first + i);
        }

        ForEachRun(first, run.Pages, (page, part, protection) =>
        {
            foreach (HostView view in views) view.Map(page, part, protection);
        });
    }

    public void Protect(GuestAddress start, int pages, PageAccess access)
    {
        uint first = CheckedPage(start, pages);
        for (uint page = first; page < first + pages; page++)
        {
            ref PageEntry entry = ref entries[page - firstPage];
            if (!entry.IsMapped) throw new ArgumentException($"Page {page << PageShift:x8} is not mapped.", nameof(start));
            frames.NoteChange(entry.Frame);
            entry = new PageEntry(entry.Frame, access);
        }

        ApplyProtection(first, pages);
    }

    public void Unmap(GuestAddress start, int pages)
    {
        uint first = CheckedPage(start, pages);
        for (uint page = first; page < first + pages; page++)
        {
            Forget(page);
            entries[page - firstPage] = default;
        }

        foreach (HostView view in views) view.Unmap(first, pages);
    }

    /// <summary>Gives the host pages the protection that the entries and the watch on their frames ask for.</summary>
    public void ApplyProtection(uint page, int pages) => ForEachRun(page, pages, (start, run, protection) =>
    {
        foreach (HostView view in views) view.Protect(start, run, protection);
    });

    /// <summary>Shows a page again that a partial view has dropped; false when the access is not allowed.</summary>
    public bool TryShow(HostView view, uint page, bool writes)
    {
        PageEntry entry = this[page];
        if (!entry.IsMapped || HostProtection(entry) < (writes ? HostMemory.ReadWrite : HostMemory.Read)) return false;
        view.Map(page, new FrameRun(entry.Frame, 1), HostProtection(entry));
        return true;
    }

    /// <summary>Leaves the frames' reverse map; the views go with their owner.</summary>
    public void Clear()
    {
        for (uint page = firstPage; page < firstPage + count; page++)
        {
            Forget(page);
            entries[page - firstPage] = default;
        }
    }

    void Forget(uint page)
    {
        PageEntry old = entries[page - firstPage];
        if (!old.IsMapped) return;
        frames.NoteChange(old.Frame);
        frames.Mappings.Remove(old.Frame, this, page);
    }

    void ForEachRun(uint first, int pages, Action<uint, FrameRun, int> action)
    {
        uint end = first + (uint)pages;
        for (uint page = first; page < end;)
        {
            PageEntry entry = this[page];
            if (!entry.IsMapped)
            {
                page++;
                continue;
            }

            int protection = HostProtection(entry);
            uint next = page + 1;
            while (next < end && this[next].IsMapped && this[next].Frame == entry.Frame + (next - page) && HostProtection(this[next]) == protection) next++;
            action(page, new FrameRun(entry.Frame, (int)(next - page)), protection);
            page = next;
        }
    }

    int HostProtection(PageEntry entry) => entry.Access switch
    {
        PageAccess.None => HostMemory.None,
        PageAccess access when access.HasFlag(PageAccess.Write) && !frames.IsWatched(entry.Frame) => HostMemory.ReadWrite,
        _ => HostMemory.Read,
    };

    uint CheckedPage(GuestAddress start, int pages)
    {
        uint page = start.Value >> PageShift;
        if (start.PageOffset != 0 || pages < 1 || page < firstPage || page - firstPage + (long)pages > count)
            throw new ArgumentOutOfRangeException(nameof(start), $"{pages} pages at {start} are not in this half of the address space.");
        return page;
    }
}
