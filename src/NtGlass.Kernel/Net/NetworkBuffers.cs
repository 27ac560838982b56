namespace NtGlass.Kernel;

/// <summary>How many bytes all sockets of a machine keep. When that is much, each keeps little, but none is stopped for good.</summary>
sealed class NetworkBuffers
{
    /// <summary>What is much.</summary>
    public const long Limit = 256L << 20;

    public long Used { get; private set; }

    public bool IsFull => Used >= Limit;

    public void Take(long bytes) => Used += bytes;

    public void Give(long bytes) => Used -= bytes;
}
