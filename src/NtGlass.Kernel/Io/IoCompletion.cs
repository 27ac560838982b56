namespace NtGlass.Kernel;

/// <summary>What a completion port hands to a thread.</summary>
readonly record struct IoCompletionPacket(uint Key, uint ApcContext, IoStatusBlock Result);

/// <summary>An I/O completion port: a queue that threads wait at.</summary>
public sealed class IoCompletion() : DispatcherObject(ObjectType)
{
    public static readonly ObjectType ObjectType = new("IoCompletion", new GenericMapping(0x20001, 0x20002, 0x120000, 0x1F0003), 0x1F0003);

    /// <summary>The most packets that a program can leave in a port.</summary>
    const int MostPackets = 1 << 20;

    readonly Queue<IoCompletionPacket> packets = new();
    int promised;
    bool isAbandoned;

    public int Depth => packets.Count;

    public bool IsFull => packets.Count >= MostPackets;

    /// <summary>Puts a packet in; it is lost where nobody can take it any more and where nobody has taken the most that a port holds.</summary>
    internal void Post(IoCompletionPacket packet)
    {
        if (isAbandoned || IsFull) return;
        packets.Enqueue(packet);
        SignalState = packets.Count - promised;
        Ke.Test(this, 0);
    }

    /// <summary>Takes the packet that a satisfied wait stands for, and more as long as there are others.</summary>
    internal IoCompletionPacket[] Take(uint most)
    {
        promised--;
        List<IoCompletionPacket> taken = [packets.Dequeue()];
        while (taken.Count < most && packets.Count > promised) taken.Add(packets.Dequeue());
        SignalState = packets.Count - promised;
        return [.. taken];
    }

    protected internal override bool IsSignaledFor(KThread thread) => isAbandoned || SignalState > 0;

    protected internal override bool Satisfy(KThread thread)
    {
        if (isAbandoned) return true;
        promised++;
        SignalState--;
        return false;
    }

    // Who still waits when the last handle is closed hears that the port is abandoned.
    protected internal override void OnClose(EProcess process, uint grantedAccess)
    {
        if (Header.HandleCount > 0) return;
        isAbandoned = true;
        Ke.Test(this, 0);
    }
}
