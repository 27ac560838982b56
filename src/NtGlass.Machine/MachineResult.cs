using NtGlass.Kernel;

namespace NtGlass.Machine;

/// <summary>Why a run came back.</summary>
/// <param name="ExitStatus">With which status the first process ended; STATUS_PENDING while it runs.</param>
/// <param name="BugCheck">What broke the kernel, where it did.</param>
public sealed record MachineResult(MachineStop Reason, NtStatus ExitStatus, BugCheck? BugCheck);
