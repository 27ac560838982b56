namespace NtGlass.Kernel;

/// <summary>What a completion port hands to a thread.</summary>
readonly record struct IoCompletionPacket(uint Key, uint ApcContext, IoStatusBlock Result);

/// <summary>An I/O completion port: a queue that threads wait at.</summary>
public sealed class IoCompletion() : DispatcherObject(ObjectType)
{
    public static readonly ObjectType ObjectType = new("IoCompletion", new GenericMapping(0x20001, 0x20002, 0x120000, 0x1F0003), 0x1F0003);

    readonly Queue<IoCompletionPacket> packets = new();
    int promised;

    public int Depth => packets.Count;

    internal void Post(IoCompletionPacket packet)
    {
        packets.Enqueue(packet);
        SignalState = packets.Count - promised;
        Ke.Test(this, 0);
    }

    /// <summary>Takes the packet that a satisfied wait stands for.</summary>
    internal IoCompletionPacket Take()
    {
        promised--;
        return packets.Dequeue();
    }

    protected internal override bool Satisfy(KThread thread)
    {
        promised++;
        SignalState--;
        return false;
    }
}
