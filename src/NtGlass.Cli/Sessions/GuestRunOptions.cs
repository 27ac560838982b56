using NtGlass.Host;
using NtGlass.Userland;

namespace NtGlass.Cli.Sessions;

/// <summary>What the user asked of a run.</summary>
sealed record GuestRunOptions
{
    public required string Program { get; init; }
    public required IReadOnlyList<string> Arguments { get; init; }
    public bool IsQuiet { get; init; }
    public string? ExportFolder { get; init; }
    public bool IsWorkWritable { get; init; }
    public IReadOnlyList<VolumeMount> Mounts { get; init; } = [];
    public UserlandFamily Userland { get; init; } = new BuiltinUserland();
    public string? Sandbox { get; init; }
    public ulong? Seed { get; init; }
    public TimeSpan? TimeLimit { get; init; }
    public long? MemoryLimitBytes { get; init; }
    public bool PassesGuestExitCode { get; init; }
}
