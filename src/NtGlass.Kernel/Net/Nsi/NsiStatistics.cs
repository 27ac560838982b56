namespace NtGlass.Kernel;

/// <summary>The tables of counts. Nothing that the simulated network does is a packet; only what exists is counted.</summary>
static class NsiStatistics
{
    const int FamilyIPv4 = 2, FamilyIPv6 = 23;

    public static NsiTable[] Tables { get; } =
    [
        new(NsiTable.IPv4, 3, [0, 0, 2064, 0], static _ => [new NsiRow([], [], new byte[2064], [])]),
        new(NsiTable.IPv6, 3, [0, 0, 2064, 0], static _ => [new NsiRow([], [], new byte[2064], [])]),
        new(NsiTable.IPv4, 6, [0, 0, 216, 4], static _ => [new NsiRow([], [], new byte[216], BitConverter.GetBytes(60u))]),
        new(NsiTable.IPv6, 6, [0, 0, 216, 4], static _ => [new NsiRow([], [], new byte[216], BitConverter.GetBytes(60u))]),
        new(NsiTable.Tcp, 0, [2, 0, 104, 20], static network => [Tcp(network, FamilyIPv4), Tcp(network, FamilyIPv6)]),
        new(NsiTable.Udp, 0, [2, 0, 48, 0], static network => [Udp(network, FamilyIPv4), Udp(network, FamilyIPv6)]),
    ];

    static NsiRow Tcp(Network network, int family)
    {
        uint connected = (uint)network.Sockets.Count(socket => (int)socket.Family == family && socket.State == SocketState.Connected);
        uint listening = (uint)network.Sockets.Count(socket => (int)socket.Family == family && socket.State == SocketState.Listening);
        byte[] counts = new GuestRecord(104).Set(16, connected).Set(52, connected + listening).Bytes;
        const uint RetransmitVanJacobson = 4, NoLimit = uint.MaxValue;
        byte[] limits = new GuestRecord(20).Set(0, RetransmitVanJacobson).Set(4, 300u).Set(8, 120_000u).Set(12, NoLimit).Bytes;
        return new NsiRow(BitConverter.GetBytes((ushort)family), [], counts, limits);
    }

    static NsiRow Udp(Network network, int family)
    {
        uint bound = (uint)network.Sockets.Count(socket => (int)socket.Family == family && socket is { Kind: SocketKind.Datagram, Local: not null });
        return new NsiRow(BitConverter.GetBytes((ushort)family), [], new GuestRecord(48).Set(24, bound).Bytes, []);
    }
}
