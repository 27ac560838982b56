namespace NtGlass.Host;

/// <summary>Compares the guest's tree with what lies beneath it.</summary>
static class OverlayChanges
{
    /// <summary>The differences in the order of the tree; a folder that was made or removed is listed with all in it.</summary>
    public static IEnumerable<VolumeChange> List(VolumeNode root)
    {
        HashSet<BaseEntry> alive = [];
        List<VolumeChange> changes = [];
        Collect(root, alive);
        Walk(root, alive, changes);
        return changes;
    }

    /// <summary>The records that lead from what lies beneath to the tree as it is.</summary>
    public static IEnumerable<OverlayRecord> Records(VolumeNode folder)
    {
        if (folder.Entries is null || folder.WrittenThrough is not null) yield break;
        foreach (BaseEntry entry in Gone(folder))
            yield return new(OverlayRecordKind.Gone, PathOf(folder.Names.Append(entry.Name)));
        foreach (VolumeNode node in folder.Entries.Values)
        {
            if (IsChanged(node)) yield return Record(node);
            foreach (OverlayRecord record in Records(node)) yield return record;
        }
    }

    public static OverlayRecord Record(VolumeNode node) => new(OverlayRecordKind.Node, node.Path)
    {
        IsFolder = node.IsFolder,
        BasePath = node.Base is null ? null : PathOf(node.Base.Names),
        ContentId = node.ContentId,
        Attributes = node.Attributes,
        Times = node.Times,
    };

    static bool IsChanged(VolumeNode node) =>
        node.Base is null || node.ContentId is not null || node.IsTouched || IsMoved(node);

    static bool IsMoved(VolumeNode node) => node.Base is { } entry && (node.Parent?.Base != entry.Parent || node.Name != entry.Name);

    /// <summary>What lies beneath a folder and is not in it any more.</summary>
    static IEnumerable<BaseEntry> Gone(VolumeNode folder) =>
        folder.Base is null ? [] : folder.Base.List().Where(entry =>
            !folder.Entries!.TryGetValue(entry.Name, out VolumeNode? node) || node.Base != entry);

    static string PathOf(IEnumerable<string> names) => '\\' + string.Join('\\', names);

    static void Collect(VolumeNode folder, HashSet<BaseEntry> alive)
    {
        if (folder.Entries is null) return;
        foreach (VolumeNode node in folder.Entries.Values)
        {
            if (node.Base is not null) alive.Add(node.Base);
            Collect(node, alive);
        }
    }

    static void Walk(VolumeNode folder, HashSet<BaseEntry> alive, List<VolumeChange> changes)
    {
        if (folder.Entries is null || folder.WrittenThrough is not null) return;
        foreach (BaseEntry entry in Gone(folder).Where(entry => !alive.Contains(entry)))
        {
            bool replaced = folder.Entries.TryGetValue(entry.Name, out VolumeNode? other) && other.Base is null && other.IsFolder == entry.IsFolder;
            if (!replaced) changes.Add(new(VolumeChangeKind.Deleted, GuestPath.Format(folder.Names.Append(entry.Name)), entry.IsFolder, 0));
        }
        foreach (VolumeNode node in folder.Entries.Values)
        {
            if (KindOf(node) is { } kind)
                changes.Add(new(kind, GuestPath.Format(node.Names), node.IsFolder, node.Length,
                    kind == VolumeChangeKind.Renamed ? GuestPath.Format(node.Base!.Names) : null));
            Walk(node, alive, changes);
        }
    }

    static VolumeChangeKind? KindOf(VolumeNode node)
    {
        if (node.Base is null)
            return node.Parent?.Base?.Find(node.Name) is { } beneath && beneath.IsFolder == node.IsFolder && !node.IsFolder
                ? VolumeChangeKind.Modified
                : VolumeChangeKind.Created;
        if (IsMoved(node)) return VolumeChangeKind.Renamed;
        return node.ContentId is not null || node.IsTouched ? VolumeChangeKind.Modified : null;
    }
}
