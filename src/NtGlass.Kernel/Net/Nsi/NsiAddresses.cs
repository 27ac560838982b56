using System.Net;
using System.Net.Sockets;

namespace NtGlass.Kernel;

/// <summary>The tables of IPv4 and IPv6: addresses, neighbours, routes.</summary>
static class NsiAddresses
{
    const uint ForEver = uint.MaxValue, OriginManual = 1, OriginDhcp = 3, DuplicatesPreferred = 4, NeighbourReachable = 5;
    const uint ProtocolLocal = 2, ProtocolManual = 3, MetricLocal = 256, DefaultTtl = 128;

    public static NsiTable[] Tables { get; } =
    [
        new(NsiTable.IPv4, 2, [4, 16, 16, 0], static network => [Compartment(Routes(network).Count(), addresses: 2)]),
        new(NsiTable.IPv6, 2, [4, 16, 16, 0], static _ => [Compartment(routes: 1, addresses: 1)]),
        new(NsiTable.IPv4, 10, [16, 28, 8, 8], static network =>
        [
            Address(NetworkInterfaces.Loopback, IPAddress.Loopback, 8),
            Address(NetworkInterfaces.Ethernet, network.Options.Address, network.Options.PrefixLength),
        ]),
        new(NsiTable.IPv6, 10, [24, 28, 8, 8], static _ => [Address(NetworkInterfaces.Loopback, IPAddress.IPv6Loopback, 128)]),
        new(NsiTable.IPv4, 11, [24, 32, 16, 0], static network => [Gateway(network)]),
        new(NsiTable.IPv6, 11, [32, 32, 16, 0], static _ => []),
        new(NsiTable.IPv4, 16, [48, 32, 20, 8], Routes),
        new(NsiTable.IPv6, 16, [72, 32, 32, 8], static _ => [Route(NetworkInterfaces.Loopback, IPAddress.IPv6Loopback, 128, IPAddress.IPv6Any)]),
    ];

    static NsiRow Compartment(int routes, int addresses) => new(
        BitConverter.GetBytes(1u), new GuestRecord(16).Set(0, 1u).Set(8, DefaultTtl).Bytes,
        new GuestRecord(16).Set(0, 2u).Set(4, (uint)routes).Set(12, (uint)addresses).Bytes, []);

    static NsiRow Address(uint index, IPAddress address, int prefixLength)
    {
        bool isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        uint origin = index == NetworkInterfaces.Loopback ? OriginManual : OriginDhcp;
        return new NsiRow(
            new GuestRecord(isIPv6 ? 24 : 16).Set(0, (long)NsiInterfaces.Luid(index)).Set(8, address.GetAddressBytes()).Bytes,
            new GuestRecord(28).Set(0, ForEver).Set(4, ForEver).Set(8, origin).Set(12, origin).Set(16, (uint)prefixLength).Bytes,
            new GuestRecord(8).Set(4, DuplicatesPreferred).Bytes,
            new byte[8]);
    }

    static NsiRow Gateway(Network network)
    {
        long luid = (long)NsiInterfaces.Luid(NetworkInterfaces.Ethernet);
        byte[] physical = [.. NsiInterfaces.EthernetAddress[..^1], 1];
        return new NsiRow(
            new GuestRecord(24).Set(0, luid).Set(8, luid).Set(16, network.Options.Gateway.GetAddressBytes()).Bytes,
            new GuestRecord(32).Set(0, physical).Bytes,
            new GuestRecord(16).Set(0, NeighbourReachable).Set(8, 1).Set(10, (ushort)physical.Length).Bytes,
            []);
    }

    static IEnumerable<NsiRow> Routes(Network network)
    {
        yield return Route(NetworkInterfaces.Ethernet, IPAddress.Any, 0, network.Options.Gateway);
        yield return Route(NetworkInterfaces.Loopback, new IPAddress([127, 0, 0, 0]), 8, IPAddress.Any);
        yield return Route(NetworkInterfaces.Ethernet, network.Subnet, network.Options.PrefixLength, IPAddress.Any);
        yield return Route(NetworkInterfaces.Ethernet, network.Options.Address, 32, IPAddress.Any);
        yield return Route(NetworkInterfaces.Ethernet, network.SubnetBroadcast, 32, IPAddress.Any);
    }

    static NsiRow Route(uint index, IPAddress prefix, int prefixLength, IPAddress nextHop)
    {
        long luid = (long)NsiInterfaces.Luid(index);
        bool isIPv6 = prefix.AddressFamily == AddressFamily.InterNetworkV6;
        bool isLocal = nextHop.Equals(IPAddress.Any) || nextHop.Equals(IPAddress.IPv6Any);
        GuestRecord key = isIPv6
            ? new GuestRecord(72).Set(4, prefix.GetAddressBytes()).Set(20, (byte)prefixLength).Set(40, luid).Set(56, nextHop.GetAddressBytes())
            : new GuestRecord(48).Set(4, prefix.GetAddressBytes()).Set(8, (byte)prefixLength).Set(24, luid).Set(40, nextHop.GetAddressBytes());
        byte[] settings = new GuestRecord(32).Set(4, ForEver).Set(8, ForEver).Set(12, isLocal ? MetricLocal : 0u)
            .Set(16, isLocal ? ProtocolLocal : ProtocolManual).Set(20, (byte)(index == NetworkInterfaces.Loopback ? 1 : 0)).Set(23, 1).Bytes;
        return new NsiRow(key.Bytes, settings, new byte[isIPv6 ? 32 : 20], new GuestRecord(8).Set(4, index).Bytes);
    }
}
