namespace NtGlass.Kernel;

/// <summary>Connections that a listening socket has and nobody has accepted yet.</summary>
sealed class Backlog
{
    /// <summary>What SOMAXCONN comes to.</summary>
    const int Most = 200;

    readonly Queue<StreamSocket> waiting = new();
    int limit = 1;

    public int Limit
    {
        get => limit;
        set => limit = Math.Clamp(value, 1, Most);
    }

    public int Count => waiting.Count;

    public bool IsFull => waiting.Count >= limit;

    public IReadOnlyCollection<StreamSocket> All => waiting.ToArray();

    public void Add(StreamSocket end) => waiting.Enqueue(end);

    public StreamSocket? Take() => waiting.TryDequeue(out StreamSocket? oldest) ? oldest : null;
}
