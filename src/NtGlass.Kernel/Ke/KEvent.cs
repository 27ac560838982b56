namespace NtGlass.Kernel;

/// <summary>EVENT_TYPE.</summary>
public enum EventType : uint
{
    /// <summary>Manual reset: stays signaled, releases every waiter.</summary>
    Notification = 0,

    /// <summary>Auto reset: releases one waiter.</summary>
    Synchronization = 1,
}

/// <summary>An event.</summary>
public sealed class KEvent : DispatcherObject
{
    public static readonly ObjectType ObjectType = new("Event", new GenericMapping(0x20001, 0x20002, 0x120000, 0x1F0003), 0x1F0003);

    public KEvent(EventType kind, bool isSignaled)
        : base(ObjectType)
    {
        Kind = kind;
        SignalState = isSignaled ? 1 : 0;
    }

    public EventType Kind { get; }

    protected internal override bool Satisfy(KThread thread)
    {
        if (Kind == EventType.Synchronization) SignalState = 0;
        return false;
    }
}
