using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The growth of user stacks by their guard pages.</summary>
static class UserStack
{
    /// <summary>Reserves a new thread's stack and commits its top, with a guard page below.</summary>
    /// <returns>STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    public static NtStatus Create(EProcess process, uint reserve, uint commit, out InitialTeb stack)
    {
        stack = default;
        if (Math.Max(reserve, commit) >= UserRange.End.Value - 2 * UserRange.Granularity) return NtStatus.NoMemory;
        commit = Math.Max(GuestAddress.PageSize, (commit + GuestAddress.PageSize - 1) & ~(GuestAddress.PageSize - 1));
        reserve = (Math.Max(reserve, commit + 2 * GuestAddress.PageSize) + UserRange.Granularity - 1) & ~(UserRange.Granularity - 1);
        VirtualRequest request = new(default, reserve, AllocationType.Reserve, PageProtection.ReadWrite, UserRange.End, TopDown: false);
        NtStatus status = VirtualMemory.Allocate(process, request, out GuestAddress bottom, out _);
        if (!status.IsSuccess) return status;
        GuestAddress top = bottom + reserve, limit = top - commit, guard = limit - GuestAddress.PageSize;
        Vad vad = process.Vads.Find(bottom)!;
        status = UserPages.Commit(process, vad, vad.PageOf(limit), commit / GuestAddress.PageSize, PageProtection.ReadWrite);
        if (status.IsSuccess) status = UserPages.Commit(process, vad, vad.PageOf(guard), 1, PageProtection.ReadWrite | PageProtection.Guard);
        stack = new InitialTeb(default, default, top, limit, bottom);
        return status;
    }

    /// <summary>A guard page was hit and is none any more: on the thread's own stack the page below becomes the next one.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_STACK_OVERFLOW when the stack's last page comes next, STATUS_GUARD_PAGE_VIOLATION off the stack.</returns>
    public static NtStatus Grow(KThread thread, GuestAddress fault)
    {
        if (thread.Teb.IsNull) return NtStatus.GuardPageViolation;
        EProcess process = thread.Process;
        Teb teb = thread.TebFields;
        GuestAddress bottom = teb.DeallocationStack;
        if (fault >= teb.StackBase || fault < bottom) return NtStatus.GuardPageViolation;
        GuestAddress touched = fault.PageStart, next = touched - GuestAddress.PageSize;
        teb.StackLimit = touched;
        if (next <= bottom.PageStart || process.Vads.Find(next) is not { } vad) return NtStatus.StackOverflow;
        NtStatus status = UserPages.Commit(process, vad, vad.PageOf(next), 1, PageProtection.ReadWrite | PageProtection.Guard);
        return status.IsSuccess ? NtStatus.Success : NtStatus.StackOverflow;
    }
}
