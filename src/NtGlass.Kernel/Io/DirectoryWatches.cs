using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>FILE_NOTIFY_CHANGE_*.</summary>
[Flags]
enum ChangeFilter : uint
{
    FileName = 0x001,
    DirectoryName = 0x002,
    Attributes = 0x004,
    Size = 0x008,
    LastWrite = 0x010,
    LastAccess = 0x020,
    Creation = 0x040,
    Valid = 0xFFF,
}

/// <summary>FILE_ACTION_*.</summary>
enum ChangeAction : uint
{
    Added = 1,
    Removed = 2,
    Modified = 3,
    RenamedOldName = 4,
    RenamedNewName = 5,
}

/// <summary>The open folders of a volume whose changes somebody wants to know.</summary>
sealed class DirectoryWatches
{
    readonly List<DirectoryWatch> watches = [];

    public static ChangeFilter NameFilter(VolumeNode node) => node.IsFolder ? ChangeFilter.DirectoryName : ChangeFilter.FileName;

    public void Add(DirectoryWatch watch) => watches.Add(watch);

    public void Remove(DirectoryWatch watch) => watches.Remove(watch);

    /// <summary>Something happened to a file or folder.</summary>
    public void Report(VolumeNode node, ChangeFilter what, ChangeAction action)
    {
        if (node.Parent is { } parent) Report(parent, node.Name, what, action);
        if (action == ChangeAction.Removed && node.IsFolder)
            foreach (DirectoryWatch watch in watches.Where(watch => watch.Folder == node).ToArray()) watch.FolderIsGone();
    }

    /// <summary>Something happened to what has or had a name in a folder.</summary>
    public void Report(VolumeNode parent, string name, ChangeFilter what, ChangeAction action)
    {
        if (watches.Count == 0 || what == 0) return;
        for (VolumeNode? folder = parent; folder is not null; folder = folder.Parent)
        {
            foreach (DirectoryWatch watch in watches.ToArray())
                if (watch.Folder == folder && (watch.Filter & what) != 0 && (watch.WatchesTree || folder == parent)) watch.Note(name, action);
            name = folder.Name + '\\' + name;
        }
    }
}
