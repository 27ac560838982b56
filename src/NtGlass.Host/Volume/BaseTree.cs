namespace NtGlass.Host;

/// <summary>The disk before the guest touched it: the machine's own files and the mounts.</summary>
static class BaseTree
{
    /// <exception cref="VolumeException">A mount cannot be made.</exception>
    public static SystemEntry Build(VolumeOptions options)
    {
        SystemEntry root = new("", null, null, options.SystemDate.ToFileTimeUtc());
        foreach (string folder in options.SystemFolders) root.Folder(GuestPath.Parse(folder));
        foreach ((string path, ReadOnlyMemory<byte> bytes) in options.SystemFiles)
        {
            string[] names = GuestPath.Parse(path);
            root.Folder(names.AsSpan(0, names.Length - 1)).AddFile(names[^1], bytes);
        }
        foreach ((string path, string hostFolder) in options.SystemHostFolders)
            SystemHostFile.AddAll(root.Folder(GuestPath.Parse(path)), hostFolder);
        foreach (VolumeMount mount in options.Mounts) AddMount(root, mount);
        return root;
    }

    static void AddMount(SystemEntry root, VolumeMount mount)
    {
        string[] names = GuestPath.Parse(mount.GuestPath);
        if (names.Length == 0) throw new VolumeException(@"a host folder cannot be the guest's whole drive C:\");
        SystemEntry parent = root.Folder(names.AsSpan(0, names.Length - 1));
        parent.Add(HostEntry.Root(HostMount.Open(mount), names[^1], parent));
    }
}
