using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that allocate and protect memory.</summary>
public static class MemoryServices
{
    const AllocationType ValidTypes = AllocationType.Commit | AllocationType.Reserve | AllocationType.Reset | AllocationType.TopDown
        | AllocationType.Physical | AllocationType.WriteWatch | AllocationType.LargePages | AllocationType.ResetUndo;

    /// <summary>Reserves or commits memory in a process.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_3, STATUS_INVALID_PARAMETER_5, STATUS_INVALID_PAGE_PROTECTION, STATUS_INVALID_PARAMETER_2 and _4,
    /// errors of the handle, what allocating says, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "MEM_PHYSICAL (INVALID_PARAMETER); MEM_LARGE_PAGES gives small ones")]
    public static NtStatus NtAllocateVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, InOut<GuestAddress> baseAddress, uint zeroBits, InOut<uint> regionSize,
        AllocationType allocationType, PageProtection pageProtection)
    {
        if (!AreValidZeroBits(zeroBits)) return NtStatus.InvalidParameter3;
        return Allocate(caller, processHandle, new AllocateArguments(baseAddress, regionSize, allocationType, pageProtection), AddressLimits.OfZeroBits(zeroBits));
    }

    /// <summary>Reserves or commits memory in a process within limits of its address.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the extended parameters, and as NtAllocateVirtualMemory.</returns>
    [SystemService(Missing = "MEM_PHYSICAL, placeholders, partitions, NUMA nodes; MEM_LARGE_PAGES gives small ones")]
    public static NtStatus NtAllocateVirtualMemoryEx(
        KThread caller, HandleOf<EProcess> processHandle, InOut<GuestAddress> baseAddress, InOut<uint> regionSize, AllocationType allocationType,
        PageProtection pageProtection, [Opt] UserBuffer extendedParameters, uint extendedParameterCount)
    {
        NtStatus status = ExtendedParameters.Capture(caller, extendedParameters, extendedParameterCount, out AddressLimits limits);
        if (status.IsError) return status;
        if (limits != AddressLimits.None && !baseAddress.Read(caller).IsNull) return NtStatus.InvalidParameter;
        return Allocate(caller, processHandle, new AllocateArguments(baseAddress, regionSize, allocationType, pageProtection), limits);
    }

    static NtStatus Allocate(KThread caller, HandleOf<EProcess> processHandle, AllocateArguments arguments, AddressLimits limits)
    {
        (InOut<GuestAddress> baseAddress, InOut<uint> regionSize, AllocationType allocationType, PageProtection pageProtection) = arguments;
        if (!IsValid(allocationType)) return NtStatus.InvalidParameter5;
        pageProtection = pageProtection.Kept;
        if (!pageProtection.IsValid || pageProtection.IsCopyOnWrite) return NtStatus.InvalidPageProtection;
        baseAddress.ProbeForWrite(caller);
        regionSize.ProbeForWrite(caller);
        GuestAddress start = baseAddress.Read(caller);
        uint bytes = regionSize.Read(caller);
        if (start > UserRange.Highest) return NtStatus.InvalidParameter2;
        if (bytes == 0 || bytes > UserRange.End - start) return NtStatus.InvalidParameter4;
        if ((allocationType & AllocationType.LargePages) != 0 && !Se.HasPrivilege(caller, Privilege.LockMemory)) return NtStatus.PrivilegeNotHeld;
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            if (process.Object.HasExited) return NtStatus.ProcessIsTerminating;
            if ((allocationType & AllocationType.Commit) != 0 && !JobEnforcement.AllowsMemory(process.Object, bytes)) return NtStatus.CommitmentLimit;
            bool topDown = (allocationType & AllocationType.TopDown) != 0;
            VirtualRequest request = new(start, bytes, allocationType, pageProtection, limits, topDown);
            status = VirtualMemory.Allocate(process.Object, request, out start, out bytes);
            if (!status.IsSuccess) return status;
            regionSize.Write(caller, bytes);
            baseAddress.Write(caller, start);
            return status;
        }
    }

    /// <summary>Decommits or releases memory of a process.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_4 and _2 and _3, errors of the handle, what freeing says, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "placeholders")]
    public static NtStatus NtFreeVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, InOut<GuestAddress> baseAddress, InOut<uint> regionSize, AllocationType freeType)
    {
        if (freeType is not (AllocationType.Decommit or AllocationType.Release)) return NtStatus.InvalidParameter4;
        NtStatus status = ReadRange(caller, baseAddress, regionSize, out GuestAddress start, out uint bytes);
        if (status.IsError) return status;
        status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            status = VirtualMemory.Free(process.Object, ref start, ref bytes, freeType == AllocationType.Release);
            if (status.IsSuccess) WriteRange(caller, baseAddress, regionSize, start, bytes);
            return status;
        }
    }

    /// <summary>Changes the protection of committed memory.</summary>
    /// <returns>STATUS_INVALID_PAGE_PROTECTION, STATUS_INVALID_PARAMETER_2 and _3, errors of the handle, what protecting says,
    /// STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtProtectVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, InOut<GuestAddress> baseAddress, InOut<uint> regionSize, PageProtection newProtection,
        Out<PageProtection> oldProtection)
    {
        newProtection = newProtection.Kept;
        if (!newProtection.IsValid) return NtStatus.InvalidPageProtection;
        NtStatus status = ReadRange(caller, baseAddress, regionSize, out GuestAddress start, out uint bytes);
        if (status.IsError) return status;
        oldProtection.ProbeForWrite(caller);
        if (bytes == 0) return NtStatus.InvalidParameter3;
        status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            status = VirtualMemory.Protect(process.Object, ref start, ref bytes, newProtection, out PageProtection old);
            if (!status.IsSuccess) return status;
            WriteRange(caller, baseAddress, regionSize, start, bytes);
            oldProtection.Write(caller, old);
            return status;
        }
    }

    /// <summary>Keeps pages in memory, where ours always are.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_INVALID_PARAMETER_2 and _3, errors of the handle, STATUS_ACCESS_VIOLATION for memory that
    /// cannot be read, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the lock: the pages are only checked, nothing is ever paged out")]
    public static NtStatus NtLockVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, InOut<GuestAddress> baseAddress, InOut<uint> regionSize, uint mapType) =>
        CheckLock(caller, processHandle, baseAddress, regionSize, mapType);

    /// <summary>Lets pages leave memory, which ours never do.</summary>
    /// <inheritdoc cref="NtLockVirtualMemory" path="/returns"/>
    [SystemService(Missing = "the lock: the pages are only checked, NOT_LOCKED is never answered")]
    public static NtStatus NtUnlockVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, InOut<GuestAddress> baseAddress, InOut<uint> regionSize, uint mapType) =>
        CheckLock(caller, processHandle, baseAddress, regionSize, mapType);

    /// <summary>Writes a view's changed pages back to its file.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_2 and _3, errors of the handle, STATUS_NOT_MAPPED_VIEW, what the volume says, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtFlushVirtualMemory(
        KThread caller, HandleOf<EProcess> processHandle, InOut<GuestAddress> baseAddress, InOut<uint> regionSize, Out<IoStatusBlock> ioStatus)
    {
        NtStatus status = ReadRange(caller, baseAddress, regionSize, out GuestAddress start, out uint bytes);
        if (status.IsError) return status;
        ioStatus.ProbeForWrite(caller);
        status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            start = start.PageStart;
            if (process.Object.Vads.Find(start) is not { Area: { } area } vad || bytes > vad.End - start) return NtStatus.NotMappedView;
            if (bytes == 0) bytes = vad.End - start;
            if (area is FileArea file) status = file.Flush(vad.FirstAreaPage + vad.PageOf(start), UserRange.PagesOf(bytes));
            if (!status.IsSuccess) return status;
            WriteRange(caller, baseAddress, regionSize, start, bytes);
            ioStatus.Write(caller, new IoStatusBlock(status, bytes));
            return status;
        }
    }

    /// <summary>Code was written: the processor notices by itself.</summary>
    [SystemService]
    public static NtStatus NtFlushInstructionCache(
        KThread caller, HandleOf<EProcess> processHandle, [Opt] GuestAddress baseAddress, uint regionSize)
    {
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        process.Dispose();
        return NtStatus.Success;
    }

    /// <summary>A count of leading zeros, or a mask of the bits that an address may have.</summary>
    internal static bool AreValidZeroBits(uint zeroBits)
    {
        const uint MostZeroBits = 21, SmallestMask = 32;
        return zeroBits is <= MostZeroBits or >= SmallestMask;
    }

    static bool IsValid(AllocationType type)
    {
        const AllocationType Discarded = AllocationType.Reset | AllocationType.ResetUndo;
        const AllocationType Kinds = AllocationType.Commit | AllocationType.Reserve | Discarded;
        if ((type & ~ValidTypes) != 0 || (type & Kinds) == 0) return false;
        if ((type & Discarded) != 0) return type is AllocationType.Reset or AllocationType.ResetUndo;
        if ((type & AllocationType.Physical) != 0) return false;
        if ((type & (AllocationType.WriteWatch | AllocationType.LargePages)) != 0 && (type & AllocationType.Reserve) == 0) return false;
        return (type & AllocationType.LargePages) == 0 || (type & (AllocationType.Commit | AllocationType.WriteWatch)) == AllocationType.Commit;
    }

    static NtStatus ReadRange(KThread caller, InOut<GuestAddress> baseAddress, InOut<uint> regionSize, out GuestAddress start, out uint bytes)
    {
        baseAddress.ProbeForWrite(caller);
        regionSize.ProbeForWrite(caller);
        start = baseAddress.Read(caller);
        bytes = regionSize.Read(caller);
        if (start > UserRange.Highest) return NtStatus.InvalidParameter2;
        return bytes > UserRange.End - start ? NtStatus.InvalidParameter3 : NtStatus.Success;
    }

    static void WriteRange(KThread caller, InOut<GuestAddress> baseAddress, InOut<uint> regionSize, GuestAddress start, uint bytes)
    {
        regionSize.Write(caller, bytes);
        baseAddress.Write(caller, start);
    }

    static NtStatus CheckLock(
        KThread caller, HandleOf<EProcess> processHandle, InOut<GuestAddress> baseAddress, InOut<uint> regionSize, uint mapType)
    {
        const uint MapProcess = 1, MapSystem = 2;
        if (mapType == 0 || (mapType & ~(MapProcess | MapSystem)) != 0) return NtStatus.InvalidParameter;
        NtStatus status = ReadRange(caller, baseAddress, regionSize, out GuestAddress start, out uint bytes);
        if (status.IsError) return status;
        status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            GuestAddress first = start.PageStart, end = new((start.Value + bytes + GuestAddress.PageSize - 1) & ~(GuestAddress.PageSize - 1));
            Span<byte> one = stackalloc byte[1];
            for (GuestAddress page = first; page < end; page += GuestAddress.PageSize)
                if (Mm.ReadMemory(process.Object, page, one) == 0) return NtStatus.AccessViolation;
            WriteRange(caller, baseAddress, regionSize, first, end - first);
            return NtStatus.Success;
        }
    }

    /// <summary>What both services that allocate are given.</summary>
    readonly record struct AllocateArguments(
        InOut<GuestAddress> BaseAddress, InOut<uint> RegionSize, AllocationType AllocationType, PageProtection PageProtection);
}
