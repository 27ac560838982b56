using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that tell of changes of keys.</summary>
public static class KeyNotifyServices
{
    /// <summary>Tells once of the next change of a key, or of the tree below it.</summary>
    /// <inheritdoc cref="NtNotifyChangeMultipleKeys" path="/returns"/>
    [SystemService]
    public static NtStatus NtNotifyChangeKey(
        KThread caller, HandleOf<KeyObject> keyHandle, [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine, [Opt] GuestAddress apcContext,
        Out<IoStatusBlock> ioStatusBlock, uint completionFilter, bool watchTree, [Opt] UserBuffer buffer, uint bufferSize, bool asynchronous) =>
        NtNotifyChangeMultipleKeys(
            caller, keyHandle, 0, default, @event, apcRoutine, apcContext, ioStatusBlock, completionFilter, watchTree, buffer, bufferSize, asynchronous);

    /// <summary>Tells once of the next change of a key or of one other key.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for count, filter and a buffer that does not fit, STATUS_ACCESS_VIOLATION, errors of the handles and of the other key's
    /// name, STATUS_KEY_DELETED, STATUS_INSUFFICIENT_RESOURCES for too many, STATUS_PENDING; for a synchronous call STATUS_NOTIFY_CLEANUP or STATUS_SUCCESS at its end.</returns>
    [SystemService]
    public static NtStatus NtNotifyChangeMultipleKeys(
        KThread caller, HandleOf<KeyObject> masterKeyHandle, [Opt] uint count, [Opt] In<ObjectAttributes> subordinateObjects,
        [Opt] HandleOf<KEvent> @event, [Opt] GuestAddress apcRoutine, [Opt] GuestAddress apcContext, Out<IoStatusBlock> ioStatusBlock,
        uint completionFilter, bool watchTree, [Opt] UserBuffer buffer, uint bufferSize, bool asynchronous)
    {
        if (count > 1 || (completionFilter & ~KeyNotify.Legal) != 0) return NtStatus.InvalidParameter;
        ioStatusBlock.ProbeForWrite(caller);
        buffer.ProbeForWrite(caller, bufferSize, alignment: 4);
        NtStatus status = Cm.Reference(caller, masterKeyHandle, KeyRights.Notify, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            if (caller.Kernel.Cm.PendingNotifications >= KeyNotifyRequest.Most) return NtStatus.InsufficientResources;
            KeyObject? other = null;
            if (count == 1) status = OpenOther(caller, subordinateObjects, out other);
            if (status.IsError) return status;
            KEvent? signal = null;
            status = @event.IsNull ? NtStatus.Success : TakeEvent(caller, @event, out signal);
            if (status.IsError)
            {
                other?.Header.Dereference();
                return status;
            }
            KeyWatch watch = key.Object.Watch ??= new KeyWatch(key.Object.Node, completionFilter, watchTree);
            KeyWatch[] watches = other is null ? [watch] : [watch, new KeyWatch(other.Node, completionFilter, watchTree) { Owner = other }];
            KApc? apc = apcRoutine.IsNull
                ? null
                : new KApc { NormalRoutine = apcRoutine, NormalContext = apcContext.Value, SystemArgument1 = ioStatusBlock.Address.Value };
            bool missed = watch.TakeMissed();
            if (!asynchronous) return Wait(caller, ioStatusBlock, signal, watches, missed);
            var request = new KeyNotifyRequest(caller, ioStatusBlock, signal, apc, watches);
            if (missed) request.Complete(NtStatus.NotifyEnumDir);
            return NtStatus.Pending;
        }
    }

    /// <summary>A synchronous call: its thread waits, and the caller's event is told besides.</summary>
    static NtStatus Wait(KThread caller, Out<IoStatusBlock> block, KEvent? signal, KeyWatch[] watches, bool missed)
    {
        var done = new KEvent(EventType.Notification, isSignaled: false);
        done.Header.Reference();
        var request = new KeyNotifyRequest(caller, block, done, apc: null, watches);
        if (missed) request.Complete(NtStatus.NotifyEnumDir);
        return Ke.Wait(caller, done, new WaitTerms(ProcessorMode.User, IsAlertable: false, Timeout100ns: null), (_, waitStatus) =>
        {
            if (request.Status is null) request.Complete(NtStatus.NotifyCleanup);
            if (signal is not null)
            {
                Ke.SetEvent(signal);
                signal.Header.Dereference();
            }
            done.Header.Dereference();
            return waitStatus == NtStatus.Success && request.Status == NtStatus.NotifyEnumDir ? NtStatus.Success
                : waitStatus == NtStatus.Success ? request.Status!.Value
                : waitStatus;
        });
    }

    static NtStatus OpenOther(KThread caller, In<ObjectAttributes> attributes, out KeyObject? other)
    {
        other = null;
        if (attributes.IsNull) return NtStatus.AccessViolation;
        NtStatus status = CapturedAttributes.Capture(caller, attributes, out CapturedAttributes captured);
        return status.IsError ? status : Cm.Lookup(caller, captured, KeyRights.Notify, new KeyPacket(), out other);
    }

    static NtStatus TakeEvent(KThread caller, HandleOf<KEvent> handle, out KEvent? signal)
    {
        signal = null;
        NtStatus status = Ob.Reference(caller, handle, EventRights.ModifyState, out ObjectRef<KEvent> reference);
        if (status.IsError) return status;
        signal = reference.Object;
        Ke.ResetEvent(signal);
        return NtStatus.Success;
    }
}
