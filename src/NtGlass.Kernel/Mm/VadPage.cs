namespace NtGlass.Kernel;

/// <summary>What a VAD knows of one page; all zero for a page that was never touched.</summary>
struct VadPage
{
    /// <summary>None for a page that has no protection of its own: reserved memory, or a view's page as its section has it.</summary>
    public PageProtection Protection;

    /// <summary>Counts only with <see cref="IsOwned"/>.</summary>
    public uint Frame;

    /// <summary>The frame belongs to this process alone and goes when the page does.</summary>
    public bool IsOwned;

    /// <summary>With <see cref="Vad.IsWatched"/>: the page was written since it was last asked.</summary>
    public bool IsWritten;

    /// <summary>The page is mapped in the address space.</summary>
    public bool IsResident;
}
