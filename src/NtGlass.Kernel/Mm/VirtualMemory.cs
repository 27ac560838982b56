using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Allocating, freeing and protecting a process's memory.</summary>
static class VirtualMemory
{
    /// <summary>Reserves, commits or resets.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_CONFLICTING_ADDRESSES, STATUS_ALREADY_COMMITTED for views, STATUS_NO_MEMORY without room for
    /// the addresses, STATUS_COMMITMENT_LIMIT without memory.</returns>
    public static NtStatus Allocate(EProcess process, VirtualRequest request, out GuestAddress start, out uint bytes)
    {
        bool reserves = (request.Type & AllocationType.Reserve) != 0 || request.Base.IsNull;
        uint alignment = reserves ? UserRange.Granularity : GuestAddress.PageSize;
        start = new GuestAddress(request.Base.Value & ~(alignment - 1));
        ulong end = (request.Base.Value + (ulong)request.Bytes + GuestAddress.PageSize - 1) & ~(ulong)(GuestAddress.PageSize - 1);
        bytes = (uint)(end - start.Value);
        if ((request.Type & (AllocationType.Reset | AllocationType.ResetUndo)) != 0) return Reset(process, start, bytes);
        return reserves ? Reserve(process, request, ref start, bytes) : Commit(process, request, start, bytes);
    }

    /// <summary>Decommits or releases a range; a size of zero stands for the whole allocation.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_MEMORY_NOT_ALLOCATED, STATUS_UNABLE_TO_FREE_VM, STATUS_UNABLE_TO_DELETE_SECTION,
    /// STATUS_FREE_VM_NOT_AT_BASE.</returns>
    public static NtStatus Free(EProcess process, ref GuestAddress start, ref uint bytes, bool release)
    {
        GuestAddress first = start.PageStart;
        ulong end = (start.Value + (ulong)bytes + GuestAddress.PageSize - 1) & ~(ulong)(GuestAddress.PageSize - 1);
        if (process.Vads.Find(first) is not { } vad) return NtStatus.MemoryNotAllocated;
        if (bytes == 0)
        {
            if (first != vad.Start) return NtStatus.FreeVmNotAtBase;
            end = vad.End.Value;
        }
        if (end > vad.End.Value || vad.IsFixed) return NtStatus.UnableToFreeVm;
        if (vad.Area is not null) return NtStatus.UnableToDeleteSection;
        start = first;
        bytes = (uint)(end - first.Value);
        UserPages.Clear(process, vad, vad.PageOf(first), UserRange.PagesOf(bytes));
        if (release) Cut(process, vad, first, new GuestAddress((uint)end));
        return NtStatus.Success;
    }

    /// <summary>Changes the protection of committed pages of one allocation.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_CONFLICTING_ADDRESSES, STATUS_NOT_COMMITTED, STATUS_SECTION_PROTECTION.</returns>
    public static NtStatus Protect(
        EProcess process, ref GuestAddress start, ref uint bytes, PageProtection protection, out PageProtection old)
    {
        old = default;
        GuestAddress first = start.PageStart;
        ulong end = (start.Value + (ulong)bytes + GuestAddress.PageSize - 1) & ~(ulong)(GuestAddress.PageSize - 1);
        if (process.Vads.Find(first) is not { } vad || end > vad.End.Value) return NtStatus.ConflictingAddresses;
        uint page = vad.PageOf(first), count = (uint)(end - first.Value) / GuestAddress.PageSize;
        for (uint index = 0; index < count; index++)
            if (vad.ProtectionOf(page + index) == PageProtection.None) return NtStatus.NotCommitted;
        if (vad.IsFixed && vad.InitialProtection == PageProtection.ReadOnly) return NtStatus.InvalidPageProtection;
        if (vad.Area is null && protection.IsCopyOnWrite) return NtStatus.InvalidPageProtection;
        if (vad.Type == MemoryType.Mapped && !ViewAllows(vad.InitialProtection, protection)) return NtStatus.SectionProtection;
        old = vad.ProtectionOf(page);
        UserPages.Protect(process, vad, page, count, protection);
        start = first;
        bytes = count * GuestAddress.PageSize;
        return NtStatus.Success;
    }

