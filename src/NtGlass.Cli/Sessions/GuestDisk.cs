using NtGlass.Host;

namespace NtGlass.Cli.Sessions;

/// <summary>What the user asked of the guest's disk.</summary>
sealed record GuestDisk(string? ExportFolder, bool IsWorkWritable, IReadOnlyList<VolumeMount> Mounts, string? Sandbox, IReadOnlyList<string> RegistryFiles);
