using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of event pairs.</summary>
public static class EventPairServices
{
    /// <summary>Makes an event pair.</summary>
    [SystemService]
    public static NtStatus NtCreateEventPair(
        KThread caller, Out<Handle> eventPairHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes)
    {
        eventPairHandle.ProbeForWrite(caller);
        return Ob.Create(caller, eventPairHandle, desiredAccess, objectAttributes, _ => new EventPair());
    }

    /// <summary>Opens an event pair by its name.</summary>
    [SystemService]
    public static NtStatus NtOpenEventPair(
        KThread caller, Out<Handle> eventPairHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<EventPair>(caller, eventPairHandle, desiredAccess, objectAttributes);

    /// <summary>Signals the low event.</summary>
    [SystemService]
    public static NtStatus NtSetLowEventPair(KThread caller, HandleOf<EventPair> eventPairHandle) => Act(caller, eventPairHandle, pair => pair.Low, null);

    /// <summary>Signals the high event.</summary>
    [SystemService]
    public static NtStatus NtSetHighEventPair(KThread caller, HandleOf<EventPair> eventPairHandle) => Act(caller, eventPairHandle, pair => pair.High, null);

    /// <summary>Waits for the low event.</summary>
    [SystemService]
    public static NtStatus NtWaitLowEventPair(KThread caller, HandleOf<EventPair> eventPairHandle) => Act(caller, eventPairHandle, null, pair => pair.Low);

    /// <summary>Waits for the high event.</summary>
    [SystemService]
    public static NtStatus NtWaitHighEventPair(KThread caller, HandleOf<EventPair> eventPairHandle) => Act(caller, eventPairHandle, null, pair => pair.High);

    /// <summary>Signals the low event and waits for the high one.</summary>
    [SystemService]
    public static NtStatus NtSetLowWaitHighEventPair(KThread caller, HandleOf<EventPair> eventPairHandle) =>
        Act(caller, eventPairHandle, pair => pair.Low, pair => pair.High);

    /// <summary>Signals the high event and waits for the low one.</summary>
    [SystemService]
    public static NtStatus NtSetHighWaitLowEventPair(KThread caller, HandleOf<EventPair> eventPairHandle) =>
        Act(caller, eventPairHandle, pair => pair.High, pair => pair.Low);

    static NtStatus Act(KThread caller, HandleOf<EventPair> handle, Func<EventPair, KEvent>? set, Func<EventPair, KEvent>? await)
    {
        NtStatus status = Ob.Reference(caller, handle, AccessMask.Synchronize, out ObjectRef<EventPair> reference);
        if (status.IsError) return status;
        if (set is not null) Ke.SetEvent(set(reference.Object));
        if (await is not null)
            return Ke.Wait(caller, await(reference.Object), new WaitTerms(caller.PreviousMode, false, null), (_, waitStatus) =>
            {
                reference.Dispose();
                return waitStatus;
            });
        reference.Dispose();
        return NtStatus.Success;
    }
}
