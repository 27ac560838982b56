namespace NtGlass.Host;

/// <summary>A mounted host folder: the border that nothing in it may cross.</summary>
sealed record HostMount(string RealRoot, bool IsWritable)
{
    /// <exception cref="VolumeException">There is no such folder.</exception>
    public static HostMount Open(VolumeMount mount)
    {
        string? real = HostPath.Real(mount.HostFolder);
        if (real is null || HostFileStatus.Of(real)?.Kind != HostFileKind.Folder)
            throw new VolumeException($"there is no folder '{mount.HostFolder}' to show the guest as '{mount.GuestPath}'");
        return new(real, mount.IsWritable);
    }
}
