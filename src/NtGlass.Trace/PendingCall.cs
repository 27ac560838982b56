using NtGlass.Abi;

namespace NtGlass.Trace;

/// <summary>A call that was entered and whose line is not finished.</summary>
sealed class PendingCall
{
    public required long Sequence { get; init; }
    public required long TimeNs { get; init; }
    public required uint ProcessId { get; init; }
    public required uint ThreadId { get; init; }
    public required uint Number { get; init; }
    public required GuestAddress TrapFrame { get; init; }
    public required string[] Arguments { get; init; }

    /// <summary>True once its first half stands on a line of its own.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>Lines that follow its own.</summary>
    public List<string> Details { get; } = [];

    /// <summary>Comments of its own thread that wait until its line is out.</summary>
    public List<string> Comments { get; } = [];
}
