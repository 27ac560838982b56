using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>REG_NOTIFY_CHANGE_*: what a watch is to be told of.</summary>
static class KeyNotify
{
    public const uint Name = 1;
    public const uint Attributes = 2;
    public const uint LastSet = 4;
    public const uint Security = 8;

    public const uint Legal = Name | Attributes | LastSet | Security;
}

/// <summary>A key object's wish to be told of changes: the first request of a handle says of which, and every later one is told with it.</summary>
sealed class KeyWatch
{
    readonly KeyNode node;
    readonly uint filter;
    readonly bool isTree;
    readonly List<KeyNotifyRequest> requests = [];
    bool hasMissed;

    public KeyWatch(KeyNode node, uint filter, bool isTree)
    {
        this.node = node;
        this.filter = filter;
        this.isTree = isTree;
        (node.Watches ??= []).Add(this);
    }

    /// <summary>The open key of a watch that no handle has; the watch holds a reference to it.</summary>
    public KeyObject? Owner { get; init; }

    /// <summary>Something changed while no request waited: the next one ends at once.</summary>
    public bool TakeMissed()
    {
        bool missed = hasMissed;
        hasMissed = false;
        return missed;
    }

    public void Add(KeyNotifyRequest request) => requests.Add(request);

    /// <summary>The request has ended; a watch that was made for it alone goes with it.</summary>
    public void Remove(KeyNotifyRequest request)
    {
        requests.Remove(request);
        if (Owner is not KeyObject owner) return;
        node.Watches?.Remove(this);
        owner.Header.Dereference();
    }

    /// <summary>The handle is closed: who waits is told so.</summary>
    public void Close()
    {
        node.Watches?.Remove(this);
        End(NtStatus.NotifyCleanup);
    }

    /// <summary>Tells who watches a key, or a tree that it lies in, of a change.</summary>
    public static void Report(KeyNode changed, uint what)
    {
        for (KeyNode? at = changed; at is not null; at = at.Parent)
        {
            if (at.Watches is not { Count: > 0 } watches) continue;
            foreach (KeyWatch watch in watches.ToArray())
                if ((watch.filter & what) != 0 && (at == changed || watch.isTree)) watch.Tell();
        }
    }

    /// <summary>Ends the requests on a key that is gone, and on all below it.</summary>
    public static void ReportDeleted(KeyNode deleted)
    {
        foreach (KeyWatch watch in deleted.Watches?.ToArray() ?? []) watch.End(NtStatus.NotifyEnumDir);
        foreach (KeyNode child in deleted.Subkeys) ReportDeleted(child);
    }

    void Tell()
    {
        if (requests.Count == 0) hasMissed = true;
        End(NtStatus.NotifyEnumDir);
    }

    void End(NtStatus status)
    {
        KeyNotifyRequest[] ended = [.. requests];
        requests.Clear();
        foreach (KeyNotifyRequest request in ended) request.Complete(status);
    }
}
