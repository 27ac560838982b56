using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>Standard input that is no terminal: its bytes as they come.</summary>
sealed class RedirectedInput(IConsole host)
{
    const int TransferBytes = 0x10000;

    readonly LinkedList<IoTransfer> pending = new();

    public bool IsWanted => pending.Count > 0;

    /// <summary>Reads what is there, or waits for it.</summary>
    public NtStatus Read(IoTransfer transfer)
    {
        if (pending.Count == 0 && TryRead(transfer) is NtStatus status) return status;
        LinkedListNode<IoTransfer> place = pending.AddLast(transfer);
        return transfer.Request.Pend(() => pending.Remove(place));
    }

    /// <summary>Ends the reads that the host has bytes for.</summary>
    public void Pump()
    {
        while (pending.First is { } first)
        {
            pending.Remove(first);
            if (TryRead(first.Value) is not null) continue;
            pending.AddFirst(first);
            break;
        }
    }

    NtStatus? TryRead(IoTransfer transfer)
    {
        if (transfer.Length == 0) return transfer.Request.Complete(NtStatus.Success, 0);
        byte[] buffer = new byte[Math.Min(transfer.Length, TransferBytes)];
        int count = host.Read(buffer);
        if (count < 0) return null;
        if (count == 0) return transfer.Request.Complete(NtStatus.EndOfFile, 0);
        NtStatus status = transfer.Request.CopyOut(transfer.Buffer, buffer.AsSpan(0, count));
        return transfer.Request.Complete(status, status.IsSuccess ? (uint)count : 0);
    }
}

/// <summary>What the host's standard input feeds: the console and the reads of a redirected stream.</summary>
sealed class HostInput(NtConsole console, RedirectedInput redirected) : IInputDevice
{
    public bool WantsInput => console.Input.IsWanted || redirected.IsWanted;

    public bool WantsSignal => console.CanInterrupt;

    public void InputArrived()
    {
        redirected.Pump();
        console.Pump();
    }
}
