namespace NtGlass.Host;

/// <summary>How one changed file fared in an export.</summary>
public enum ExportOutcome
{
    Written,

    /// <summary>The same bytes were there already.</summary>
    Same,

    /// <summary>Another file is there and was left alone.</summary>
    Refused,

    /// <summary>The host could not take it.</summary>
    Failed,
}

/// <summary>One file of an export.</summary>
public sealed record ExportedFile(string GuestPath, string HostPath, ExportOutcome Outcome, string? Reason = null);

/// <summary>What an export did.</summary>
public sealed record ExportReport(IReadOnlyList<ExportedFile> Files)
{
    /// <summary>True when every change is in the folder now.</summary>
    public bool IsComplete => Files.All(file => file.Outcome is ExportOutcome.Written or ExportOutcome.Same);
}
