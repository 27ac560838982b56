using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service by which programs say what memory they will use.</summary>
public static class MemoryAdviceServices
{
    /// <summary>Takes advice about memory: all that is used is in memory soon enough.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_2 for other advice than to fetch, STATUS_INVALID_PARAMETER_5 and _6 for its flags, _3 and _4 for the
    /// ranges, errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "classes other than prefetching, which is only checked")]
    public static NtStatus NtSetInformationVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, uint vmInformationClass, uint numberOfEntries, UserBuffer virtualAddresses,
        UserBuffer vmInformation, uint vmInformationLength)
    {
        const uint Prefetch = 0, EntrySize = 8, MostEntries = 0x10000;
        if (vmInformationClass != Prefetch) return NtStatus.InvalidParameter2;
        if (vmInformation.IsNull) return NtStatus.InvalidParameter5;
        if (vmInformationLength != 4) return NtStatus.InvalidParameter6;
        if (numberOfEntries is 0 or > MostEntries) return NtStatus.InvalidParameter3;
        virtualAddresses.ProbeForRead(caller, numberOfEntries * EntrySize, alignment: 4);
        if (new In<uint>(vmInformation.Address).Read(caller) != 0) return NtStatus.InvalidParameter5;
        for (uint i = 0; i < numberOfEntries; i++)
        {
            var start = new In<GuestAddress>(virtualAddresses.Slice(i * EntrySize).Address).Read(caller);
            uint bytes = new In<uint>(virtualAddresses.Slice(i * EntrySize + 4).Address).Read(caller);
            if (bytes == 0 || start > UserRange.Highest || bytes > UserRange.End - start) return NtStatus.InvalidParameter4;
        }
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        process.Dispose();
        return NtStatus.Success;
    }
}
