using System.Net;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The calls that ask what a socket is and has.</summary>
static class AfdQueries
{
    const uint InterfaceUp = 1, InterfaceBroadcast = 2, InterfaceLoopback = 4, InterfaceMulticast = 16;

    /// <summary>INTERFACE_INFO: flags, then three addresses in the space of the old SOCKADDR_IN6.</summary>
    const int InterfaceBytes = 76, InterfaceAddressBytes = 24;

    /// <returns>STATUS_INVALID_PARAMETER without a name, STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS.</returns>
    public static NtStatus SocketName(AfdCall call) =>
        call.Socket.Local is IPEndPoint local ? call.Answer(SocketAddress.Write(call.Socket.InFamily(local))) : NtStatus.InvalidParameter;

    /// <returns>STATUS_INVALID_CONNECTION without a peer, STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS.</returns>
    public static NtStatus PeerName(AfdCall call) =>
        call.Socket is { Remote: IPEndPoint remote, State: SocketState.Connected or SocketState.Connectionless }
            ? call.Answer(SocketAddress.Write(call.Socket.InFamily(remote)))
            : NtStatus.InvalidConnection;

    public static NtStatus Info(AfdCall call) => call.Answer(
        new GuestRecord(12).Set(0, (uint)call.Socket.Family).Set(4, (uint)call.Socket.Kind).Set(8, call.Socket.Protocol).Bytes);

    public static NtStatus Error(AfdCall call) => call.Answer(WinsockError.Of(call.Socket.Error));

    public static NtStatus IsListening(AfdCall call) => call.Answer(call.Socket.State == SocketState.Listening ? 1u : 0);

    /// <summary>Seconds since the connection came about, or all ones.</summary>
    public static NtStatus ConnectTime(AfdCall call) => call.Answer(
        call.Socket is StreamSocket { State: SocketState.Connected } stream
            ? (uint)((stream.Network.Now100ns - stream.ConnectedAt100ns) / TimeSpan.TicksPerSecond)
            : uint.MaxValue);

    public static NtStatus Readable(AfdCall call) => call.Answer((uint)call.Socket.Available);

    public static NtStatus IsAtMark(AfdCall call) =>
        call.Answer(call.Socket.Options.OutOfBandInline || call.Socket is not StreamSocket { IsPastUrgent: false } ? 1u : 0);

    public static NtStatus InterfaceList(AfdCall call)
    {
        Network network = call.Socket.Network;
        IPAddress mask = new(NetworkInterfaces.Mask(network.Options.PrefixLength));
        GuestRecord list = new(2 * InterfaceBytes);
        Describe(list, 0, InterfaceUp | InterfaceLoopback | InterfaceMulticast, IPAddress.Loopback, IPAddress.Broadcast, new IPAddress([255, 0, 0, 0]));
        Describe(list, InterfaceBytes, InterfaceUp | InterfaceBroadcast | InterfaceMulticast, network.Options.Address, IPAddress.Broadcast, mask);
        return call.Answer(list.Bytes);
    }

    static void Describe(GuestRecord list, int offset, uint flags, params ReadOnlySpan<IPAddress> addresses)
    {
        list.Set(offset, flags);
        for (int index = 0; index < addresses.Length; index++)
            list.Set(offset + sizeof(uint) + index * InterfaceAddressBytes, SocketAddress.Write(new IPEndPoint(addresses[index], 0)));
    }
}
