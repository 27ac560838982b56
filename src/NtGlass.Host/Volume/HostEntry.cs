namespace NtGlass.Host;

/// <summary>A file or folder of a mounted host folder.</summary>
sealed class HostEntry : BaseEntry
{
    readonly HostMount mount;
    readonly string? linkedPath;
    HostFileStatus status;
    List<BaseEntry>? entries;

    HostEntry(HostMount mount, string name, BaseEntry parent, HostFileStatus status, string? linkedPath) : base(name, parent)
    {
        this.mount = mount;
        this.status = status;
        this.linkedPath = linkedPath;
    }

    public static HostEntry Root(HostMount mount, string name, SystemEntry parent) =>
        new(mount, name, parent, HostFileStatus.Of(mount.RealRoot)!.Value, mount.RealRoot);

    public override bool IsFolder => status.Kind == HostFileKind.Folder;

    public override bool IsMountPoint => Parent is SystemEntry;

    public bool IsWritable => mount.IsWritable;

    public override FileAttributes Attributes =>
        (IsFolder ? FileAttributes.Directory : FileAttributes.Archive)
        | (status.IsReadOnly && !IsFolder ? FileAttributes.ReadOnly : 0);

    public override VolumeTimes Times => status.Times;

    public override long Length => IsFolder ? 0 : status.Length;

    /// <summary>The path with all symbolic links resolved.</summary>
    public string RealPath => linkedPath ?? EntryPath;

    /// <summary>The path of the directory entry itself, which may be a link.</summary>
    string EntryPath => Path.Join(((HostEntry)Parent!).RealPath, Name);

    public bool IsSameMount(HostEntry other) => other.mount == mount;

    public override IEnumerable<BaseEntry> List() => entries ??= ReadFolder();

    public override FileContent Open() =>
        new HostFileContent(HostPath.Open(RealPath, FileMode.Open, IsWritable ? FileAccess.ReadWrite : FileAccess.Read), IsWritable);

    /// <summary>Makes a new file or folder on the host.</summary>
    public HostEntry Create(string name, bool isFolder)
    {
        string path = Path.Join(RealPath, name);
        CheckInPlace();
        if (HostFileStatus.Of(path) is not null) throw new UnauthorizedAccessException($"'{path}' exists already");
        if (isFolder) Directory.CreateDirectory(path);
        else HostPath.Open(path, FileMode.CreateNew, FileAccess.Write).Dispose();
        HostEntry entry = new(mount, name, this, HostFileStatus.Of(path) ?? throw new FileNotFoundException(path), null);
        entries?.Add(entry);
        return entry;
    }

    /// <summary>The file was written: takes its size and times anew.</summary>
    public void Refresh() => status = HostFileStatus.Of(RealPath) ?? status;

    public void Delete()
    {
        ((HostEntry)Parent!).CheckInPlace();
        if (IsFolder && linkedPath is null) Directory.Delete(EntryPath);
        else File.Delete(EntryPath);
        ((HostEntry)Parent!).entries?.Remove(this);
    }

    public void Move(HostEntry folder, string name)
    {
        HostEntry from = (HostEntry)Parent!;
        from.CheckInPlace();
        folder.CheckInPlace();
        string target = Path.Join(folder.RealPath, name);
        if (IsFolder && linkedPath is null) Directory.Move(EntryPath, target);
        else File.Move(EntryPath, target);
        from.entries?.Remove(this);
        folder.entries?.Add(this);
        Parent = folder;
        Name = name;
    }

    public void SetTimes(VolumeTimes times)
    {
        CheckInPlace();
        File.SetLastAccessTimeUtc(RealPath, DateTime.FromFileTimeUtc(times.LastAccess));
        File.SetLastWriteTimeUtc(RealPath, DateTime.FromFileTimeUtc(times.LastWrite));
        status = HostFileStatus.Of(RealPath) ?? status;
    }

    // A host folder that cannot be read is an empty one to the guest.
    List<BaseEntry> ReadFolder()
    {
        try
        {
            CheckInPlace();
            return ReadFolder(Directory.EnumerateFileSystemEntries(RealPath));
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            return [];
        }
    }

    List<BaseEntry> ReadFolder(IEnumerable<string> paths)
    {
        List<BaseEntry> found = [];
        HashSet<string> taken = new(GuestFileName.Comparer);
        foreach (string path in paths.Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            if (GuestFileName.IsValid(name) && Look(path, out string? linked) is { } entry && taken.Add(name))
                found.Add(new HostEntry(mount, name, this, entry, linked));
        }
        return found;
    }

    // What is neither file nor folder, and links that lead out of the mount or nowhere, the guest does not see.
    HostFileStatus? Look(string path, out string? linked)
    {
        linked = null;
        HostFileStatus? entry = HostFileStatus.Of(path);
        if (entry?.Kind == HostFileKind.Link)
        {
            linked = HostPath.Real(path);
            if (linked is null || !HostPath.IsInside(mount.RealRoot, linked)) return null;
            entry = HostFileStatus.Of(linked);
        }
        return entry?.Kind is HostFileKind.File or HostFileKind.Folder ? entry : null;
    }

    void CheckInPlace()
    {
        if (HostPath.Real(RealPath) != RealPath) throw new UnauthorizedAccessException($"'{RealPath}' is not what it was");
    }
}
