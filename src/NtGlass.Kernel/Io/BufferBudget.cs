namespace NtGlass.Kernel;

/// <summary>How many bytes a file system may keep for its programs in the kernel: NT's pool quota.</summary>
sealed class BufferBudget
{
    const long Limit = 64 << 20;

    /// <summary>What the bookkeeping of one entry takes beside its bytes.</summary>
    const int Overhead = 64;

    long used;

    /// <returns>False when there is no room.</returns>
    public bool TryCharge(long bytes)
    {
        if (bytes + Overhead > Limit - used) return false;
        used += bytes + Overhead;
        return true;
    }

    public void Return(long bytes) => used -= bytes + Overhead;
}
