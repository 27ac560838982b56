namespace NtGlass.Host;

/// <summary>Brings a tree to where earlier runs in the same sandbox left it.</summary>
/// <remarks>The host may have changed in between: what a record needs and is not there any more is left out.</remarks>
sealed class OverlayReplay(GuestVolume volume, BaseEntry baseRoot)
{
    /// <returns>The contents that files have now.</returns>
    public IReadOnlySet<long> Apply(IEnumerable<OverlayRecord> records)
    {
        foreach (OverlayRecord record in records)
        {
            string[] names = record.Path.Split('\\', StringSplitOptions.RemoveEmptyEntries);
            if (names.Length == 0 || FindFolder(names.AsSpan(0, names.Length - 1)) is not { } parent) continue;
            if (record.Kind == OverlayRecordKind.Gone) volume.Load(parent).Remove(names[^1]);
            else if (record.Kind == OverlayRecordKind.Node) Place(parent, names[^1], record);
            else if (volume.Child(parent, names[^1]) is { } node) Move(node, record.Target!);
        }
        HashSet<long> contents = [];
        Collect(volume.Root, contents);
        return contents;
    }

    void Place(VolumeNode parent, string name, OverlayRecord record)
    {
        if (record.ContentId is long id && !volume.Store.Exists(id)) return;
        BaseEntry? beneath = record.BasePath is null ? null : FindBase(record.BasePath);
        if (beneath is not null && beneath.IsFolder != record.IsFolder) beneath = null;
        if (record.BasePath is not null && beneath is null && record.ContentId is null) return;
        VolumeNode? node = volume.Child(parent, name);
        if (node is null || node.Base != beneath || node.IsFolder != record.IsFolder)
            node = beneath is null ? Make(parent, name, record.IsFolder) : volume.Bind(parent, name, beneath);
        node.Adopt(record.Attributes, record.Times);
        if (record.ContentId is long content) node.AdoptContent(content);
        else if (beneath is not null) node.MarkTouched();
    }

    VolumeNode Make(VolumeNode parent, string name, bool isFolder)
    {
        VolumeNode node = new(volume, name, parent, isFolder);
        if (isFolder) node.Entries = GuestVolume.NewEntries();
        volume.Load(parent)[name] = node;
        return node;
    }

    void Move(VolumeNode node, string target)
    {
        string[] names = target.Split('\\', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > 0 && FindFolder(names.AsSpan(0, names.Length - 1)) is { } parent) volume.Attach(node, parent, names[^1]);
    }

    VolumeNode? FindFolder(ReadOnlySpan<string> names)
    {
        VolumeNode folder = volume.Root;
        foreach (string name in names)
            if (volume.Child(folder, name) is { IsFolder: true } next) folder = next;
            else return null;
        return folder.WrittenThrough is null ? folder : null;
    }

    BaseEntry? FindBase(string path)
    {
        BaseEntry? entry = baseRoot;
        foreach (string name in path.Split('\\', StringSplitOptions.RemoveEmptyEntries))
            entry = entry is { IsFolder: true } ? entry.Find(name) : null;
        return entry;
    }

    static void Collect(VolumeNode node, HashSet<long> contents)
    {
        if (node.ContentId is long id) contents.Add(id);
        if (node.Entries is null) return;
        foreach (VolumeNode child in node.Entries.Values) Collect(child, contents);
    }
}
