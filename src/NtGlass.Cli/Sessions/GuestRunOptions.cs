using NtGlass.Host;
using NtGlass.Profiles;

namespace NtGlass.Cli.Sessions;

/// <summary>What the user asked of a run.</summary>
sealed record GuestRunOptions
{
    public required string Program { get; init; }
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary><c>builtin</c>, <c>wine</c> or a folder; null to choose by what the program imports.</summary>
    public string? Userland { get; init; }

    public GuestVersion? Version { get; init; }
    public bool IsDressed { get; init; } = true;
    public bool IsQuiet { get; init; }
    public required GuestDisk Disk { get; init; }
    public required GuestLimits Limits { get; init; }
    public required NetworkOptions Network { get; init; }
    public ulong? Seed { get; init; }
    public bool PassesGuestExitCode { get; init; }
}
