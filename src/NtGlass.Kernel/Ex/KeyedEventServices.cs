using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of keyed events.</summary>
public static class KeyedEventServices
{
    const uint WaitAccess = 1, WakeAccess = 2;

    /// <summary>Makes a keyed event.</summary>
    [SystemService]
    public static NtStatus NtCreateKeyedEvent(
        KThread caller, Out<Handle> keyedEventHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, uint flags)
    {
        keyedEventHandle.ProbeForWrite(caller);
        if (flags != 0) return NtStatus.InvalidParameter4;
        return Ob.Create(caller, keyedEventHandle, desiredAccess, objectAttributes, _ => new KeyedEvent());
    }

    /// <summary>Opens a keyed event by its name.</summary>
    [SystemService]
    public static NtStatus NtOpenKeyedEvent(KThread caller, Out<Handle> keyedEventHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<KeyedEvent>(caller, keyedEventHandle, desiredAccess, objectAttributes);

    /// <summary>Waits until another thread releases the same key.</summary>
    [SystemService]
    public static NtStatus NtWaitForKeyedEvent(
        KThread caller, [Opt] HandleOf<KeyedEvent> keyedEventHandle, uint keyValue, bool alertable, [Opt] In<long> timeout) =>
        Meet(caller, keyedEventHandle, keyValue, alertable, timeout, isRelease: false);

    /// <summary>Releases one thread that waits for the key, and waits for one to come where there is none.</summary>
    [SystemService]
    public static NtStatus NtReleaseKeyedEvent(
        KThread caller, [Opt] HandleOf<KeyedEvent> keyedEventHandle, uint keyValue, bool alertable, [Opt] In<long> timeout) =>
        Meet(caller, keyedEventHandle, keyValue, alertable, timeout, isRelease: true);

    static NtStatus Meet(KThread caller, HandleOf<KeyedEvent> handle, uint key, bool alertable, In<long> timeout, bool isRelease)
    {
        if ((key & 1) != 0) return NtStatus.InvalidParameter1;
        long? limit = timeout.ReadIfPresent(caller);
        NtStatus status = Ob.Reference(caller, handle, isRelease ? WakeAccess : WaitAccess, out ObjectRef<KeyedEvent> reference);
        if (status.IsError) return status;
        KeyedEvent place = reference.Object;
        if (place.TryMeet(caller, key, isRelease))
        {
            reference.Dispose();
            return NtStatus.Success;
        }
        KeyedEvent.Party party = place.Stay(caller, key, isRelease);
        return Ke.Wait(caller, party.Met, new WaitTerms(caller.PreviousMode, alertable, limit), (_, waitStatus) =>
        {
            place.Leave(party);
            reference.Dispose();
            return waitStatus;
        });
    }
}
