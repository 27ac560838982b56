namespace NtGlass.Kernel;

/// <summary>The messages that wait at a port for somebody to receive them.</summary>
sealed class LpcQueue(PoolQuota pool)
{
    const int MostMessages = 4096, MessageOverhead = 128;

    readonly LinkedList<LpcMessage> messages = new();

    /// <summary>Signaled once for each message.</summary>
    public KSemaphore Arrived { get; } = new(0, int.MaxValue);

    /// <summary>Puts a message at the end.</summary>
    /// <returns>False when the port or the pool is full.</returns>
    public bool TryAdd(LpcMessage message)
    {
        if (messages.Count >= MostMessages || !pool.TryCharge(SizeOf(message))) return false;
        messages.AddLast(message);
        Arrived.TryRelease(1);
        return true;
    }

    /// <summary>The first message, for who was told that one has arrived; null when it was taken back meanwhile.</summary>
    public LpcMessage? Take()
    {
        if (messages.First is not { } first) return null;
        Remove(first);
        return first.Value;
    }

    /// <summary>Claims one more message that has arrived, without a wait.</summary>
    public bool TryClaim()
    {
        if (Arrived.SignalState == 0) return false;
        Arrived.SignalState--;
        return true;
    }

    /// <summary>Takes back what matches; who was told of it and finds nothing waits again.</summary>
    public void RemoveAll(Func<LpcMessage, bool> matches)
    {
        int before = messages.Count;
        for (LinkedListNode<LpcMessage>? node = messages.First; node is not null;)
        {
            LinkedListNode<LpcMessage>? next = node.Next;
            if (matches(node.Value)) Remove(node);
            node = next;
        }
        Arrived.SignalState = Math.Max(0, Arrived.SignalState - (before - messages.Count));
    }

    void Remove(LinkedListNode<LpcMessage> node)
    {
        messages.Remove(node);
        pool.Release(SizeOf(node.Value));
    }

    static int SizeOf(LpcMessage message) => MessageOverhead + message.Data.Length;
}
