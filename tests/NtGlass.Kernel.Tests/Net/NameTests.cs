using System.Net;
using System.Text;
using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>Names: what they resolve to, and the structures that tell it.</summary>
public sealed class WinsockNameTests : IDisposable
{
    readonly GuestBench guest = new();

    public void Dispose() => guest.Dispose();

    [Fact]
    public void MadeUpAddressesAreStableAndNamesOfTheirOwn()
    {
        NameService one = new(new NetworkOptions()), two = new(new NetworkOptions());
        Assert.Equal(one.Resolve("www.example.com"), two.Resolve("WWW.Example.com."));
        Assert.True(new IPNetwork(new IPAddress([198, 18, 0, 0]), 15).Contains(Assert.Single(one.Resolve("www.example.com"))));
        Assert.Equal("www.example.com", one.NameOf(one.Resolve("www.example.com")[0]));
        Assert.Empty(one.Resolve("nodots"));
        Assert.Empty(one.Resolve("a.invalid"));
        Assert.Empty(one.Resolve(new string('a', 300) + ".com"));
    }

    [Fact]
    public void FullRangeHasNoMoreAddresses()
    {
        NameService names = new(new NetworkOptions { NameRange = new IPNetwork(new IPAddress([198, 18, 0, 0]), 31) });
        Assert.NotEqual(names.Resolve("a.example"), names.Resolve("b.example"));
        Assert.Empty(names.Resolve("c.example"));
    }

    [Fact]
    public void GivenAndOwnNamesComeFirst()
    {
        NameService names = new(new NetworkOptions { Names = new Dictionary<string, IPAddress> { ["update.example"] = IPAddress.Loopback } });
        Assert.Equal([IPAddress.Loopback], names.Resolve("Update.Example"));
        Assert.Equal("10.0.0.2", Assert.Single(names.Resolve("NTGLASS")).ToString());
        Assert.Equal("1.2.3.4", Assert.Single(names.Resolve("1.2.3.4")).ToString());
    }

    [Fact]
    public void AddressInformationPointsIntoItsOwnBuffer()
    {
        (uint info, uint size) = (guest.Take(200), guest.Put32(200));
        uint hints = guest.Put(SocketBench.Words(2, 2, 1, 6, 0, 0, 0, 0));
        Assert.Equal(0u, Call(WinsockNames.GetAddressInfo, Text("localhost"), Text("https"), hints, info, size));
        Assert.Equal([2u, 1u, 6u, 16u], Enumerable.Range(1, 4).Select(word => guest.Read32(info + (uint)word * 4)));
        Assert.Equal("127.0.0.1:443", SocketBench.NameIn(guest.Read(guest.Read32(info + 24), 16)));
        uint canonical = guest.Read32(info + 20);
        Assert.Equal("localhost\0", Encoding.ASCII.GetString(guest.Read(canonical, 10)));
        Assert.Equal(0u, guest.Read32(info + 28));
    }

    [Fact]
    public void SmallBufferIsToldHowMuchIsNeeded()
    {
        (uint info, uint size) = (guest.Take(200), guest.Put32(10));
        Assert.Equal(122u, Call(WinsockNames.GetAddressInfo, Text("localhost"), 0, 0, info, size));
        Assert.Equal(32u + 28 + 32 + 16, guest.Read32(size));
        Assert.Equal(11001u, Call(WinsockNames.GetAddressInfo, Text("x.invalid"), 0, 0, info, size));
        Assert.Equal(10109u, Call(WinsockNames.GetAddressInfo, Text("localhost"), Text("noservice"), 0, info, size));
    }

    [Fact]
    public void HostEntryHasItsLists()
    {
        (uint host, uint size) = (guest.Take(100), guest.Put32(100));
        Assert.Equal(0u, Call(WinsockNames.GetHostByName, Text("ntglass"), host, size));
        Assert.Equal(0x00040002u, guest.Read32(host + 8));
        Assert.Equal(0u, guest.Read32(guest.Read32(host + 4)));
        uint list = guest.Read32(host + 12);
        Assert.Equal("10.0.0.2", new IPAddress(guest.Read(guest.Read32(list), 4)).ToString());
        Assert.Equal(0u, guest.Read32(list + 4));
        Assert.Equal("ntglass\0", Encoding.ASCII.GetString(guest.Read(guest.Read32(host), 8)));
    }

    [Fact]
    public void BadPointersRaise()
    {
        Assert.Throws<GuestAccessViolation>(() => WinsockNames.GetHostName(guest.Thread, new UserBuffer(new GuestAddress(0x66660000))));
        Assert.Throws<GuestAccessViolation>(() => Call(WinsockNames.GetHostName, 0x66660000, 100));
        Assert.Equal(10014u, Call(WinsockNames.GetHostName, guest.Take(4), 4));
    }

    [Fact]
    public void NameServerAndQueriesAreTold()
    {
        (uint list, uint size) = (guest.Take(96), guest.Put32(96));
        Assert.Equal(0u, Call(DnsApiCalls.GetServerList, 2, list, size));
        Assert.Equal("10.0.0.1", new IPAddress(guest.Read(list + 36, 4)).ToString());
        (uint buffer, uint length) = (guest.Take(512), guest.Put32(512));
        Assert.Equal(0u, Call(DnsApiCalls.Query, Text("example.com"), 1, 0, buffer, length));
        byte[] answer = guest.Read(buffer, (int)guest.Read32(length));
        Assert.Equal(guest.Kernel.Network.Names.Resolve("example.com")[0].GetAddressBytes(), answer[^4..]);
        Assert.Equal(9003u, Call(DnsApiCalls.Query, Text("x.invalid"), 1, 0, buffer, length));
        Assert.Equal(9003u, Call(DnsApiCalls.Query, Text("bad..name"), 1, 0, buffer, length));
    }

    uint Text(string text) => guest.Put(Encoding.ASCII.GetBytes(text + "\0"));

    uint Call(Func<KThread, UserBuffer, NtStatus> call, params ReadOnlySpan<uint> arguments) =>
        call(guest.Thread, new UserBuffer(new GuestAddress(guest.Put(SocketBench.Words(arguments))))).Code;
}
