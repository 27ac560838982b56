namespace NtGlass.Host;

/// <summary>What went through to host folders mounted for writing.</summary>
sealed class HostChanges
{
    readonly HashSet<VolumeNode> created = [];
    readonly Dictionary<VolumeNode, string> moved = [];
    readonly HashSet<VolumeNode> modified = [];
    readonly List<VolumeChange> deleted = [];

    public void Created(VolumeNode node) => created.Add(node);

    public void Modified(VolumeNode node)
    {
        if (!created.Contains(node)) modified.Add(node);
    }

    public void Moved(VolumeNode node, string from)
    {
        if (!created.Contains(node)) moved.TryAdd(node, from);
    }

    public void Deleted(VolumeNode node)
    {
        bool wasThere = !created.Remove(node);
        modified.Remove(node);
        string path = moved.Remove(node, out string? from) ? from : GuestPath.Format(node.Names);
        if (wasThere) deleted.Add(new(VolumeChangeKind.Deleted, path, node.IsFolder, 0, IsOnHost: true));
    }

    public IEnumerable<VolumeChange> List() =>
    [
        .. created.Select(node => Change(VolumeChangeKind.Created, node)),
        .. moved.Select(pair => Change(VolumeChangeKind.Renamed, pair.Key) with { From = pair.Value }),
        .. modified.Where(node => !moved.ContainsKey(node)).Select(node => Change(VolumeChangeKind.Modified, node)),
        .. deleted,
    ];

    static VolumeChange Change(VolumeChangeKind kind, VolumeNode node) =>
        new(kind, GuestPath.Format(node.Names), node.IsFolder, node.Length, IsOnHost: true);
}
