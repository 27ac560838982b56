namespace NtGlass.Kernel;

/// <summary>Two events by which a client and a server take turns.</summary>
public sealed class EventPair() : KernelObject(ObjectType)
{
    public static readonly ObjectType ObjectType = new("EventPair", new GenericMapping(0x120000, 0x120000, 0x120000, 0x1F0000), 0x1F0000);

    public KEvent Low { get; } = new(EventType.Synchronization, false);

    public KEvent High { get; } = new(EventType.Synchronization, false);
}
