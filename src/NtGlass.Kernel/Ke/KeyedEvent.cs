namespace NtGlass.Kernel;

/// <summary>A keyed event: threads meet there by a key, one that waits and one that releases.</summary>
public sealed class KeyedEvent() : KernelObject(ObjectType)
{
    public static readonly ObjectType ObjectType = new("KeyedEvent", new GenericMapping(0x20001, 0x20002, 0x20000, 0xF0003), 0xF0003);

    readonly List<Party> parties = [];

    /// <summary>Meets a thread that is here with the same key for the other purpose.</summary>
    /// <returns>False when there is none.</returns>
    internal bool TryMeet(KThread thread, uint key, bool isRelease)
    {
        Party? other = parties.Find(party => party.Key == key && party.IsRelease != isRelease && party.Thread.Process == thread.Process);
        if (other is null) return false;
        parties.Remove(other);
        Ke.SetEvent(other.Met);
        return true;
    }

    /// <summary>Stays here until somebody comes; the event is set then.</summary>
    internal Party Stay(KThread thread, uint key, bool isRelease)
    {
        var party = new Party(thread, key, isRelease);
        parties.Add(party);
        return party;
    }

    internal void Leave(Party party) => parties.Remove(party);

    /// <summary>A thread that has come first.</summary>
    internal sealed record Party(KThread Thread, uint Key, bool IsRelease)
    {
        public KEvent Met { get; } = new(EventType.Synchronization, isSignaled: false);
    }
}
