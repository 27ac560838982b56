using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The slots of thread-local storage in the threads' environment blocks.</summary>
static class ThreadTls
{
    const uint Slots = 64, ExpansionSlots = 1024;

    /// <summary>TlsFree: the slot is cleared in every thread of the process.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_SUCCESS.</returns>
    public static NtStatus Clear(EProcess process, uint index)
    {
        if (index >= Slots + ExpansionSlots) return NtStatus.InvalidParameter;
        int tlsSlots = process.Kernel.Profile.Types["_TEB"].OffsetOf("TlsSlots");
        int expansion = process.Kernel.Profile.Types["_TEB"].OffsetOf("TlsExpansionSlots");
        foreach (KThread thread in process.Threads.Where(thread => !thread.Teb.IsNull))
        {
            GuestAddress slots = index < Slots
                ? thread.Teb + (uint)tlsSlots
                : process.Memory.ReadAddress(thread.Teb + (uint)expansion) ?? GuestAddress.Null;
            uint slot = index < Slots ? index : index - Slots;
            if (!slots.IsNull) process.Memory.WriteUInt32(slots + slot * 4, 0);
        }
        return NtStatus.Success;
    }
}
