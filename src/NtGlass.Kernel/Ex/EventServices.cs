using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of events.</summary>
public static class EventServices
{
    /// <summary>Makes an event.</summary>
    [SystemService]
    public static NtStatus NtCreateEvent(
        KThread caller, Out<Handle> eventHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, EventType eventType, bool initialState)
    {
        eventHandle.ProbeForWrite(caller);
        if (eventType > EventType.Synchronization) return NtStatus.InvalidParameter;
        return Ob.Create(caller, eventHandle, desiredAccess, objectAttributes, _ => new KEvent(eventType, initialState));
    }

    /// <summary>Opens an event by its name.</summary>
    [SystemService]
    public static NtStatus NtOpenEvent(KThread caller, Out<Handle> eventHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<KEvent>(caller, eventHandle, desiredAccess, objectAttributes);

    /// <summary>Makes an event signaled and releases who waits for it.</summary>
    [SystemService]
    public static NtStatus NtSetEvent(KThread caller, HandleOf<KEvent> eventHandle, [Opt] Out<int> previousState) =>
        Change(caller, eventHandle, previousState, target => Ke.SetEvent(target));

    /// <summary>Makes an event unsignaled.</summary>
    [SystemService]
    public static NtStatus NtResetEvent(KThread caller, HandleOf<KEvent> eventHandle, [Opt] Out<int> previousState) =>
        Change(caller, eventHandle, previousState, Ke.ResetEvent);

    /// <summary>Makes an event unsignaled.</summary>
    [SystemService]
    public static NtStatus NtClearEvent(KThread caller, HandleOf<KEvent> eventHandle) =>
        Change(caller, eventHandle, default, Ke.ResetEvent);

    /// <summary>Releases who waits for an event now and leaves it unsignaled.</summary>
    [SystemService]
    public static NtStatus NtPulseEvent(KThread caller, HandleOf<KEvent> eventHandle, [Opt] Out<int> previousState) =>
        Change(caller, eventHandle, previousState, Ke.PulseEvent);

    /// <summary>Makes an event signaled; the thread that waited gets the setter's priority on XP, which one processor does not need.</summary>
    [SystemService(Missing = "the boost: the waiter gets an event's ordinary one")]
    public static NtStatus NtSetEventBoostPriority(KThread caller, HandleOf<KEvent> eventHandle) =>
        Change(caller, eventHandle, default, target => Ke.SetEvent(target));

    /// <summary>Tells an event's type and state.</summary>
    [SystemService(Missing = "")]
    public static NtStatus NtQueryEvent(
        KThread caller, HandleOf<KEvent> eventHandle, uint eventInformationClass, UserBuffer eventInformation,
        uint eventInformationLength, [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, eventInformation, eventInformationLength, returnLength);
        return answer.Basic(eventHandle, eventInformationClass, EventRights.QueryState, length: 8, target =>
            new GuestRecord(8).Set(0, (uint)target.Kind).Set(4, (uint)target.SignalState).Bytes);
    }

    static NtStatus Change(KThread caller, HandleOf<KEvent> handle, Out<int> previousState, Func<KEvent, int> change)
    {
        previousState.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, handle, EventRights.ModifyState, out ObjectRef<KEvent> reference);
        if (status.IsError) return status;
        using (reference) previousState.WriteIfPresent(caller, change(reference.Object));
        return NtStatus.Success;
    }
}
