using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>A file control block: what all opens of one file share.</summary>
sealed class Fcb(VolumeNode node)
{
    public VolumeNode Node => node;

    public ShareAccess Sharing { get; } = new();

    public ByteLocks Locks { get; } = new();

    /// <summary>The file goes when its last handle is closed, and cannot be opened before.</summary>
    public bool IsDeletePending { get; set; }

    /// <summary>Open files and sections.</summary>
    public int References { get; set; }

    /// <summary>The pages of data sections; null when there is none.</summary>
    public FileArea? Data { get; set; }

    /// <summary>The pages of image sections; null when there is none.</summary>
    public ImageArea? Image { get; set; }
}
