using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A virtual address descriptor: one allocation or view in a process.</summary>
public sealed class Vad
{
    internal Vad(GuestAddress start, uint pageCount, MemoryType type, PageProtection initialProtection)
        : this(start, pageCount, type, initialProtection, new VadPages(pageCount))
    {
    }

    Vad(GuestAddress start, uint pageCount, MemoryType type, PageProtection initialProtection, VadPages pages)
    {
        Start = start;
        PageCount = pageCount;
        Type = type;
        InitialProtection = initialProtection;
        Pages = pages;
    }

    public GuestAddress Start { get; }

    public uint PageCount { get; }

    /// <summary>The first address behind it.</summary>
    public GuestAddress End => Start + PageCount * GuestAddress.PageSize;

    public MemoryType Type { get; }

    /// <summary>MEMORY_BASIC_INFORMATION.AllocationProtect.</summary>
    public PageProtection InitialProtection { get; }

    /// <summary>What a view shows; null for private memory.</summary>
    public ControlArea? Area { get; internal init; }

    /// <summary>The page of <see cref="Area"/> at which a view begins.</summary>
    public uint FirstAreaPage { get; internal init; }

    /// <summary>The pages are not to be changed or freed by the program (the shared user data, a PEB or TEB).</summary>
    public bool IsFixed { get; internal init; }

    /// <summary>MEM_WRITE_WATCH: it is noted which pages are written.</summary>
    public bool IsWatched { get; internal init; }

    /// <summary>The name of the file behind a view; null for others.</summary>
    public string? FileName { get; internal init; }

    /// <summary>ViewShare: a child process gets the view too.</summary>
    public bool IsInherited { get; internal init; }

    internal VadPages Pages { get; }

    public bool Contains(GuestAddress address) => address >= Start && address < End;

    public uint PageOf(GuestAddress address) => (address - Start) / GuestAddress.PageSize;

    public GuestAddress AddressOf(uint page) => Start + page * GuestAddress.PageSize;

    /// <summary>The page's protection; <see cref="PageProtection.None"/> when it is reserved only.</summary>
    public PageProtection ProtectionOf(uint page)
    {
        PageProtection own = Pages[page].Protection;
        return own != PageProtection.None || Area is null ? own : Area.ProtectionOf(FirstAreaPage + page, InitialProtection);
    }

    /// <summary>A VAD for a part of this one, which keeps that part's pages.</summary>
    internal Vad Slice(uint first, uint pages) =>
        new(AddressOf(first), pages, Type, InitialProtection, Pages.Slice(first, pages)) { IsFixed = IsFixed, IsWatched = IsWatched };
}
