namespace NtGlass.Host;

/// <summary>A file of the host that the machine puts on the disk as one of its own: read when it is asked for, never written.</summary>
sealed class SystemHostFile(string name, SystemEntry parent, string realPath) : BaseEntry(name, parent)
{
    HostFileStatus? status;

    public override bool IsFolder => false;

    public override FileAttributes Attributes => FileAttributes.Archive;

    public override VolumeTimes Times => Status.Times;

    public override long Length => Status.Length;

    HostFileStatus Status => status ??= HostFileStatus.Of(realPath) ?? default;

    public override IEnumerable<BaseEntry> List() => [];

    public override FileContent Open() => new HostFileContent(HostPath.Open(realPath, FileMode.Open, FileAccess.Read), isWritable: false);

    /// <summary>The plain files of a host folder, no folders and no links; of names that differ by case only, the first in code-point order.</summary>
    /// <exception cref="VolumeException">There is no such folder, or it cannot be read.</exception>
    public static void AddAll(SystemEntry folder, string hostFolder)
    {
        string real = HostPath.Real(hostFolder) ?? throw new VolumeException($"there is no folder '{hostFolder}'");
        HashSet<string> taken = new(folder.List().Select(entry => entry.Name), GuestFileName.Comparer);
        try
        {
            var files = new DirectoryInfo(real).EnumerateFiles().Where(file => !file.Attributes.HasFlag(FileAttributes.ReparsePoint));
            foreach (string name in files.Select(file => file.Name).Order(StringComparer.Ordinal))
                if (GuestFileName.IsValid(name) && taken.Add(name)) folder.Add(new SystemHostFile(name, folder, Path.Join(real, name)));
        }
        catch (Exception exception) when (HostErrors.IsExpected(exception))
        {
            throw new VolumeException($"'{hostFolder}' cannot be read: {exception.Message}");
        }
    }
}
