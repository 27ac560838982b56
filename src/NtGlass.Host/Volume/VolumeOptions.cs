namespace NtGlass.Host;

/// <summary>What the guest's C: is made of.</summary>
public sealed record VolumeOptions
{
    /// <summary>Files that the machine gives, by guest path (<c>C:\WINDOWS\system32\ntdll.dll</c>).</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> SystemFiles { get; init; } =
        new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Host folders whose plain files lie in a folder of the guest besides the machine's own, by guest path; read when needed, never written.</summary>
    public IReadOnlyDictionary<string, string> SystemHostFolders { get; init; } = new Dictionary<string, string>();

    /// <summary>Folders that are there even when nothing is in them.</summary>
    public IReadOnlyList<string> SystemFolders { get; init; } =
    [
        @"C:\Temp",
        @"C:\WINDOWS\system32\drivers",
        @"C:\WINDOWS\Temp",
        @"C:\Program Files\Common Files",
        @"C:\Documents and Settings\All Users\Application Data",
        @"C:\Documents and Settings\user\Application Data",
        @"C:\Documents and Settings\user\Desktop",
        @"C:\Documents and Settings\user\My Documents",
        @"C:\Documents and Settings\user\Local Settings\Temp",
    ];

    public IReadOnlyList<VolumeMount> Mounts { get; init; } = [];

    /// <summary>The named sandbox that keeps the overlay between runs; null for one that lasts as long as the volume.</summary>
    public string? Sandbox { get; init; }

    /// <summary>Where named sandboxes live.</summary>
    public string SandboxesFolder { get; init; } = SandboxFolder.DefaultParent;

    /// <summary>How many bytes the overlay may hold.</summary>
    public long SpaceLimit { get; init; } = 4L << 30;

    public uint SerialNumber { get; init; } = 0x1C0F_5A4E;

    public string Label { get; init; } = "NTGLASS";

    /// <summary>The date of everything that the machine itself put on the disk.</summary>
    public DateTime SystemDate { get; init; } = VirtualClock.DefaultStart;
}
