namespace NtGlass.Host;

/// <summary>A file or folder that the machine puts on the disk; folders also hold the mounts.</summary>
sealed class SystemEntry(string name, SystemEntry? parent, ReadOnlyMemory<byte>? bytes, long date) : BaseEntry(name, parent)
{
    readonly SortedDictionary<string, BaseEntry> entries = new(GuestFileName.Comparer);

    public override bool IsFolder => bytes is null;

    public override FileAttributes Attributes => IsFolder ? FileAttributes.Directory : FileAttributes.Archive;

    public override VolumeTimes Times => VolumeTimes.All(date);

    public override long Length => bytes?.Length ?? 0;

    public override IEnumerable<BaseEntry> List() => entries.Values;

    public override FileContent Open() => new MemoryContent(bytes ?? throw new InvalidOperationException("a folder has no content"));

    /// <summary>The folder of that path below this one, made where it is missing.</summary>
    /// <exception cref="VolumeException">A file or a mount stands in the way.</exception>
    public SystemEntry Folder(ReadOnlySpan<string> names)
    {
        SystemEntry folder = this;
        foreach (string name in names)
        {
            if (!folder.entries.TryGetValue(name, out BaseEntry? next))
                folder.entries.Add(name, next = new SystemEntry(name, folder, null, date));
            folder = next as SystemEntry is { IsFolder: true } found
                ? found
                : throw new VolumeException($"'{GuestPath.Format(next.Names)}' is not one of the guest's own folders");
        }
        return folder;
    }

    public void AddFile(string name, ReadOnlyMemory<byte> content) => Add(new SystemEntry(name, this, content, date));

    public void Add(BaseEntry entry)
    {
        if (!entries.TryAdd(entry.Name, entry))
            throw new VolumeException($"two things are to be at '{GuestPath.Format(entry.Names)}' on the guest's disk");
    }
}
