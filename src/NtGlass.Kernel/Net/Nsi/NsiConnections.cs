using System.Net;

namespace NtGlass.Kernel;

/// <summary>The tables of TCP and UDP: who listens, who is connected.</summary>
static class NsiConnections
{
    const int AddressBytes = 28;
    const uint StateListen = 2, StateSynSent = 3, StateEstablished = 5;

    static readonly int[] connectionSizes = [2 * AddressBytes, 0, 20, 32];

    public static NsiTable[] Tables { get; } =
    [
        new(NsiTable.Tcp, 3, connectionSizes, static network => Connections(network, static _ => true)),
        new(NsiTable.Tcp, 4, connectionSizes, static network => Connections(network, static state => state != SocketState.Listening)),
        new(NsiTable.Tcp, 5, connectionSizes, static network => Connections(network, static state => state == SocketState.Listening)),
        new(NsiTable.Udp, 1, [AddressBytes, 0, 0, 32], static network => Endpoints(network)),
    ];

    static IEnumerable<NsiRow> Connections(Network network, Func<SocketState, bool> isWanted) =>
        Named(network, SocketKind.Stream).Where(socket => StateOf(socket) != 0 && isWanted(socket.State)).Select(static socket => new NsiRow(
            [.. Address(socket, socket.Local!), .. Address(socket, socket.Remote ?? Nobody(socket.Local!))], [],
            new GuestRecord(20).Set(0, StateOf(socket)).Bytes, new GuestRecord(32).Set(12, socket.ProcessId).Bytes));

    static IEnumerable<NsiRow> Endpoints(Network network) =>
        Named(network, SocketKind.Datagram).Select(static socket => new NsiRow(
            Address(socket, socket.Local!), [], [], new GuestRecord(32).Set(0, socket.ProcessId).Bytes));

    static IEnumerable<NetSocket> Named(Network network, SocketKind kind) =>
        network.Sockets.Where(socket => socket.Kind == kind && socket.Local is not null)
            .OrderBy(socket => socket.Local!.Port).ThenBy(socket => socket.Remote?.Port);

    static uint StateOf(NetSocket socket) => socket.State switch
    {
        SocketState.Listening => StateListen,
        SocketState.Connecting => StateSynSent,
        SocketState.Connected => StateEstablished,
        _ => 0,
    };

    static IPEndPoint Nobody(IPEndPoint local) =>
        new(local.AddressFamily == IPAddress.Any.AddressFamily ? IPAddress.Any : IPAddress.IPv6Any, 0);

    // An IPv6 socket's names are told as IPv6.
    static byte[] Address(NetSocket socket, IPEndPoint name) =>
        new GuestRecord(AddressBytes).Set(0, SocketAddress.Write(socket.InFamily(name))).Bytes;
}
