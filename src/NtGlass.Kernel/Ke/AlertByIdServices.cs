using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services by which threads of one process wake each other by number; ntdll's locks wait here.</summary>
public static class AlertByIdServices
{
    /// <summary>Ends a thread's wait for its alert, or its next one.</summary>
    /// <returns>STATUS_INVALID_CID, STATUS_ACCESS_DENIED for a thread of another process, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtAlertThreadByThreadId(KThread caller, uint threadId)
    {
        if (!caller.Kernel.Processes.TryFindThread(threadId, out KThread? thread)) return NtStatus.InvalidCid;
        if (thread.Process != caller.Process) return NtStatus.AccessDenied;
        Ke.SetEvent(thread.AlertById);
        return NtStatus.Success;
    }

    /// <summary>Waits for the caller's alert; the address only says what for.</summary>
    /// <returns>STATUS_ALERTED, STATUS_TIMEOUT, STATUS_USER_APC.</returns>
    [SystemService]
    public static NtStatus NtWaitForAlertByThreadId(KThread caller, [Opt] GuestAddress address, [Opt] In<long> timeout)
    {
        if (!timeout.IsNull) UserMemory.ProbeForRead(caller, timeout.Address, length: 8, alignment: 4);
        caller.AlertAddress = address;
        var terms = new WaitTerms(caller.PreviousMode, false, timeout.ReadIfPresent(caller));
        return Ke.Wait(caller, caller.AlertById, terms, static (_, status) => status.IsSuccess && status.Code == 0 ? NtStatus.Alerted : status);
    }
}
