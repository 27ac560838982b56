namespace NtGlass.Kernel;

/// <summary>Counts what programs make the kernel keep for them beside objects: names, targets of links, messages.</summary>
public sealed class PoolQuota
{
    const long Limit = 64 << 20;

    public long Used { get; private set; }

    public bool IsFull => Used >= Limit;

    /// <returns>False when there is no more, and nothing was charged.</returns>
    public bool TryCharge(int bytes)
    {
        if (Used + bytes > Limit) return false;
        Used += bytes;
        return true;
    }

    public void Release(int bytes) => Used -= bytes;
}
