using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>PROCESS_STACK_ALLOCATION_INFORMATION: ntdll lets the kernel choose where the stack of a fiber or thread lies.</summary>
static class StackAllocation
{
    const uint Size = 12, ExtendedSize = 28;

    /// <returns>STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_INVALID_PARAMETER for another process or no size, STATUS_NO_MEMORY,
    /// STATUS_SUCCESS.</returns>
    public static NtStatus Reserve(KThread caller, HandleOf<EProcess> handle, UserBuffer information, uint length)
    {
        if (length is not (Size or ExtendedSize)) return NtStatus.InfoLengthMismatch;
        UserBuffer wish = information.Slice(length - Size);
        wish.ProbeForWrite(caller, Size, alignment: 4);
        uint bytes = new In<uint>(wish.Address).Read(caller), zeroBits = new In<uint>(wish.Address + 4).Read(caller);
        NtStatus status = Ob.Reference(caller, handle, ProcessRights.SetInformation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            if (process.Object != caller.Process || bytes == 0 || bytes > UserRange.End.Value) return NtStatus.InvalidParameter;
            VirtualRequest request = new(
                default, bytes, AllocationType.Reserve, PageProtection.ReadWrite, AddressLimits.OfZeroBits(zeroBits), TopDown: false);
            status = VirtualMemory.Allocate(caller.Process, request, out GuestAddress start, out _);
            if (status.IsSuccess) new Out<uint>(wish.Address + 8).Write(caller, start.Value);
            return status;
        }
    }
}
