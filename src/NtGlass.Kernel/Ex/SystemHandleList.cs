namespace NtGlass.Kernel;

/// <summary>The structures that list the handles of all processes.</summary>
static class SystemHandleList
{
    const byte Inherits = 2, ProtectFromClose = 1;

    /// <summary>SYSTEM_HANDLE_INFORMATION.</summary>
    public static byte[] Build(NtKernel kernel)
    {
        const int HeadSize = 4, EntrySize = 0x10;
        return Build(kernel, HeadSize, EntrySize, (record, at, process, handle, entry) => record
            .Set(at, (ushort)process.ProcessId)
            .Set(at + 4, (byte)entry.Object.Type.Index)
            .Set(at + 5, Flags(entry))
            .Set(at + 6, (ushort)handle.Value)
            .Set(at + 8, AddressOf(entry.Object))
            .Set(at + 12, entry.GrantedAccess));
    }

    /// <summary>SYSTEM_HANDLE_INFORMATION_EX.</summary>
    public static byte[] BuildExtended(NtKernel kernel)
    {
        const int HeadSize = 8, EntrySize = 0x1C;
        return Build(kernel, HeadSize, EntrySize, (record, at, process, handle, entry) => record
            .Set(at, AddressOf(entry.Object))
            .Set(at + 4, process.ProcessId)
            .Set(at + 8, handle.Value)
            .Set(at + 12, entry.GrantedAccess)
            .Set(at + 18, (ushort)entry.Object.Type.Index)
            .Set(at + 20, (uint)Flags(entry)));
    }

    static byte[] Build(NtKernel kernel, int headSize, int entrySize, Action<GuestRecord, int, EProcess, Handle, HandleEntry> put)
    {
        (EProcess Process, Handle Handle, HandleEntry Entry)[] all =
            [.. kernel.Processes.All.SelectMany(process => process.Handles.All.Select(pair => (process, pair.Handle, pair.Entry)))];
        var record = new GuestRecord(headSize + all.Length * entrySize).Set(0, (uint)all.Length);
        for (int i = 0; i < all.Length; i++) put(record, headSize + i * entrySize, all[i].Process, all[i].Handle, all[i].Entry);
        return record.Bytes;
    }

    /// <summary>Of the objects, processes and threads alone lie in the guest's memory.</summary>
    static uint AddressOf(KernelObject target) => target switch
    {
        EProcess process => process.Address.Value,
        KThread thread => thread.Address.Value,
        _ => 0,
    };

    static byte Flags(HandleEntry entry) =>
        (byte)((entry.IsInherited ? Inherits : 0) | (entry.IsProtectedFromClose ? ProtectFromClose : 0));
}
