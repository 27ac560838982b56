namespace NtGlass.Abi.Events;

/// <summary>One system call as an observer sees it at its entry and again at its exit.</summary>
public readonly ref struct ServiceCall
{
    /// <summary>Counts calls from 1; the same at entry and exit.</summary>
    public required long Sequence { get; init; }

    /// <summary>Nanoseconds since the machine started.</summary>
    public required long TimeNs { get; init; }

    public required uint ProcessId { get; init; }
    public required uint ThreadId { get; init; }

    /// <summary>The full number with the table bits (bits 12 and 13).</summary>
    public required uint Number { get; init; }

    /// <summary>The argument dwords from the kernel stack.</summary>
    public required ReadOnlySpan<uint> Arguments { get; init; }

    /// <summary>The caller's address space, read without side effects.</summary>
    public required IGuestMemory Memory { get; init; }

    /// <summary>The KTRAP_FRAME of the call.</summary>
    public required GuestAddress TrapFrame { get; init; }

    /// <summary>False when the kernel answers STATUS_NOT_IMPLEMENTED because the service is absent.</summary>
    public required bool IsImplemented { get; init; }

    /// <summary>What a handle of the caller names, where a name says more than the number: the path of a key. Null where there is none.</summary>
    public Func<uint, string?>? NameOfHandle { get; init; }
}
