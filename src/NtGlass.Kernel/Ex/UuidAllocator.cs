namespace NtGlass.Kernel;

/// <summary>Hands out times that no UUID of this machine had yet, and the node number that goes with them.</summary>
public sealed class UuidAllocator(NtKernel kernel)
{
    public const int SeedBytes = 6;

    /// <summary>How many times one request reserves.</summary>
    public const uint Range = 10_000;

    /// <summary>From 1582-10-15, where UUIDs begin to count, to 1601-01-01.</summary>
    const long UuidEpoch100ns = 0x0146_BF33_E42C_000;

    const byte Multicast = 1;

    byte[]? seed;
    uint? sequence;
    long next100ns;

    /// <summary>Without a network card, a random number that says of itself that it is none's.</summary>
    public IReadOnlyList<byte> Seed
    {
        get => seed ??= RandomNode();
        internal set => seed = [.. value];
    }

    /// <summary>The clock sequence of this boot.</summary>
    public uint Sequence => sequence ??= kernel.RandomUInt32() & 0x3FFF;

    internal long Take(long now100ns)
    {
        long first = Math.Max(next100ns, now100ns + UuidEpoch100ns - Range);
        next100ns = first + Range;
        return first;
    }

    byte[] RandomNode()
    {
        byte[] bytes = new byte[SeedBytes];
        kernel.Host.Entropy.Fill(bytes);
        bytes[0] |= Multicast;
        return bytes;
    }
}
