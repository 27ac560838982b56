namespace NtGlass.Profiles;

/// <summary>A descriptor of the boot processor's global descriptor table.</summary>
public sealed record GdtEntry(int Selector, uint Low, uint High)
{
    public uint Base => Low >> 16 | (High & 0xFF) << 16 | High & 0xFF000000;

    /// <summary>The highest offset, with the granularity applied.</summary>
    public uint Limit
    {
        get
        {
            uint limit = Low & 0xFFFF | High & 0xF0000;
            return (High & 0x800000) != 0 ? limit << 12 | 0xFFF : limit;
        }
    }

    public int PrivilegeLevel => (int)(High >> 13 & 3);

    public bool IsPresent => (High & 0x8000) != 0;
}
