namespace NtGlass.Cpu.Host;

/// <summary>
/// The budget as memory: every tick moves a pointer on by one byte and reads there, and past the last tick of a slice lies a page
/// that cannot be read. So counting needs neither flags nor branches.
/// </summary>
internal sealed unsafe class TickRegion : IDisposable
{
    public const int LongestSlice = 1 << 20;
    const int Guard = 0x1000;

    readonly byte* start = HostCalls.Reserve(LongestSlice + Guard);
    bool disposed;

    // Pages that are only read all show the host's one zero page.
    public TickRegion() => HostCalls.Renew(start, LongestSlice, HostCalls.Read);

    /// <summary>Where the pointer is when the slice is used up.</summary>
    public byte* End => start + LongestSlice;

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        HostCalls.Free(start, LongestSlice + Guard);
    }
}
