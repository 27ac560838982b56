using NtGlass.Abi;

namespace NtGlass.Memory;

/// <summary>
/// One process's memory: a 4 GiB view for ring 3, in which the kernel half does not exist, and one for ring 0 with both halves.
/// </summary>
/// <remarks>As <see cref="IGuestMemory"/> it reads and writes every mapped page whatever its protection, and tracks writes to code.</remarks>
public sealed unsafe class AddressSpace : IGuestMemory, IDisposable
{
    readonly PageTable user;
    readonly HostView userView;
    readonly HostView kernelView;
    bool disposed;

    public AddressSpace(SystemSpace system)
    {
        System = system;
        userView = new HostView(system.Frames);
        kernelView = new HostView(system.Frames);
        user = new PageTable(system.Frames, 0, (int)SystemSpace.FirstPage);
        user.Attach(userView);
        user.Attach(kernelView);
        system.Table.Attach(kernelView);
    }

    public SystemSpace System { get; }

    /// <summary>Where linear address 0 lies in the host for ring 3.</summary>
    public byte* UserView => userView.Base;

    /// <summary>Where linear address 0 lies in the host for ring 0.</summary>
    public byte* KernelView => kernelView.Base;

    /// <summary>Maps frames in the user half.</summary>
    public void Map(GuestAddress start, FrameRun run, PageAccess access) => user.Map(start, run, access);

    public void Protect(GuestAddress start, int pages, PageAccess access) => user.Protect(start, pages, access);

    public void Unmap(GuestAddress start, int pages) => user.Unmap(start, pages);

    /// <summary>Lets ring 0 write a page for now, whatever its protection; it is no longer watched.</summary>
    public void OpenForKernel(GuestAddress address)
    {
        if (FrameOf(address) is not uint frame) throw new ArgumentException($"Nothing is mapped at {address}.", nameof(address));
        System.Frames.NoteChange(frame);
        kernelView.Protect(address.Value >> 12, new FrameRun(frame, 1), HostMemory.ReadWrite);
    }

    /// <summary>Ends <see cref="OpenForKernel"/>.</summary>
    public void Close(GuestAddress address)
    {
        TableOf(address).ApplyProtection(address.Value >> 12, 1);
    }

    /// <summary>After a host fault in a view: shows the page if it was left out to spare host mappings and the access is allowed.</summary>
    public bool TryShow(GuestAddress address, int ring, bool writes)
    {
        HostView view = ring == 3 ? userView : kernelView;
        bool isVisible = ring != 3 || address.Value < SystemSpace.Start;
        return view.IsPartial && isVisible && TableOf(address).TryShow(view, address.Value >> 12, writes);
    }

    /// <summary>The protection of the page, or null when nothing is mapped there.</summary>
    public PageAccess? AccessOf(GuestAddress address) => Entry(address) is { IsMapped: true } entry ? entry.Access : null;

    /// <summary>The frame mapped at the page, or null.</summary>
    public uint? FrameOf(GuestAddress address) => Entry(address) is { IsMapped: true } entry ? entry.Frame : null;

    /// <summary>Copies as the guest's own instructions would: every page must allow reading.</summary>
    /// <param name="fault">The first address that could not be read.</param>
    public bool TryRead(GuestAddress address, Span<byte> destination, out GuestAddress fault)
    {
        int done = CopyOut(address, destination, PageAccess.Read);
        fault = address + (uint)done;
        return done == destination.Length;
    }

    /// <summary>Copies as the guest's own instructions would: every page must allow writing. Translated code on the pages is dropped.</summary>
    public bool TryWrite(GuestAddress address, ReadOnlySpan<byte> source, out GuestAddress fault)
    {
        int done = CopyIn(address, source, PageAccess.Write);
        fault = address + (uint)done;
        return done == source.Length;
    }

    public int Read(GuestAddress address, Span<byte> destination) => CopyOut(address, destination, PageAccess.None);

    public int Write(GuestAddress address, ReadOnlySpan<byte> source) => CopyIn(address, source, PageAccess.None);

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        System.Table.Detach(kernelView);
        user.Clear();
        userView.Dispose();
        kernelView.Dispose();
    }

    PageTable TableOf(GuestAddress address) => address.Value < SystemSpace.Start ? user : System.Table;

    PageEntry Entry(GuestAddress address) => TableOf(address)[address.Value >> 12];

    int CopyOut(GuestAddress address, Span<byte> destination, PageAccess needed)
    {
        int done = 0;
        while (done < destination.Length)
        {
            GuestAddress at = address + (uint)done;
            PageEntry entry = Entry(at);
            if (!Allows(entry, needed)) break;
            int part = Math.Min(destination.Length - done, (int)(GuestAddress.PageSize - at.PageOffset));
            new ReadOnlySpan<byte>(System.Frames.FrameContent(entry.Frame) + at.PageOffset, part).CopyTo(destination[done..]);
            done += part;
        }

        return done;
    }

    int CopyIn(GuestAddress address, ReadOnlySpan<byte> source, PageAccess needed)
    {
        int done = 0;
        while (done < source.Length)
        {
            GuestAddress at = address + (uint)done;
            PageEntry entry = Entry(at);
            if (!Allows(entry, needed)) break;
            int part = Math.Min(source.Length - done, (int)(GuestAddress.PageSize - at.PageOffset));
            System.Frames.NoteChange(entry.Frame);
            source.Slice(done, part).CopyTo(new Span<byte>(System.Frames.FrameContent(entry.Frame) + at.PageOffset, part));
            done += part;
        }

        return done;
    }

    // Every page that is mapped and not PAGE_NOACCESS can be read: the processor has no other kind.
    static bool Allows(PageEntry entry, PageAccess needed) => entry.IsMapped && needed switch
    {
        PageAccess.None => true,
        PageAccess.Read => entry.Access != PageAccess.None,
        _ => entry.Access.HasFlag(needed),
    };
}
