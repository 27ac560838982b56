using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The calls that make sockets and connect them.</summary>
static class AfdConnections
{
    const uint ProtocolAny = 0, ProtocolTcp = 6, ProtocolUdp = 17, KindRaw = 3;
    const int CreateBytes = 16, BindHeaderBytes = 4, ListenBytes = 12, AcceptIntoBytes = 12, ConnectHeaderBytes = 8;

    /// <returns>STATUS_INVALID_PARAMETER, Winsock's numbers as a status, STATUS_SUCCESS.</returns>
    public static NtStatus Create(AfdCall call)
    {
        if (call.Input.Length != CreateBytes || call.Endpoint.Socket is not null) return NtStatus.InvalidParameter;
        (uint family, uint kind, uint protocol) = (call.UInt32(0), call.UInt32(4), call.UInt32(8));
        Network network = call.Endpoint.Device.Network;
        if (kind is not ((uint)SocketKind.Stream or (uint)SocketKind.Datagram))
            return WinsockError.AsStatus(kind == KindRaw ? WinsockError.AccessDenied : WinsockError.KindNotSupported);
        if (family is not ((uint)AddressFamily.InterNetwork or (uint)AddressFamily.InterNetworkV6))
            return WinsockError.AsStatus(WinsockError.FamilyNotSupported);
        uint natural = kind == (uint)SocketKind.Stream ? ProtocolTcp : ProtocolUdp;
        if (protocol != ProtocolAny && protocol != natural) return WinsockError.AsStatus(WinsockError.ProtocolNotSupported);
        if (!network.IsUp) return WinsockError.AsStatus(WinsockError.NetworkDown);
        if (network.Create((AddressFamily)family, (SocketKind)kind, natural) is not NetSocket socket) return NtStatus.TooManyOpenedFiles;
        socket.ProcessId = call.Control.Caller.Process.ProcessId;
        call.Endpoint.Attach(socket);
        return call.Done();
    }

    /// <returns>STATUS_INVALID_PARAMETER, STATUS_INVALID_ADDRESS, what the network says.</returns>
    public static NtStatus Bind(AfdCall call)
    {
        if (call.Input.Length < BindHeaderBytes + 2 || call.Control.OutputLength < call.Input.Length - BindHeaderBytes) return NtStatus.InvalidParameter;
        NtStatus status = SocketAddress.Read(call.Input.AsSpan(BindHeaderBytes), out IPEndPoint name);
        if (status.IsSuccess) status = call.Socket.Bind(name);
        return status.IsError ? status : call.Control.Answer(NtStatus.Success, SocketAddress.Write(call.Socket.InFamily(call.Socket.Local!)));
    }

    /// <returns>STATUS_INVALID_PARAMETER, STATUS_NOT_SUPPORTED for what is no stream, STATUS_SUCCESS.</returns>
    public static NtStatus Listen(AfdCall call)
    {
        if (call.Input.Length < ListenBytes) return NtStatus.InvalidParameter;
        return call.End(call.Socket is StreamSocket stream ? stream.Listen((int)Math.Min(call.UInt32(4), int.MaxValue)) : NtStatus.NotSupported);
    }

    /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_PARAMETER, STATUS_ADDRESS_ALREADY_ASSOCIATED while another connect is under way,
    /// STATUS_DEVICE_NOT_READY for a socket that does not wait, what the network says, STATUS_PENDING, STATUS_SUCCESS.</returns>
    public static NtStatus Connect(AfdCall call)
    {
        if (call.Input.Length < ConnectHeaderBytes || call.UInt32(0) > call.Input.Length - ConnectHeaderBytes) return NtStatus.BufferTooSmall;
        (AfdEndpoint endpoint, NetSocket socket) = (call.Endpoint, call.Socket);
        int nameLength = (int)call.UInt32(0);
        bool isSynchronous = call.UInt32(4) != 0;
        if (!isSynchronous && socket.Local is null || endpoint.Connects.Count > 0) return NtStatus.InvalidParameter;
        if (socket.State == SocketState.Connecting) return isSynchronous ? NtStatus.AddressAlreadyAssociated : NtStatus.InvalidParameter;
        ReadOnlySpan<byte> name = call.Input.AsSpan(ConnectHeaderBytes, nameLength);
        NtStatus status = ReadPeer(socket, name, out IPEndPoint destination);
        if (status.IsSuccess) status = socket.Connect(destination);
        if (socket.Kind == SocketKind.Datagram) return call.End(status);
        if (status.IsError && status != socket.Error) return status;
        endpoint.Selection.Enable(SocketEvents.Connect | SocketEvents.ConnectError);
        if (isSynchronous && endpoint.IsNonBlocking) return NtStatus.DeviceNotReady;
        AfdConnect wait = new(call.Control.Request, endpoint, call.Input[(ConnectHeaderBytes + nameLength)..]);
        return isSynchronous ? AfdEndpoint.Begin(wait, endpoint.Connects, mayWait: true) : wait.Wait(endpoint.Connects, timeoutMs: 0);
    }

