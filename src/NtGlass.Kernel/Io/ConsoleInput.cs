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
    readonly LinkedList<IoTransfer> pending = new();
    bool ended;

    public bool WantsInput => pending.Count > 0;

    /// <summary>Reads what is there, or waits for it.</summary>
    public NtStatus Read(IoTransfer transfer)
    {
        Fetch();
        if (HasInput && pending.Count == 0) return Take(transfer);
        LinkedListNode<IoTransfer> place = pending.AddLast(transfer);
        return transfer.Request.Pend(() => pending.Remove(place));
    }

    public void InputArrived()
    {
        Fetch();
        while (HasInput && pending.First is { Value: var transfer })
        {
            pending.RemoveFirst();
            Take(transfer);
            Fetch();
        }
    }

    bool HasInput => ready.Count > 0 || ended;

    NtStatus Take(IoTransfer transfer)
    {
        if (transfer.Length == 0) return transfer.Request.Complete(NtStatus.Success, 0);
        Span<byte> bytes = Dequeue(transfer.Length);
        if (bytes.IsEmpty) return transfer.Request.Complete(NtStatus.EndOfFile, 0);
        NtStatus status = transfer.Request.CopyOut(transfer.Buffer, bytes);
        return transfer.Request.Complete(status, status.IsSuccess ? (uint)bytes.Length : 0);
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
}
