using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>An asynchronous procedure call for a thread's user mode.</summary>
public sealed class KApc
{
    /// <summary>PKNORMAL_ROUTINE: the guest code to call.</summary>
    public GuestAddress NormalRoutine { get; init; }

    public uint NormalContext { get; init; }

    public uint SystemArgument1 { get; init; }

    public uint SystemArgument2 { get; init; }

    /// <summary>Runs in the thread's context just before the guest's routine; true keeps that from being called.</summary>
    public Func<KThread, bool>? KernelRoutine { get; init; }
}