    /// <summary>Takes a VAD away with all that it holds.</summary>
    public static void Remove(EProcess process, Vad vad)
    {
        UserPages.Clear(process, vad, 0, vad.PageCount);
        process.Vads.Remove(vad);
        if (vad.Area is not { } area) return;
        area.Views.Remove(new MappedView(process, vad));
        area.Dereference();
    }

    static NtStatus Reserve(EProcess process, VirtualRequest request, ref GuestAddress start, uint bytes)
    {
        uint pages = UserRange.PagesOf(bytes);
        if (request.Base.IsNull)
        {
            if (process.Vads.FindFree(pages, request.Limits, request.TopDown) is not { } free) return NtStatus.NoMemory;
            start = free;
        }
        else if (start < UserRange.Lowest || !process.Vads.IsFree(start, start + bytes))
        {
            return NtStatus.ConflictingAddresses;
        }
        Vad vad = new(start, pages, MemoryType.Private, request.Protection) { IsWatched = (request.Type & AllocationType.WriteWatch) != 0 };
        if ((request.Type & AllocationType.Commit) != 0)
        {
            NtStatus status = UserPages.Commit(process, vad, 0, pages, request.Protection);
            if (!status.IsSuccess) return NtStatus.CommitmentLimit;
        }
        process.Vads.Add(vad);
        return NtStatus.Success;
    }

    static NtStatus Commit(EProcess process, VirtualRequest request, GuestAddress start, uint bytes)
    {
        if (process.Vads.Find(start) is not { } vad || start + bytes > vad.End || vad.Type == MemoryType.Image || vad.IsFixed)
            return NtStatus.ConflictingAddresses;
        uint page = vad.PageOf(start), pages = UserRange.PagesOf(bytes);
        if (vad.Area is null)
            return UserPages.Commit(process, vad, page, pages, request.Protection).IsSuccess ? NtStatus.Success : NtStatus.CommitmentLimit;
        if (vad.Area is not PageFileArea { IsReserved: true } area) return NtStatus.AlreadyCommitted;
        if (!ViewAllows(vad.InitialProtection, request.Protection)) return NtStatus.SectionProtection;
        if (!area.Commit(vad.FirstAreaPage + page, pages).IsSuccess) return NtStatus.CommitmentLimit;
        for (uint index = page; index < page + pages; index++) vad.Pages.At(index).IsResident = true;
        UserPages.Protect(process, vad, page, pages, request.Protection);
        return NtStatus.Success;
    }

    static NtStatus Reset(EProcess process, GuestAddress start, uint bytes) =>
        process.Vads.Find(start) is { Type: MemoryType.Private } vad && start + bytes <= vad.End
            ? NtStatus.Success
            : NtStatus.ConflictingAddresses;

    // A release of a part leaves up to two allocations.
    static void Cut(EProcess process, Vad vad, GuestAddress start, GuestAddress end)
    {
        process.Vads.Remove(vad);
        uint first = vad.PageOf(start), behind = vad.PageOf(end);
        if (first > 0) process.Vads.Add(vad.Slice(0, first));
        if (behind < vad.PageCount) process.Vads.Add(vad.Slice(behind, vad.PageCount - behind));
    }

    /// <summary>Whether a view's page may get a protection that the view was not mapped with.</summary>
    static bool ViewAllows(PageProtection view, PageProtection wanted)
    {
        bool sharesWrites = wanted.Main is PageProtection.ReadWrite or PageProtection.ExecuteReadWrite;
        bool canShareWrites = view.Main is PageProtection.ReadWrite or PageProtection.ExecuteReadWrite;
        return (!sharesWrites || canShareWrites) && (!wanted.IsCopyOnWrite || view.AllowsWrite) && (!wanted.IsExecutable || view.IsExecutable);
    }
}
