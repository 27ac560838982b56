using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A service touched guest memory that its caller may not use; the service dispatcher turns it into the status.</summary>
public sealed class GuestAccessViolation(GuestAddress address, bool isWrite, NtStatus status)
    : Exception($"{status} while {(isWrite ? "writing" : "reading")} {address}")
{
    public GuestAddress Address => address;

    public bool IsWrite => isWrite;

    public NtStatus Status => status;
}
