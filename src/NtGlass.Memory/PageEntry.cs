namespace NtGlass.Memory;

/// <summary>A page's frame and protection; the default value is an unmapped page.</summary>
internal readonly struct PageEntry(uint frame, PageAccess access)
{
    readonly uint bits = (frame << 8) | Mapped | (uint)access;

    const uint Mapped = 0x80;

    public bool IsMapped => (bits & Mapped) != 0;

    public uint Frame => bits >> 8;

    public PageAccess Access => (PageAccess)(bits & 7);
}
