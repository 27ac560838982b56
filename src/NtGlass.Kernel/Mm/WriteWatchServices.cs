using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that tell which pages of watched memory were written.</summary>
public static class WriteWatchServices
{
    /// <summary>Lists the pages that were written, and forgets it where asked to.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_2, _3, _4 and _5, STATUS_INVALID_PARAMETER for an empty list, errors of the handle,
    /// STATUS_INVALID_PARAMETER_1 for memory without a watch, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtGetWriteWatch(
        KThread caller, HandleOf<EProcess> processHandle, uint flags, GuestAddress baseAddress, uint regionSize, UserBuffer userAddressArray,
        InOut<uint> entriesInUserAddressArray, Out<uint> granularity)
    {
        const uint Reset = 1;
        if ((flags & ~Reset) != 0) return NtStatus.InvalidParameter2;
        if (baseAddress > UserRange.Highest) return NtStatus.InvalidParameter3;
        if (regionSize == 0 || regionSize > UserRange.End - baseAddress) return NtStatus.InvalidParameter4;
        entriesInUserAddressArray.ProbeForWrite(caller);
        granularity.ProbeForWrite(caller);
        uint most = Math.Min(entriesInUserAddressArray.Read(caller), UserRange.PagesOf(regionSize) + 1);
        if (most == 0) return NtStatus.InvalidParameter;
        userAddressArray.ProbeForWrite(caller, most * 4, alignment: 4);
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            if (WatchedAt(process.Object, baseAddress, regionSize) is not { } vad) return NtStatus.InvalidParameter1;
            List<uint> written = [];
            uint page = vad.PageOf(baseAddress.PageStart), end = vad.PageOf((baseAddress + (regionSize - 1)).PageStart) + 1;
            for (; page < end && written.Count < most; page++)
                if (vad.Pages[page].IsWritten) written.Add(vad.AddressOf(page).Value);
            userAddressArray.Write(caller, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(written)));
            entriesInUserAddressArray.Write(caller, (uint)written.Count);
            granularity.Write(caller, GuestAddress.PageSize);
            if ((flags & Reset) != 0)
                foreach (uint address in written) UserPages.ForgetWrites(process.Object, vad, vad.PageOf(new GuestAddress(address)), 1);
            return NtStatus.Success;
        }
    }

    /// <summary>Forgets which pages were written.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_2 and _3, errors of the handle, STATUS_INVALID_PARAMETER_1 for memory without a watch, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtResetWriteWatch(KThread caller, HandleOf<EProcess> processHandle, GuestAddress baseAddress, uint regionSize)
    {
        if (baseAddress > UserRange.Highest) return NtStatus.InvalidParameter2;
        if (regionSize == 0 || regionSize > UserRange.End - baseAddress) return NtStatus.InvalidParameter3;
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            if (WatchedAt(process.Object, baseAddress, regionSize) is not { } vad) return NtStatus.InvalidParameter1;
            uint first = vad.PageOf(baseAddress.PageStart), last = vad.PageOf((baseAddress + (regionSize - 1)).PageStart);
            UserPages.ForgetWrites(process.Object, vad, first, last - first + 1);
            return NtStatus.Success;
        }
    }

    static Vad? WatchedAt(EProcess process, GuestAddress start, uint bytes) =>
        process.Vads.Find(start) is { IsWatched: true } vad && bytes <= vad.End - start ? vad : null;
}
