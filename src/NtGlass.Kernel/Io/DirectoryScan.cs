using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The listing of one open folder: what it held when the listing began, and how far it has come.</summary>
sealed class DirectoryScan
{
    readonly VolumeNode folder;
    readonly string? pattern;
    readonly GuestVolume volume;
    List<DirectoryItem> items = [];
    int next;

    public DirectoryScan(GuestVolume volume, VolumeNode folder, string? pattern)
    {
        this.volume = volume;
        this.folder = folder;
        this.pattern = pattern;
        Restart();
    }

    /// <summary>Nothing has been given out since the start of the listing.</summary>
    public bool IsAtStart => next == 0;

    public void Restart()
    {
        items = [];
        if (folder.Parent is { } parent)
        {
            Add(".", folder);
            Add("..", parent);
        }
        foreach (VolumeNode node in volume.List(folder)) Add(node.Name, node);
        next = 0;
    }

    /// <summary>The next entry, which stays the next until <see cref="Advance"/>.</summary>
    public DirectoryItem? Peek()
    {
        while (next < items.Count && items[next].Node.IsDeleted) next++;
        return next < items.Count ? items[next] : null;
    }

    public void Advance() => next++;

    void Add(string name, VolumeNode node)
    {
        if (pattern is null || NameExpression.Matches(pattern, name)) items.Add(new DirectoryItem(name, node));
    }
}

/// <summary>One entry of a listing; <c>.</c> and <c>..</c> are entries too.</summary>
readonly record struct DirectoryItem(string Name, VolumeNode Node);
