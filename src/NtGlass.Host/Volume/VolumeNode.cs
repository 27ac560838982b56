using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>A file or folder as the guest sees it now.</summary>
public sealed class VolumeNode
{
    readonly GuestVolume volume;
    FileContent? content;

    internal VolumeNode(GuestVolume volume, string name, VolumeNode? parent, bool isFolder)
    {
        this.volume = volume;
        Name = name;
        Parent = parent;
        IsFolder = isFolder;
        FileId = volume.NextFileId();
    }

    public string Name { get; internal set; }

    /// <summary>The folder it is in; null for the root.</summary>
    public VolumeNode? Parent { get; internal set; }

    public bool IsFolder { get; }

    /// <summary>The 8.3 name: the name itself where it is one, else one that the folder gives it; the root has none.</summary>
    public string ShortName
    {
        get
        {
            if (Parent is null || ShortNames.IsShort(Name)) return Name;
            if (AssignedShortName is null) ShortNames.Assign(volume.Load(Parent).Values);
            return AssignedShortName ?? Name;
        }
    }

    internal string? AssignedShortName { get; set; }

    /// <summary>The guest made it, and the disk's limit counts it.</summary>
    internal bool IsCharged { get; init; }

    /// <summary>A number of its own as long as the volume is open.</summary>
    public ulong FileId { get; }

    public FileAttributes Attributes { get; private set; }

    public VolumeTimes Times { get; private set; }

    public bool IsDeleted { get; internal set; }

    /// <summary>The path from the volume's root: <c>\work\a.txt</c>, or <c>\</c>.</summary>
    public string Path => '\\' + string.Join('\\', Names);

    public long Length =>
        IsFolder ? 0
        : content is not null ? content.Length
        : ContentId is long id ? volume.Store.LengthOf(id)
        : Base?.Length ?? 0;

    internal IEnumerable<string> Names => Parent is null ? [] : Parent.Names.Append(Name);

    /// <summary>What lies beneath the overlay here; null for what the guest made.</summary>
    internal BaseEntry? Base { get; set; }

    /// <summary>The number of its content in the overlay; null as long as the guest has not written it.</summary>
    internal long? ContentId { get; private set; }

    /// <summary>The guest set attributes or times.</summary>
    internal bool IsTouched { get; private set; }

    internal SortedDictionary<string, VolumeNode>? Entries { get; set; }

    internal HostEntry? WrittenThrough => Base is HostEntry { IsWritable: true } host ? host : null;

    /// <summary>Copies from the file; <paramref name="count"/> is less than asked only at its end.</summary>
    public NtStatus Read(long offset, Span<byte> destination, out int count)
    {
        count = 0;
        NtStatus status = Open();
        if (status.IsSuccess) count = content!.Read(offset, destination);
        return status;
    }

    /// <summary>Copies into the file, which grows as needed.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_DISK_FULL or what the host refused.</returns>
    public NtStatus Write(long offset, ReadOnlySpan<byte> source)
    {
        NtStatus status = MakeWritable(Length);
        if (!status.IsSuccess) return status;
        long growth = WrittenThrough is null ? 0 : Math.Max(0, offset + source.Length - Length);
        if (!volume.Store.Charge(growth)) return NtStatus.DiskFull;
        status = content!.Write(offset, source);
        if (status.IsSuccess) NoteWrite();
        else volume.Store.Charge(-growth);
        return status;
    }

    public NtStatus SetLength(long length)
    {
        NtStatus status = MakeWritable(Math.Min(length, Length));
        if (!status.IsSuccess) return status;
        long growth = WrittenThrough is null ? 0 : length - Length;
        if (!volume.Store.Charge(growth)) return NtStatus.DiskFull;
        status = content!.SetLength(length);
        if (status.IsSuccess) NoteWrite();
        else volume.Store.Charge(-growth);
        return status;
    }

    public NtStatus SetAttributes(FileAttributes attributes) => Touch(attributes, Times);

    public NtStatus SetTimes(VolumeTimes times) => Touch(Attributes, times);

    /// <summary>Makes sure that the host has everything.</summary>
    public void Flush() => content?.Flush();

    /// <summary>Nobody has the file open any more: the host's handle is given back and the journal learns the times.</summary>
    public void Release()
    {
        bool written = content is { IsWritable: true };
        long length = Length;
        content?.Dispose();
        content = null;
        if (written) WrittenThrough?.Refresh();
        if (IsDeleted && ContentId is long id)
        {
            volume.Store.Delete(id, length);
            ContentId = null;
        }
        else if (written)
        {
            volume.Log(this);
        }
    }

    /// <summary>Takes attributes and times without saying that the guest set them.</summary>
    internal void Adopt(FileAttributes attributes, VolumeTimes times)
    {
        Attributes = attributes;
        Times = times;
    }

    internal void AdoptContent(OverlayContent overlay)
    {
        content?.Dispose();
        content = overlay;
        ContentId = overlay.Id;
    }

    internal void AdoptContent(long id) => ContentId = id;

    internal void MarkTouched() => IsTouched = true;

    NtStatus Open()
    {
        if (content is not null) return NtStatus.Success;
        try
        {
            content = ContentId is long id ? volume.Store.Open(id) : Base?.Open();
            if (content is null)
            {
                AdoptContent(volume.Store.Create());
                volume.Log(this);
            }
            return NtStatus.Success;
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            return HostErrors.ToStatus(exception);
        }
    }

    /// <summary>Copy on write: the first <paramref name="keep"/> bytes go over into the overlay.</summary>
    NtStatus MakeWritable(long keep)
    {
        NtStatus status = Open();
        if (!status.IsSuccess || content!.IsWritable) return status;
        try
        {
            status = volume.Store.Copy(content, keep, out OverlayContent? copy);
            if (copy is null) return status;
            AdoptContent(copy);
            volume.Log(this);
            return NtStatus.Success;
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            return HostErrors.ToStatus(exception);
        }
    }

    NtStatus Touch(FileAttributes attributes, VolumeTimes times)
    {
        try
        {
            if (times != Times) WrittenThrough?.SetTimes(times);
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            return HostErrors.ToStatus(exception);
        }
        FileAttributes fixedBits = IsFolder ? FileAttributes.Directory : 0;
        Attributes = attributes & ~(FileAttributes.Directory | FileAttributes.Normal) | fixedBits;
        Times = times;
        IsTouched = true;
        volume.Log(this);
        return NtStatus.Success;
    }

    void NoteWrite()
    {
        long now = volume.Now;
        Times = Times with { LastWrite = now, Change = now };
        Attributes |= FileAttributes.Archive;
        if (WrittenThrough is not null) volume.HostChanges.Modified(this);
    }
}
