namespace NtGlass.Kernel;

/// <summary>The messages that wait at a port for somebody to receive them.</summary>
sealed class LpcQueue
{
    const int MostMessages = 4096;

    readonly LinkedList<LpcMessage> messages = new();

    /// <summary>Signaled once for each message.</summary>
    public KSemaphore Arrived { get; } = new(0, int.MaxValue);

    public bool IsFull => messages.Count >= MostMessages;

    public void Add(LpcMessage message)
    {
        messages.AddLast(message);
        Arrived.TryRelease(1);
    }

    /// <summary>The first message, for who was told that one has arrived; null when it was taken back meanwhile.</summary>
    public LpcMessage? Take()
    {
        if (messages.First is not { } first) return null;
        messages.RemoveFirst();
        return first.Value;
    }

    /// <summary>Takes back what matches; what has arrived is told again by who finds nothing.</summary>
    public void RemoveAll(Func<LpcMessage, bool> matches)
    {
        for (LinkedListNode<LpcMessage>? node = messages.First; node is not null;)
        {
            LinkedListNode<LpcMessage>? next = node.Next;
            if (matches(node.Value)) messages.Remove(node);
            node = next;
        }
    }
}
