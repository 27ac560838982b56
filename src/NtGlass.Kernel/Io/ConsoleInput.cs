using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The console's input and the reads that wait for it.</summary>
sealed class ConsoleInput(IConsole console) : IInputDevice
{
    const int ReadAhead = 4096;

    readonly bool isTerminal = console.IsTerminal(ConsoleStream.Input);
    readonly Queue<byte> ready = new();
    readonly List<byte> line = [];
    readonly LinkedList<PendingRead> pending = new();
    bool ended;

    public bool WantsInput => pending.Any(read => read.Caller.State != ThreadState.Terminated);

    /// <summary>Reads what is there, or waits for it.</summary>
    public NtStatus Read(IoTransfer transfer)
    {
        Fetch();
        if (HasInput && pending.Count == 0) return Take(transfer);
        PendingRead read = new(transfer, new KEvent(EventType.Notification, false));
        pending.AddLast(read);
        if (transfer.File.IsSynchronous) return Wait(transfer.Request.Caller, read);
        transfer.Request.Hold();
        return NtStatus.Pending;
    }

    public void InputArrived()
    {
        Fetch();
        while (HasInput && pending.First?.Value is { } read)
        {
            pending.RemoveFirst();
            if (read.Transfer.File.IsSynchronous)
            {
                if (read.Caller.State == ThreadState.Terminated) continue;
                Ke.SetEvent(read.Arrived);
                return;
            }
            Span<byte> bytes = Dequeue(read.Transfer.Length);
            int copied = Mm.WriteMemory(read.Caller.Process, read.Transfer.Buffer.Address, bytes);
            NtStatus status = bytes.IsEmpty ? NtStatus.EndOfFile : copied < bytes.Length ? NtStatus.AccessViolation : NtStatus.Success;
            read.Transfer.Request.CompletePending(status, (uint)copied);
        }
    }

    /// <summary>Ends the pending reads of a file whose last handle is closed, or of one thread of it.</summary>
    public void Cancel(FileObject file, KThread? caller = null)
    {
        foreach (PendingRead read in pending.Where(read =>
            read.Transfer.File == file && !file.IsSynchronous && (caller is null || read.Caller == caller)).ToArray())
        {
            pending.Remove(read);
            read.Transfer.Request.CompletePending(NtStatus.Cancelled, 0);
        }
    }

    bool HasInput => ready.Count > 0 || ended;

    NtStatus Wait(KThread caller, PendingRead read) => Ke.Wait(
        caller, read.Arrived, new WaitTerms(caller.PreviousMode, read.Transfer.File.IsAlertable, null), (_, waitStatus) =>
        {
            pending.Remove(read);
            NtStatus status = waitStatus == NtStatus.Success ? TakeOrWaitAgain(read.Transfer) : NtStatus.Cancelled;
            InputArrived();
            return status;
        });

    NtStatus TakeOrWaitAgain(IoTransfer transfer)
    {
        Fetch();
        return HasInput ? Take(transfer) : Read(transfer);
    }

    NtStatus Take(IoTransfer transfer)
    {
        if (transfer.Length == 0) return transfer.Request.Complete(NtStatus.Success, 0);
        Span<byte> bytes = Dequeue(transfer.Length);
        if (bytes.IsEmpty) return transfer.Request.Complete(NtStatus.EndOfFile, 0);
        transfer.Buffer.Write(transfer.Request.Caller, bytes);
        return transfer.Request.Complete(NtStatus.Success, (uint)bytes.Length);
    }

    // A read of a terminal ends with the line.
    byte[] Dequeue(uint most)
    {
        List<byte> taken = [];
        while (taken.Count < most && ready.TryDequeue(out byte next))
        {
            taken.Add(next);
            if (isTerminal && next == '\n') break;
        }
        return [.. taken];
    }

    void Fetch()
    {
        Span<byte> buffer = stackalloc byte[ReadAhead];
        while (ready.Count == 0 && !ended)
        {
            int count = console.Read(buffer);
            if (count < 0) return;
            if (count == 0) End();
            else if (isTerminal) AddLines(buffer[..count]);
            else foreach (byte next in buffer[..count]) ready.Enqueue(next);
        }
    }

    // A console's cooked lines end in CR LF.
    void AddLines(ReadOnlySpan<byte> bytes)
    {
        foreach (byte next in bytes)
        {
            if (next == '\n' && (line.Count == 0 || line[^1] != '\r')) line.Add((byte)'\r');
            line.Add(next);
            if (next != '\n') continue;
            line.ForEach(ready.Enqueue);
            line.Clear();
        }
    }

    void End()
    {
        ended = true;
        line.ForEach(ready.Enqueue);
        line.Clear();
    }

    sealed record PendingRead(IoTransfer Transfer, KEvent Arrived)
    {
        public KThread Caller => Transfer.Request.Caller;
    }
}
