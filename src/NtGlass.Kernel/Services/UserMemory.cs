using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>
/// Guest memory as a service sees its caller's pointers: user addresses only for a caller from user mode, every page as protected
/// as for the guest's own instructions, faults resolved by Mm or raised.
/// </summary>
public static class UserMemory
{
    /// <summary>MmUserProbeAddress: user pointers lie below.</summary>
    public static GuestAddress ProbeAddress => new(0x7FFF0000);

    public static void Read(KThread caller, GuestAddress address, Span<byte> destination)
    {
        RequireUserRange(caller, address, (uint)destination.Length, isWrite: false);
        while (!caller.Process.Space.TryRead(address, destination, out GuestAddress fault))
            Resolve(caller, fault, isWrite: false);
    }

    public static void Write(KThread caller, GuestAddress address, ReadOnlySpan<byte> source)
    {
        RequireUserRange(caller, address, (uint)source.Length, isWrite: true);
        while (!caller.Process.Space.TryWrite(address, source, out GuestAddress fault))
            Resolve(caller, fault, isWrite: true);
    }

    /// <summary>ProbeForRead: range and alignment; nothing is touched, and a length of zero passes.</summary>
    public static void ProbeForRead(KThread caller, GuestAddress address, uint length, uint alignment)
    {
        if (length == 0 || caller.PreviousMode == ProcessorMode.Kernel) return;
        RequireAlignment(address, alignment, isWrite: false);
        RequireUserRange(caller, address, length, isWrite: false);
    }

    /// <summary>ProbeForWrite: range, alignment, and every page is touched; a length of zero passes.</summary>
    public static void ProbeForWrite(KThread caller, GuestAddress address, uint length, uint alignment = 1)
    {
        if (length == 0 || caller.PreviousMode == ProcessorMode.Kernel) return;
        RequireAlignment(address, alignment, isWrite: true);
        RequireUserRange(caller, address, length, isWrite: true);
        GuestAddress last = address + (length - 1);
        for (GuestAddress page = address; page <= last; page = page.PageStart + GuestAddress.PageSize) Touch(caller, page);
    }

    static void Touch(KThread caller, GuestAddress address)
    {
        Span<byte> one = stackalloc byte[1];
        Read(caller, address, one);
        Write(caller, address, one);
    }

    static void RequireAlignment(GuestAddress address, uint alignment, bool isWrite)
    {
        if ((address.Value & (alignment - 1)) != 0)
            throw new GuestAccessViolation(address, isWrite, NtStatus.DatatypeMisalignment);
    }

    static void RequireUserRange(KThread caller, GuestAddress address, uint length, bool isWrite)
    {
        bool outside = (ulong)address.Value + length > ProbeAddress.Value;
        if (outside && caller.PreviousMode == ProcessorMode.User)
            throw new GuestAccessViolation(ProbeAddress, isWrite, NtStatus.AccessViolation);
    }

    static void Resolve(KThread caller, GuestAddress fault, bool isWrite)
    {
        NtStatus status = Mm.AccessFault(caller, fault, isWrite, user: caller.PreviousMode == ProcessorMode.User);
        if (!status.IsSuccess) throw new GuestAccessViolation(fault, isWrite, status);
    }
}
