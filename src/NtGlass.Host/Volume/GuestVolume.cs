using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>The guest's C: - the machine's own files and mounted host folders beneath, and an overlay that takes every write.</summary>
public sealed class GuestVolume : IDisposable
{
    /// <summary>What each file or folder that the guest makes takes of the disk beside its content, as a record of NTFS does.</summary>
    public const int EntryBytes = 1024;

    const int LongestPath = 32_000;

    readonly VolumeOptions options;
    readonly IHostClock clock;
    readonly SandboxFolder folder;
    readonly OverlayJournal? journal;
    readonly SystemEntry baseRoot;
    ulong lastFileId = 0x0001_0000_0000_0010;

    /// <exception cref="VolumeException">A mount or the sandbox cannot be used.</exception>
    public GuestVolume(VolumeOptions options, IHostClock clock)
    {
        this.options = options;
        this.clock = clock;
        baseRoot = BaseTree.Build(options);
        folder = options.Sandbox is null ? SandboxFolder.Private() : SandboxFolder.Named(options.SandboxesFolder, options.Sandbox);
        try
        {
            Store = new OverlayStore(folder, options.SpaceLimit);
            Root = new VolumeNode(this, "", null, isFolder: true) { Base = baseRoot };
            Root.Adopt(baseRoot.Attributes, baseRoot.Times);
            if (!folder.IsNamed) return;
            OverlayJournal opened = new(folder.JournalPath);
            Store.Sweep(new OverlayReplay(this, baseRoot).Apply(opened.Load()));
            opened.Rewrite(OverlayChanges.Records(Root));
            journal = opened;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public VolumeNode Root { get; }

    public uint SerialNumber => options.SerialNumber;

    public string Label => options.Label;

    public long TotalBytes => Store.Limit;

    public long FreeBytes => Store.Limit - Store.Used;

    /// <summary>Where a named sandbox keeps the registry; null for one that is forgotten.</summary>
    public StateFile? RegistryFile => folder.IsNamed ? new StateFile(folder.RegistryPath) : null;

    internal OverlayStore Store { get; }

    internal HostChanges HostChanges { get; } = new();

    internal long Now => clock.UtcNow100ns;

    /// <summary>Follows a path from a folder.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_OBJECT_NAME_INVALID, STATUS_OBJECT_PATH_NOT_FOUND when a folder on the way is missing,
    /// or STATUS_OBJECT_NAME_NOT_FOUND when only the last name is.</returns>
    public NtStatus Find(VolumeNode start, string path, out VolumeLookup lookup)
    {
        lookup = default;
        NtStatus status = GuestFileName.Split(path, out string[] names, out bool trailing);
        if (!status.IsSuccess) return status;
        if (names.Length == 0)
        {
            lookup = new(start.Parent, start.Name, start, trailing);
            return NtStatus.Success;
        }
        VolumeNode parent = start;
        foreach (string name in names.AsSpan(0, names.Length - 1))
            if (Child(parent, name) is { IsFolder: true } next) parent = next;
            else return NtStatus.ObjectPathNotFound;
        if (!parent.IsFolder) return NtStatus.ObjectPathNotFound;
        VolumeNode? node = Child(parent, names[^1]);
        lookup = new(parent, names[^1], node, trailing);
        return node is null ? NtStatus.ObjectNameNotFound : NtStatus.Success;
    }

    /// <summary>The entries of a folder in the order of their upper-case names.</summary>
    public IReadOnlyList<VolumeNode> List(VolumeNode parent) => [.. Load(parent).Values];

    /// <summary>Makes a file or folder where nothing is.</summary>
    public NtStatus Create(VolumeNode parent, string name, bool isFolder, FileAttributes attributes, out VolumeNode? node)
    {
        node = null;
        if (parent.IsDeleted) return NtStatus.DeletePending;
        if (!GuestFileName.IsValid(name) || parent.Path.Length + name.Length >= LongestPath) return NtStatus.ObjectNameInvalid;
        if (Child(parent, name) is not null) return NtStatus.ObjectNameCollision;
        if (!Store.Charge(EntryBytes)) return NtStatus.DiskFull;
        HostEntry? onHost;
        try
        {
            onHost = parent.WrittenThrough?.Create(name, isFolder);
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            Store.Charge(-EntryBytes);
            return HostErrors.ToStatus(exception);
        }
        node = new VolumeNode(this, name, parent, isFolder) { Base = onHost, IsCharged = true };
        node.Adopt(attributes & ~(FileAttributes.Directory | FileAttributes.Normal)
            | (isFolder ? FileAttributes.Directory : FileAttributes.Archive), VolumeTimes.All(Now));
        if (isFolder) node.Entries = NewEntries();
        Load(parent).Add(name, node);
        NoteEntryChange(parent);
        if (onHost is not null) HostChanges.Created(node);
        Log(node);
        return NtStatus.Success;
    }

    /// <summary>Takes a file or an empty folder off the disk; who has it open can go on using it.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_ACCESS_DENIED for the root and for mounts, STATUS_DIRECTORY_NOT_EMPTY.</returns>
    public NtStatus Delete(VolumeNode node)
    {
        NtStatus status = CheckDelete(node);
        if (!status.IsSuccess) return status;
        long freed = (node.IsCharged ? EntryBytes : 0) + (node.WrittenThrough is null ? 0 : node.Length);
        try
        {
            node.WrittenThrough?.Delete();
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            return HostErrors.ToStatus(exception);
        }
        if (node.WrittenThrough is not null) HostChanges.Deleted(node);
        else journal?.Append(new(OverlayRecordKind.Gone, node.Path));
        Store.Charge(-freed);
        Load(node.Parent!).Remove(node.Name);
        node.IsDeleted = true;
        NoteEntryChange(node.Parent!);
        return NtStatus.Success;
    }

    /// <summary>Says whether <see cref="Delete"/> would work.</summary>
    public NtStatus CheckDelete(VolumeNode node)
    {
        if (node.Parent is null || node.Base is { IsMountPoint: true }) return NtStatus.AccessDenied;
        if (node.IsDeleted) return NtStatus.DeletePending;
        return node.IsFolder && Load(node).Count > 0 ? NtStatus.DirectoryNotEmpty : NtStatus.Success;
    }

    /// <summary>Gives a node another name or folder; what stood there is replaced where that is asked for.</summary>
    /// <param name="keepReplaced">Somebody has what is replaced open and releases it later.</param>
    /// <returns>STATUS_SUCCESS, STATUS_OBJECT_NAME_INVALID, STATUS_ACCESS_DENIED for mounts and what holds them, STATUS_NOT_SAME_DEVICE
    /// between a folder of the host that is written through and the rest, STATUS_OBJECT_NAME_COLLISION.</returns>
    public NtStatus Rename(VolumeNode node, VolumeNode target, string name, bool replace, bool keepReplaced = false)
    {
        NtStatus status = CheckRename(node, target, name);
        if (!status.IsSuccess) return status;
        VolumeNode? other = Child(target, name);
        if (other is not null && other != node)
        {
            if (!replace) return NtStatus.ObjectNameCollision;
            status = other.IsFolder || other.Attributes.HasFlag(FileAttributes.ReadOnly) ? NtStatus.AccessDenied : Delete(other);
            if (!status.IsSuccess) return status;
            if (!keepReplaced) other.Release();
        }
        string from = node.Path, fromForUser = GuestPath.Format(node.Names);
        try
        {
            node.WrittenThrough?.Move((HostEntry)target.Base!, name);
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            return HostErrors.ToStatus(exception);
        }
        Attach(node, target, name);
        if (node.WrittenThrough is not null) HostChanges.Moved(node, fromForUser);
        else journal?.Append(new(OverlayRecordKind.Move, from) { Target = node.Path });
        return NtStatus.Success;
    }

    /// <summary>What the guest changed, in the order of the tree.</summary>
    public IReadOnlyList<VolumeChange> Changes() =>
        [.. OverlayChanges.List(Root).Concat(HostChanges.List()).OrderBy(change => change.Path, GuestFileName.Comparer)];

    /// <summary>Copies all new and changed files into a host folder and never over a file that is there.</summary>
    public ExportReport Export(string hostFolder) => new VolumeExport(this, hostFolder).Run();

    public void Dispose()
    {
        ReleaseAll(Root);
        journal?.Rewrite(OverlayChanges.Records(Root));
        journal?.Dispose();
        folder.Dispose();
    }

    internal ulong NextFileId() => ++lastFileId;

    internal void Log(VolumeNode node)
    {
        if (!node.IsDeleted && node.WrittenThrough is null) journal?.Append(OverlayChanges.Record(node));
    }

    internal VolumeNode? Child(VolumeNode parent, string name)
    {
        if (!parent.IsFolder) return null;
        SortedDictionary<string, VolumeNode> entries = Load(parent);
        if (entries.TryGetValue(name, out VolumeNode? found)) return found;
        if (!name.Contains('~', StringComparison.Ordinal)) return null;
        ShortNames.Assign(entries.Values);
        return entries.Values.FirstOrDefault(entry => GuestFileName.Comparer.Equals(entry.AssignedShortName, name));
    }

    internal SortedDictionary<string, VolumeNode> Load(VolumeNode parent)
    {
        if (parent.Entries is not null) return parent.Entries;
        parent.Entries = NewEntries();
        foreach (BaseEntry entry in parent.Base!.List()) Bind(parent, entry.Name, entry);
        return parent.Entries;
    }

    /// <summary>Puts a node for what lies beneath at a place of the tree.</summary>
    internal VolumeNode Bind(VolumeNode parent, string name, BaseEntry entry)
    {
        VolumeNode node = new(this, name, parent, entry.IsFolder) { Base = entry };
        node.Adopt(entry.Attributes, entry.Times);
        parent.Entries![name] = node;
        return node;
    }

    internal static SortedDictionary<string, VolumeNode> NewEntries() => new(GuestFileName.Comparer);

    internal void Attach(VolumeNode node, VolumeNode target, string name)
    {
        VolumeNode source = node.Parent!;
        Load(source).Remove(node.Name);
        node.Parent = target;
        node.Name = name;
        node.AssignedShortName = null;
        Load(target)[name] = node;
        NoteEntryChange(source);
        NoteEntryChange(target);
    }

    static NtStatus CheckRename(VolumeNode node, VolumeNode target, string name)
    {
        if (!GuestFileName.IsValid(name) || target.Path.Length + name.Length >= LongestPath) return NtStatus.ObjectNameInvalid;
        if (node.IsDeleted || target.IsDeleted) return NtStatus.DeletePending;
        if (node.Parent is null || HoldsMount(node.Base)) return NtStatus.AccessDenied;
        for (VolumeNode? above = target; above is not null; above = above.Parent)
            if (above == node) return NtStatus.InvalidParameter;
        bool sameSide = node.WrittenThrough is { } host ? target.WrittenThrough?.IsSameMount(host) == true : target.WrittenThrough is null;
        return sameSide ? NtStatus.Success : NtStatus.NotSameDevice;
    }

    static bool HoldsMount(BaseEntry? entry) =>
        entry is { IsMountPoint: true } || entry is SystemEntry { IsFolder: true } && entry.List().Any(HoldsMount);

    void NoteEntryChange(VolumeNode parent)
    {
        long now = Now;
        parent.Adopt(parent.Attributes, parent.Times with { LastWrite = now, Change = now });
    }

    static void ReleaseAll(VolumeNode node)
    {
        node.Release();
        if (node.Entries is null) return;
        foreach (VolumeNode child in node.Entries.Values) ReleaseAll(child);
    }
}