    /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_PARAMETER for a socket that does not listen, STATUS_DEVICE_NOT_READY, STATUS_PENDING,
    /// STATUS_SUCCESS.</returns>
    public static NtStatus Accept(AfdCall call)
    {
        if (call.Control.OutputLength != sizeof(uint)) return NtStatus.BufferTooSmall;
        AfdEndpoint endpoint = call.Endpoint;
        endpoint.Selection.Enable(SocketEvents.Accept);
        NtStatus status = AfdEndpoint.Begin(new AfdAccept(call.Control, endpoint), endpoint.Accepts, !endpoint.IsNonBlocking);
        endpoint.Record(SocketEvents.None);
        return status;
    }

    /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_PARAMETER, errors of the handle, STATUS_OBJECT_TYPE_MISMATCH for a file that is no
    /// socket, STATUS_PENDING.</returns>
    public static NtStatus AcceptInto(AfdCall call)
    {
        if (call.Input.Length != AcceptIntoBytes) return NtStatus.BufferTooSmall;
        (uint receiveLength, uint localLength, uint space) = (call.UInt32(4), call.UInt32(8), call.Control.OutputLength);
        if (space < receiveLength || space - receiveLength < localLength) return NtStatus.BufferTooSmall;
        if (space - receiveLength - localLength < sizeof(int) || call.Socket.State != SocketState.Listening) return NtStatus.InvalidParameter;
        NtStatus status = Ob.Reference(call.Control.Caller, new Handle(call.UInt32(0)), FileRights.ReadData, out ObjectRef<FileObject> target);
        if (status.IsError) return status;
        if (target.Object.Context is not AfdEndpoint { Socket: StreamSocket { State: SocketState.Unconnected } })
        {
            using (target) return target.Object.Context is AfdEndpoint ? NtStatus.InvalidParameter : NtStatus.ObjectTypeMismatch;
        }
        AfdEndpoint listener = call.Endpoint;
        status = new AfdAcceptInto(call.Control, listener, target, receiveLength, localLength).Wait(listener.Accepts, timeoutMs: 0);
        if (listener.Socket!.Ready != SocketEvents.None) listener.Socket.Post(SocketEvents.Accept);
        return status;
    }

    /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_PARAMETER, STATUS_INVALID_CONNECTION, STATUS_SUCCESS.</returns>
    public static NtStatus Shutdown(AfdCall call)
    {
        const uint Receive = 0, Send = 1, Both = 2;
        if (call.Input.Length < sizeof(uint)) return NtStatus.BufferTooSmall;
        uint how = call.UInt32(0);
        return how > Both ? NtStatus.InvalidParameter : call.End(call.Endpoint.Shutdown(how != Send, how != Receive));
    }

    // A message socket forgets its peer when it is connected to no family.
    static NtStatus ReadPeer(NetSocket socket, ReadOnlySpan<byte> name, out IPEndPoint destination)
    {
        bool forgets = socket.Kind == SocketKind.Datagram && name.Length >= 2 && name[0] == 0 && name[1] == 0;
        destination = new IPEndPoint(IPAddress.Any, 0);
        return forgets ? NtStatus.Success : SocketAddress.Read(name, out destination);
    }
}
