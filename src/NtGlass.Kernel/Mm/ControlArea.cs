using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The pages behind a section: those of an image, of a file's data or of the paging file. All its views share them.</summary>
public abstract class ControlArea
{
    int references;

    /// <summary>The file; null for sections of the paging file.</summary>
    public virtual VolumeNode? File => null;

    public abstract uint PageCount { get; }

    /// <summary>The protection of a page in a view that was mapped with the given one; none when the page is reserved only.</summary>
    public abstract PageProtection ProtectionOf(uint page, PageProtection view);

    /// <summary>Whether a process that writes a page gets a copy of its own.</summary>
    public virtual bool CopiesOnWrite(uint page, PageProtection view) => view.IsCopyOnWrite;

    /// <summary>The frame of a page, read from the file where that was not done yet.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_IN_PAGE_ERROR or STATUS_NO_MEMORY.</returns>
    public abstract NtStatus GetFrame(uint page, out uint frame);

    /// <summary>Whether a shared page's first write has to be noted.</summary>
    public virtual bool TracksWrites => false;

    public virtual bool IsDirty(uint page) => false;

    public virtual void MarkDirty(uint page)
    {
    }

    internal List<MappedView> Views { get; } = [];

    internal void Reference() => references++;

    internal void Dereference()
    {
        if (--references == 0) Delete();
    }

    /// <summary>No section and no view is left: gives everything back.</summary>
    protected abstract void Delete();
}

/// <summary>A place where an area is mapped.</summary>
readonly record struct MappedView(EProcess Process, Vad Vad);
