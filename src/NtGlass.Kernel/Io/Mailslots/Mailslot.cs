using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What NtCreateMailslotFile was asked for.</summary>
/// <param name="ReadTimeout100ns">How long a read waits; null for ever.</param>
sealed record MailslotParameters(uint Quota, uint MaximumMessageSize, long? ReadTimeout100ns);

/// <summary>A mailslot: the context of the file that reads from it.</summary>
sealed class Mailslot(MailslotParameters parameters, BufferBudget budget)
{
    const uint NoMessage = 0xFFFFFFFF;

    readonly Queue<byte[]> messages = new();
    readonly LinkedList<PendingRead> readers = new();
    bool isClosed;

    public ShareAccess Sharing { get; } = new();

    public long ReadTimeout100ns { get; set; } = parameters.ReadTimeout100ns ?? long.MinValue;

    public int Messages => messages.Count;

    public long Bytes { get; private set; }

    public uint NextLength => messages.TryPeek(out byte[]? next) ? (uint)next.Length : NoMessage;

    // The kernel of NT, its Win32 layer and that of Wine each write "for ever" in their own way.
    bool WaitsForEver => ReadTimeout100ns is long.MinValue or long.MaxValue or -1;

    /// <returns>STATUS_BUFFER_TOO_SMALL for a message that does not fit and stays, STATUS_IO_TIMEOUT, STATUS_PENDING, STATUS_SUCCESS.</returns>
    public NtStatus Read(IoTransfer transfer)
    {
        if (messages.Count > 0) return Give(transfer);
        if (ReadTimeout100ns == 0) return NtStatus.IoTimeout;
        PendingRead read = new(this, transfer);
        readers.AddLast(read);
        if (!WaitsForEver) transfer.Request.Caller.Kernel.Dispatcher.Timers.Insert(read, transfer.Request.Caller.Kernel.Clock.DueTime(ReadTimeout100ns));
        return transfer.Request.Pend(read.Forget);
    }

    /// <returns>STATUS_FILE_FORCED_CLOSED when nobody can read any more, STATUS_INVALID_PARAMETER for too long a message,
    /// STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS.</returns>
    public NtStatus Write(IoTransfer transfer)
    {
        if (isClosed) return NtStatus.FileForcedClosed;
        if (parameters.MaximumMessageSize > 0 && transfer.Length > parameters.MaximumMessageSize) return NtStatus.InvalidParameter;
        if (!budget.TryCharge(transfer.Length)) return NtStatus.InsufficientResources;
        byte[] message;
        try
        {
            message = new byte[transfer.Length];
            transfer.Buffer.Read(transfer.Request.Caller, message);
        }
        catch (GuestAccessViolation)
        {
            budget.Return(transfer.Length);
            throw;
        }
        messages.Enqueue(message);
        Bytes += message.Length;
        while (messages.Count > 0 && readers.First is { Value: var read })
        {
            read.Forget();
            Give(read.Transfer);
        }
        return transfer.Request.Complete(NtStatus.Success, transfer.Length);
    }

    /// <summary>The reading file is closed.</summary>
    public void Close()
    {
        isClosed = true;
        while (messages.TryDequeue(out byte[]? message)) budget.Return(message.Length);
    }

    /// <summary>FILE_MAILSLOT_QUERY_INFORMATION.</summary>
    public byte[] Information() => new GuestRecord(0x18)
        .Set(0, parameters.MaximumMessageSize).Set(4, parameters.Quota).Set(8, NextLength).Set(0xC, (uint)Messages)
        .Set(0x10, ReadTimeout100ns).Bytes;

    NtStatus Give(IoTransfer transfer)
    {
        byte[] message = messages.Peek();
        if (message.Length > transfer.Length) return transfer.Request.Complete(NtStatus.BufferTooSmall, 0);
        NtStatus copied = transfer.Request.CopyOut(transfer.Buffer, message);
        if (!copied.IsSuccess) return transfer.Request.Complete(copied, 0);
        messages.Dequeue();
        Bytes -= message.Length;
        budget.Return(message.Length);
        return transfer.Request.Complete(NtStatus.Success, (uint)message.Length);
    }

    sealed class PendingRead(Mailslot slot, IoTransfer transfer) : TimerTarget
    {
        public IoTransfer Transfer => transfer;

        public void Forget()
        {
            transfer.Request.Caller.Kernel.Dispatcher.Timers.Remove(this);
            slot.readers.Remove(this);
        }

        internal override void Expire()
        {
            Forget();
            transfer.Request.Complete(NtStatus.IoTimeout, 0);
        }
    }
}
