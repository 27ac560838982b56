using System.Net;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The calls that move data.</summary>
static class AfdTransfers
{
    const int ReceiveBytes = 16, ReceiveMessageBytes = 48, SendMessageBytes = 32;

    // AFD_RECV_INFO's own flags.
    const uint AfdForceAsync = 2, AfdNormal = 0x20, AfdOutOfBand = 0x40, AfdPeek = 0x80, AfdWaitAll = 0x4000;

    /// <summary>Does a receive, or lets it wait.</summary>
    /// <param name="reacts">The event that a receive of this kind reacts to.</param>
    public static NtStatus Receive(AfdEndpoint endpoint, AfdReceive receive, bool mayWait, SocketEvents reacts, uint timeoutMs = 0)
    {
        endpoint.Selection.Enable(reacts);
        NtStatus status = AfdEndpoint.Begin(receive, endpoint.Reads, mayWait, timeoutMs);
        endpoint.Record(SocketEvents.None);
        return status;
    }

    /// <summary>Does a send, or lets it wait.</summary>
    public static NtStatus Send(AfdEndpoint endpoint, AfdOperation send, bool mayWait, uint timeoutMs = 0)
    {
        NtStatus status = AfdEndpoint.Begin(send, endpoint.Writes, mayWait, timeoutMs);
        if (status == NtStatus.DeviceNotReady) endpoint.Selection.Enable(SocketEvents.Write);
        return status;
    }

    /// <returns>STATUS_INVALID_PARAMETER, STATUS_ACCESS_VIOLATION, what the socket says, STATUS_DEVICE_NOT_READY, STATUS_PENDING,
    /// STATUS_SUCCESS.</returns>
    public static NtStatus Receive(AfdCall call)
    {
        if (call.Input.Length < ReceiveBytes) return NtStatus.InvalidParameter;
        uint kind = call.UInt32(12);
        if ((kind & AfdNormal) != 0 == ((kind & AfdOutOfBand) != 0)) return NtStatus.InvalidParameter;
        MessageFlags flags = ((kind & AfdOutOfBand) != 0 ? MessageFlags.OutOfBand : 0)
            | ((kind & AfdPeek) != 0 ? MessageFlags.Peek : 0)
            | ((kind & AfdWaitAll) != 0 ? MessageFlags.WaitAll : 0);
        NtStatus status = AfdBuffers.Read(call.Control.Caller, call.Pointer(0), call.UInt32(4), isWritten: true, out AfdBuffers buffers);
        return status.IsError ? status : Receive(call, buffers, flags, default, (call.UInt32(8) & AfdForceAsync) != 0);
    }

    /// <returns>STATUS_BUFFER_TOO_SMALL, then as <see cref="Receive(AfdCall)"/>; STATUS_BUFFER_OVERFLOW for a message that does not fit.</returns>
    public static NtStatus ReceiveMessage(AfdCall call)
    {
        if (call.Input.Length < ReceiveMessageBytes) return NtStatus.BufferTooSmall;
        KThread caller = call.Control.Caller;
        var flags = (MessageFlags)new In<uint>(call.Pointer(24)).Read(caller);
        NtStatus status = AfdBuffers.Read(caller, call.Pointer(40), call.UInt32(36), isWritten: true, out AfdBuffers buffers);
        if (status.IsError) return status;
        AfdReceiveExtras extras = ReadExtras(caller, call.Pointer(0), call.Pointer(8), call.Pointer(16));
        return Receive(call, buffers, flags, extras, call.UInt32(32) != 0);
    }

    /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_PARAMETER, STATUS_ACCESS_VIOLATION, STATUS_INVALID_ADDRESS, what the socket says,
    /// STATUS_DEVICE_NOT_READY, STATUS_PENDING, STATUS_SUCCESS.</returns>
    public static NtStatus SendMessage(AfdCall call)
    {
        if (call.Input.Length < SendMessageBytes) return NtStatus.BufferTooSmall;
        (KThread caller, AfdEndpoint endpoint) = (call.Control.Caller, call.Endpoint);
        NtStatus status = AfdBuffers.Read(caller, call.Pointer(24), call.UInt32(20), isWritten: false, out AfdBuffers buffers);
        IPEndPoint? to = null;
        if (status.IsSuccess && !call.Pointer(0).IsNull) status = ReadName(caller, call.Pointer(0), call.UInt32(8), out to);
        if (status.IsError) return status;
        bool isAsync = call.UInt32(16) != 0;
        AfdSend send = new(call.Control.Request, endpoint, buffers, (MessageFlags)call.UInt32(12), to);
        return Send(endpoint, send, isAsync || !endpoint.IsNonBlocking, TimeoutFor(endpoint, isAsync, endpoint.Options.SendTimeoutMs));
    }

    static NtStatus Receive(AfdCall call, AfdBuffers buffers, MessageFlags flags, AfdReceiveExtras extras, bool isAsync)
    {
        AfdEndpoint endpoint = call.Endpoint;
        bool isUrgent = (flags & MessageFlags.OutOfBand) != 0;
        AfdReceive receive = new(call.Control.Request, endpoint, buffers, flags, extras);
        if (isUrgent) return Receive(endpoint, receive, mayWait: false, SocketEvents.OutOfBand);
        bool mayWait = isAsync || !endpoint.IsNonBlocking;
        return Receive(endpoint, receive, mayWait, SocketEvents.Read, TimeoutFor(endpoint, isAsync, endpoint.Options.ReceiveTimeoutMs));
    }

    // SO_RCVTIMEO and SO_SNDTIMEO are for calls that block.
    static uint TimeoutFor(AfdEndpoint endpoint, bool isAsync, uint timeoutMs) =>
        !isAsync && !endpoint.IsNonBlocking && endpoint.IsOverlapped ? timeoutMs : 0;

    static AfdReceiveExtras ReadExtras(KThread caller, GuestAddress control, GuestAddress from, GuestAddress fromLength)
    {
        AfdReceiveExtras extras = default;
        if (!from.IsNull && !fromLength.IsNull)
        {
            uint space = Math.Min(new InOut<uint>(fromLength).Read(caller), SocketAddress.MostBytes);
            new Out<uint>(fromLength).ProbeForWrite(caller);
            new UserBuffer(from).ProbeForWrite(caller, space, alignment: 1);
            extras = extras with { From = new UserBuffer(from), FromSpace = space, FromLength = new UserBuffer(fromLength) };
        }
        if (control.IsNull) return extras;
        uint controlSpace = new In<uint>(control).Read(caller);
        UserBuffer controlBuffer = new(new In<GuestAddress>(control + 4).Read(caller));
        new Out<uint>(control).ProbeForWrite(caller);
        controlBuffer.ProbeForWrite(caller, controlSpace, alignment: 1);
        return extras with { Control = controlBuffer, ControlSpace = controlSpace, ControlLength = new UserBuffer(control) };
    }

    static NtStatus ReadName(KThread caller, GuestAddress address, uint length, out IPEndPoint? name)
    {
        byte[] bytes = new byte[Math.Min(length, SocketAddress.MostBytes)];
        UserMemory.Read(caller, address, bytes);
        NtStatus status = SocketAddress.Read(bytes, out IPEndPoint read);
        name = read;
        return status;
    }
}
