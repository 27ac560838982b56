using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The listing of one open folder: what it held when the listing began, and how far it has come.</summary>
sealed class DirectoryScan
{
    readonly FileObject folder;
    readonly string? pattern;
    List<DirectoryItem> items = [];
    int next;

    public DirectoryScan(FileObject folder, string? pattern)
    {
        this.folder = folder;
        this.pattern = pattern;
        Restart();
    }

    public void Restart()
    {
        items = [.. folder.Device.List(folder)!.Where(item => pattern is null || item.Matches(pattern))];
        next = 0;
    }

    /// <summary>The next entry, which stays the next until <see cref="Advance"/>.</summary>
    public DirectoryItem? Peek()
    {
        while (next < items.Count && items[next].Node is { IsDeleted: true }) next++;
        return next < items.Count ? items[next] : null;
    }

    public void Advance() => next++;
}

/// <summary>One entry of a listing; <c>.</c> and <c>..</c> are entries too.</summary>
/// <param name="Node">The file of a volume, which then says the rest.</param>
readonly record struct DirectoryItem(string Name, VolumeNode? Node = null)
{
    readonly FileAttributes attributes;
    readonly long length, allocated;

    public FileAttributes Attributes
    {
        get => Node is null ? attributes : (FileAttributes)NodeQuery.AttributesOf(Node);
        init => attributes = value;
    }

    public long Length
    {
        get => Node?.Length ?? length;
        init => length = value;
    }

    public long Allocated
    {
        get => Node is null ? allocated : NodeQuery.Allocated(Node);
        init => allocated = value;
    }

    public VolumeTimes Times => Node?.Times ?? default;

    public ulong FileId => Node?.FileId ?? 0;

    /// <summary>The 8.3 name of an entry that has another one; empty otherwise.</summary>
    public string ShortName => Node is not null && Node.Name == Name && Node.ShortName is var name && name != Name ? name : "";

    public bool Matches(string pattern) =>
        NameExpression.Matches(pattern, Name) || ShortName is { Length: > 0 } shortName && NameExpression.Matches(pattern, shortName);
}
