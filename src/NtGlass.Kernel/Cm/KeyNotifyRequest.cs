using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>One call of NtNotifyChangeKey that has not ended.</summary>
sealed class KeyNotifyRequest
{
    readonly KThread caller;
    readonly Out<IoStatusBlock> block;
    readonly KEvent? signal;
    readonly KApc? apc;
    readonly KeyWatch[] watches;

    /// <summary>Requests that may be pending at a time.</summary>
    public const int Most = 0x10000;

    /// <param name="caller">Whose status block and APC it is.</param>
    /// <param name="signal">The caller's event, or one of the kernel's own for a caller that waits; a reference to it is taken over.</param>
    public KeyNotifyRequest(KThread caller, Out<IoStatusBlock> block, KEvent? signal, KApc? apc, params KeyWatch[] watches)
    {
        this.caller = caller;
        this.block = block;
        this.signal = signal;
        this.apc = apc;
        this.watches = watches;
        caller.Kernel.Cm.PendingNotifications++;
        foreach (KeyWatch watch in watches) watch.Add(this);
    }

    /// <summary>How it ended; null while it has not.</summary>
    public NtStatus? Status { get; private set; }

    public void Complete(NtStatus status)
    {
        if (Status is not null) return;
        Status = status;
        caller.Kernel.Cm.PendingNotifications--;
        foreach (KeyWatch watch in watches) watch.Remove(this);
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes, status.Code);
        Mm.WriteMemory(caller.Process, block.Address, bytes);
        if (signal is not null)
        {
            Ke.SetEvent(signal);
            signal.Header.Dereference();
        }
        if (apc is not null) caller.Apcs.InsertUser(apc);
    }
}
