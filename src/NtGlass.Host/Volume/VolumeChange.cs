namespace NtGlass.Host;

/// <summary>What happened to a file or folder on the guest's disk.</summary>
public enum VolumeChangeKind
{
    Created,
    Modified,
    Deleted,
    Renamed,
}

/// <summary>A difference between the disk as it was at the start and as it is now.</summary>
/// <param name="Path">The guest's path, <c>C:\work\a.txt</c>.</param>
/// <param name="From">The earlier path of what was renamed.</param>
/// <param name="IsOnHost">Whether a mount took the change, and not the overlay.</param>
public sealed record VolumeChange(VolumeChangeKind Kind, string Path, bool IsFolder, long Size, string? From = null, bool IsOnHost = false);
