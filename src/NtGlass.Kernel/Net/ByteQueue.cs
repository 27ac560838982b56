namespace NtGlass.Kernel;

/// <summary>Bytes on their way, first in first out; grows as far as its user lets it.</summary>
sealed class ByteQueue(NetworkBuffers buffers)
{
    /// <summary>What every queue may have, however full the machine is.</summary>
    public const int LeastLength = 4096;

    byte[] ring = [];
    int head;

    public int Count { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Reserve(Count + bytes.Length);
        int tail = (head + Count) % ring.Length;
        int first = Math.Min(bytes.Length, ring.Length - tail);
        bytes[..first].CopyTo(ring.AsSpan(tail));
        bytes[first..].CopyTo(ring);
        Count += bytes.Length;
    }

    /// <summary>Copies the oldest bytes and leaves them.</summary>
    /// <returns>How many there were.</returns>
    public int Peek(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, Count);
        int first = Math.Min(count, ring.Length - head);
        ring.AsSpan(head, first).CopyTo(destination);
        ring.AsSpan(0, count - first).CopyTo(destination[first..]);
        return count;
    }

    public int Take(Span<byte> destination)
    {
        int count = Peek(destination);
        Count -= count;
        head = Count == 0 ? 0 : (head + count) % ring.Length;
        if (Count == 0 && ring.Length > LeastLength) Replace([]);
        return count;
    }

    public void Clear()
    {
        Replace([]);
        head = Count = 0;
    }

    void Reserve(int length)
    {
        if (length <= ring.Length) return;
        byte[] larger = new byte[Math.Max(LeastLength, Math.Max(length, ring.Length * 2))];
        int count = Peek(larger);
        Replace(larger);
        head = 0;
        Count = count;
    }

    void Replace(byte[] other)
    {
        buffers.Give(ring.Length);
        buffers.Take(other.Length);
        ring = other;
    }
}
