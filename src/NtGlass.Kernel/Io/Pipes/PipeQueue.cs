using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What goes one way through a pipe: data that nobody has read yet, or reads that wait for data.</summary>
sealed class PipeQueue(uint quota, BufferBudget budget)
{
    /// <summary>The most bytes of one write that the kernel holds.</summary>
    const uint MostWritten = 16 << 20;

    readonly LinkedList<Entry> entries = new();
    readonly LinkedList<(IoTransfer Transfer, PipeMode Mode)> readers = new();
    readonly LinkedList<IoRequest> flushes = new();

    public bool HasData => entries.Count > 0;

    /// <summary>Bytes that can be read.</summary>
    public long Bytes { get; private set; }

    /// <summary>Messages that can be read.</summary>
    public int Messages => entries.Count;

    /// <summary>Bytes of the first message that are left.</summary>
    public int FirstLength => entries.First?.Value.Left ?? 0;

    public uint Room => (uint)Math.Max(0, quota - Bytes);

    public NtStatus Read(IoTransfer transfer, PipeMode mode)
    {
        if (HasData)
        {
            NtStatus status = Give(transfer, mode);
            EndWrites();
            return status;
        }
        LinkedListNode<(IoTransfer, PipeMode)> place = readers.AddLast((transfer, mode));
        return transfer.Request.Pend(() => readers.Remove(place));
    }

    /// <returns>STATUS_INSUFFICIENT_RESOURCES, STATUS_PENDING while it waits for the reader, STATUS_SUCCESS.</returns>
    public NtStatus Write(IoTransfer transfer, PipeMode type, bool isNonBlocking)
    {
        if (transfer.Length > MostWritten) return NtStatus.InsufficientResources;
        if (transfer.Length == 0 && type == PipeMode.Byte) return transfer.Request.Complete(NtStatus.Success, 0);
        if (isNonBlocking && readers.Count == 0 && transfer.Length > Room)
        {
            if (type == PipeMode.Message || Room == 0) return transfer.Request.Complete(NtStatus.Success, 0);
            transfer = transfer with { Length = Room };
        }
        if (!budget.TryCharge(transfer.Length)) return NtStatus.InsufficientResources;
        LinkedListNode<Entry> place = Add(Capture(transfer));
        Match();
        if (place.List is null || isNonBlocking || Bytes <= quota) return transfer.Request.Complete(NtStatus.Success, transfer.Length);
        place.Value.Writer = transfer.Request;
        return transfer.Request.Pend(() => Forget(place));
    }

    /// <summary>Puts in a message whatever the quota says.</summary>
    /// <returns>STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS.</returns>
    public NtStatus Put(byte[] message)
    {
        if (!budget.TryCharge(message.Length)) return NtStatus.InsufficientResources;
        Add(message);
        Match();
        return NtStatus.Success;
    }

    /// <summary>Copies what a read would get, and leaves it there.</summary>
    public byte[] Peek(uint most, PipeMode mode)
    {
        List<byte> seen = [];
        foreach (Entry entry in entries)
        {
            seen.AddRange(entry.Rest[..(int)Math.Min(entry.Left, most - seen.Count)]);
            if (mode == PipeMode.Message || seen.Count == most) break;
        }
        return [.. seen];
    }

    public NtStatus Flush(IoRequest request)
    {
        if (!HasData) return request.Complete(NtStatus.Success, 0);
        LinkedListNode<IoRequest> place = flushes.AddLast(request);
        return request.Pend(() => flushes.Remove(place));
    }

    /// <summary>Drops the data; all that waits ends with a status.</summary>
    public void End(NtStatus status)
    {
        IoRequest[] writers = [.. entries.Select(entry => entry.Writer).OfType<IoRequest>()];
        while (entries.First is { } place) Remove(place);
        foreach (IoRequest writer in writers) writer.Complete(status, 0);
        EndFlushes(status);
        EndReaders(status);
    }

    public void EndReaders(NtStatus status)
    {
        while (readers.First is { Value: var (transfer, _) })
        {
            readers.RemoveFirst();
            transfer.Request.Complete(status, 0);
        }
    }

    byte[] Capture(IoTransfer transfer)
    {
        try
        {
            byte[] bytes = new byte[transfer.Length];
            transfer.Buffer.Read(transfer.Request.Caller, bytes);
            return bytes;
        }
        catch (GuestAccessViolation)
        {
            budget.Return(transfer.Length);
            throw;
        }
    }

    LinkedListNode<Entry> Add(byte[] data)
    {
        Bytes += data.Length;
        return entries.AddLast(new Entry(data));
    }

    // What a closed end has written can still be read; a cancelled write cannot.
    void Forget(LinkedListNode<Entry> place)
    {
        if (place.Value.Writer is { File.IsCleanedUp: true }) place.Value.Writer = null;
        else Remove(place);
    }

    void Match()
    {
        while (HasData && readers.First is { Value: var (transfer, mode) })
        {
            readers.RemoveFirst();
            Give(transfer, mode);
        }
        EndWrites();
    }

    NtStatus Give(IoTransfer transfer, PipeMode mode)
    {
        uint done = 0;
        NtStatus status = NtStatus.Success;
        while (entries.First is { Value: var entry } place && status == NtStatus.Success)
        {
            int count = (int)Math.Min(entry.Left, transfer.Length - done);
            status = transfer.Request.CopyOut(transfer.Buffer.Slice(done), entry.Rest[..count]);
            if (status.IsError) break;
            entry.Taken += count;
            Bytes -= count;
            done += (uint)count;
            if (entry.Left > 0)
            {
                if (mode == PipeMode.Message) status = NtStatus.BufferOverflow;
                break;
            }
            Remove(place);
            entry.Writer?.Complete(NtStatus.Success, entry.Length);
            if (mode == PipeMode.Message) break;
        }
        return transfer.Request.Complete(status, status.IsError ? 0 : done);
    }

    /// <summary>Writes whose data fits into the quota by now end, and so do flushes when all is read.</summary>
    void EndWrites()
    {
        long before = 0;
        foreach (Entry entry in entries.ToArray())
        {
            before += entry.Left;
            if (before > quota) break;
            IoRequest? writer = entry.Writer;
            entry.Writer = null;
            writer?.Complete(NtStatus.Success, entry.Length);
        }
        if (!HasData) EndFlushes(NtStatus.Success);
    }

    void EndFlushes(NtStatus status)
    {
        while (flushes.First is { Value: var request })
        {
            flushes.RemoveFirst();
            request.Complete(status, 0);
        }
    }

    void Remove(LinkedListNode<Entry> place)
    {
        if (place.List is null) return;
        Bytes -= place.Value.Left;
        budget.Return(place.Value.Length);
        entries.Remove(place);
    }

    /// <summary>The data of one write.</summary>
    sealed class Entry(byte[] data)
    {
        public uint Length => (uint)data.Length;

        public int Taken { get; set; }

        public int Left => data.Length - Taken;

        public ReadOnlySpan<byte> Rest => data.AsSpan(Taken);

        /// <summary>The request of a write that waits for its data to be read.</summary>
        public IoRequest? Writer { get; set; }
    }
}
