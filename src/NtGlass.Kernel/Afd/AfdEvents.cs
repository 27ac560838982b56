using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The calls about being told, and about not waiting.</summary>
static class AfdEvents
{
    const int EventSelectBytes = 8, MessageSelectBytes = 16;

    /// <summary>AFD_ENUM_NETWORK_EVENTS: the events, then a status for each of 13.</summary>
    const int GetEventsBytes = 56, ResetBit = 4, ConnectErrorBit = 8;

    /// <returns>STATUS_INVALID_PARAMETER for too few bytes or a handle that is no event's, STATUS_SUCCESS.</returns>
    public static NtStatus EventSelect(AfdCall call)
    {
        if (call.Input.Length < EventSelectBytes) return NtStatus.InvalidParameter;
        Handle handle = new(call.UInt32(0));
        var mask = (SocketEvents)call.UInt32(4);
        KEvent? asked = null;
        if (!handle.IsNull || mask != SocketEvents.None)
        {
            NtStatus status = Ob.Reference(call.Control.Caller, handle, EventRights.ModifyState, out ObjectRef<KEvent> reference);
            if (status.IsError) return NtStatus.InvalidParameter;
            asked = reference.Object;
        }
        AfdEndpoint endpoint = call.Endpoint;
        endpoint.Selection.Set(asked, mask);
        endpoint.IsNonBlocking = true;
        endpoint.Record(SocketEvents.None);
        return call.Done();
    }

    /// <returns>STATUS_INVALID_PARAMETER, STATUS_SUCCESS.</returns>
    public static NtStatus GetEvents(AfdCall call)
    {
        if (call.Control.OutputLength < GetEventsBytes) return NtStatus.InvalidParameter;
        SocketEvents taken = call.Endpoint.Selection.Take();
        GuestRecord answer = new GuestRecord(GetEventsBytes).Set(0, (uint)taken);
        uint error = call.Socket.Error.Code;
        if ((taken & SocketEvents.ConnectError) != 0) answer.Set(4 + ConnectErrorBit * 4, error);
        if ((taken & SocketEvents.Reset) != 0) answer.Set(4 + ResetBit * 4, error);
        return call.Answer(answer.Bytes);
    }

    /// <summary>WSAAsyncSelect: there is no window to tell.</summary>
    /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_NOT_SUPPORTED for a window, STATUS_SUCCESS.</returns>
    public static NtStatus MessageSelect(AfdCall call)
    {
        if (call.Input.Length < MessageSelectBytes) return NtStatus.BufferTooSmall;
        if (call.UInt32(4) != 0 && call.UInt32(12) != 0) return NtStatus.NotSupported;
        call.Endpoint.Selection.Set(null, SocketEvents.None);
        call.Endpoint.IsNonBlocking = true;
        return call.Done();
    }

    /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_PARAMETER while events are asked for, STATUS_SUCCESS.</returns>
    public static NtStatus SetNonBlocking(AfdCall call)
    {
        if (call.Input.Length < sizeof(uint)) return NtStatus.BufferTooSmall;
        bool isNonBlocking = call.UInt32(0) != 0;
        if (!isNonBlocking && call.Endpoint.Selection.Mask != SocketEvents.None) return NtStatus.InvalidParameter;
        call.Endpoint.IsNonBlocking = isNonBlocking;
        return call.Done();
    }

    /// <summary>The machine's addresses never change: the request waits until it is cancelled.</summary>
    /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_DEVICE_NOT_READY, STATUS_PENDING.</returns>
    public static NtStatus AddressListChange(AfdCall call)
    {
        if (call.Input.Length < sizeof(uint)) return NtStatus.BufferTooSmall;
        bool isAsync = call.UInt32(0) != 0;
        return call.Endpoint.IsNonBlocking && !isAsync ? NtStatus.DeviceNotReady : call.Control.Request.Pend(static () => { });
    }

    /// <summary>Tells a status as if a request had ended with it.</summary>
    public static NtStatus CompleteAsync(AfdCall call) =>
        call.Input.Length != sizeof(uint) ? NtStatus.BufferTooSmall : call.End(new NtStatus(call.UInt32(0)));
}
