namespace NtGlass.Cli.Sessions;

/// <summary>How much a guest may take; null where the machine's own limit holds.</summary>
sealed record GuestLimits(long? MemoryBytes, TimeSpan? Time, long? DiskBytes, int? Processes)
{
    /// <summary>What a program may use when nobody says; the host gives it as it is used.</summary>
    public const int UsualMegabytes = 2048;
}
