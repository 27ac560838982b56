using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of memory that a program places itself (AWE), and of paging files: the machine gives neither.</summary>
public static class PhysicalPageServices
{
    /// <summary>Takes page frames for a program to place.</summary>
    /// <returns>Errors of the handle, STATUS_PRIVILEGE_NOT_HELD, STATUS_INSUFFICIENT_RESOURCES.</returns>
    [SystemService(Missing = "physical pages (AWE): INSUFFICIENT_RESOURCES")]
    public static NtStatus NtAllocateUserPhysicalPages(
        KThread caller, HandleOf<EProcess> processHandle, InOut<uint> numberOfPages, UserBuffer userPfnArray)
    {
        numberOfPages.ProbeForWrite(caller);
        NtStatus status = RequireProcess(caller, processHandle);
        if (status.IsError) return status;
        return Se.HasPrivilege(caller, Privilege.LockMemory) ? NtStatus.InsufficientResources : NtStatus.PrivilegeNotHeld;
    }

    /// <summary>Gives such frames back.</summary>
    /// <returns>Errors of the handle, STATUS_CONFLICTING_ADDRESSES: no process has any.</returns>
    [SystemService(Missing = "physical pages (AWE): CONFLICTING_ADDRESSES")]
    public static NtStatus NtFreeUserPhysicalPages(
        KThread caller, HandleOf<EProcess> processHandle, InOut<uint> numberOfPages, UserBuffer userPfnArray)
    {
        numberOfPages.ProbeForWrite(caller);
        NtStatus status = RequireProcess(caller, processHandle);
        return status.IsError ? status : NtStatus.ConflictingAddresses;
    }

    /// <summary>Places frames at an address.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_1: no memory is reserved for that.</returns>
    [SystemService(Missing = "physical pages (AWE): INVALID_PARAMETER_1")]
    public static NtStatus NtMapUserPhysicalPages(KThread caller, GuestAddress virtualAddress, uint numberOfPages, [Opt] UserBuffer userPfnArray) =>
        NtStatus.InvalidParameter1;

    /// <summary>Places frames at many addresses.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_1: no memory is reserved for that.</returns>
    [SystemService(Missing = "physical pages (AWE): INVALID_PARAMETER_1")]
    public static NtStatus NtMapUserPhysicalPagesScatter(
        KThread caller, UserBuffer virtualAddresses, uint numberOfPages, [Opt] UserBuffer userPfnArray) => NtStatus.InvalidParameter1;

    /// <summary>Adds a paging file; the machine's memory is as large as it was started with.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the name, STATUS_TOO_MANY_PAGING_FILES.</returns>
    [SystemService(Missing = "paging files: TOO_MANY_PAGING_FILES")]
    public static NtStatus NtCreatePagingFile(
        KThread caller, In<UnicodeString> pageFileName, In<long> minimumSize, In<long> maximumSize, uint priority)
    {
        if (!Se.HasPrivilege(caller, Privilege.CreatePagefile)) return NtStatus.PrivilegeNotHeld;
        NtStatus status = UnicodeStrings.Capture(caller, pageFileName, out _);
        return status.IsError ? status : NtStatus.TooManyPagingFiles;
    }

    static NtStatus RequireProcess(KThread caller, HandleOf<EProcess> handle)
    {
        NtStatus status = Ob.Reference(caller, handle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (!status.IsError) process.Dispose();
        return status;
    }
}
