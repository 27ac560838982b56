using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The wait for a connection, and the first bytes over it.</summary>
sealed class AfdConnect(IoRequest request, AfdEndpoint endpoint, byte[] data) : AfdOperation(request)
{
    public override NtStatus Try()
    {
        NetSocket socket = endpoint.Socket!;
        if (socket.State == SocketState.Connecting) return NtStatus.DeviceNotReady;
        if (socket.State == SocketState.Unconnected) return socket.Error;
        while (Information < data.Length)
        {
            NtStatus status = socket.Send(data.AsSpan((int)Information), null, MessageFlags.None, out int sent);
            if (status.IsError) return status;
            Information += (uint)sent;
        }
        return NtStatus.Success;
    }
}
