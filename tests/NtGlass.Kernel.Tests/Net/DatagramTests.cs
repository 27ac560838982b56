using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>UDP through control codes, and the sharing of ports.</summary>
public sealed class DatagramTests : IDisposable
{
    readonly SocketBench bench = new();

    GuestBench Guest => bench.Guest;

    public void Dispose() => bench.Dispose();

    [Fact]
    public void MessagesKeepTheirBordersAndTellTheirSender()
    {
        (uint receiver, uint sender) = (bench.Socket(SocketBench.Datagram), bench.Socket(SocketBench.Datagram));
        string name = bench.Bind(receiver, "127.0.0.1:0");
        string from = bench.Bind(sender, "127.0.0.1:0");
        bench.Send(sender, "first"u8.ToArray(), name);
        bench.Send(sender, "second"u8.ToArray(), name);
        uint sockaddr = Guest.Take(16);
        uint buffer = Guest.Take(100);
        Assert.Equal(NtStatus.Success, bench.Receive(receiver, buffer, 100, from: sockaddr));
        Assert.Equal("first", Encoding.ASCII.GetString(Guest.Read(buffer, (int)bench.Result.Information)));
        Assert.Equal(from, SocketBench.NameIn(Guest.Read(sockaddr, 16)));
        Assert.Equal(NtStatus.BufferOverflow, bench.Receive(receiver, buffer, 3));
        Assert.Equal((NtStatus.BufferOverflow, 3u), bench.Result);
        bench.SetNonBlocking(receiver);
        Assert.Equal(NtStatus.DeviceNotReady, bench.Receive(receiver, buffer, 100));
    }

    [Fact]
    public void SenderWithoutANameGetsOne()
    {
        uint receiver = bench.Socket(SocketBench.Datagram), sender = bench.Socket(SocketBench.Datagram);
        string name = bench.Bind(receiver, "0.0.0.0:5000");
        Assert.Equal("0.0.0.0:5000", name);
        Assert.Equal(NtStatus.InvalidParameter, bench.Receive(sender, Guest.Take(4), 4));
        Assert.Equal(NtStatus.Success, bench.Send(sender, [7], "10.0.0.2:5000"));
        uint sockaddr = Guest.Take(16);
        bench.Receive(receiver, Guest.Take(4), 4, from: sockaddr);
        Assert.StartsWith("10.0.0.2:", SocketBench.NameIn(Guest.Read(sockaddr, 16)), StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectedSocketHearsOnlyItsPeer()
    {
        uint one = bench.Socket(SocketBench.Datagram), two = bench.Socket(SocketBench.Datagram), other = bench.Socket(SocketBench.Datagram);
        string nameOne = bench.Bind(one, "127.0.0.1:0"), nameTwo = bench.Bind(two, "127.0.0.1:0");
        Assert.Equal(NtStatus.InvalidConnection, bench.Send(one, [1]));
        Assert.Equal(NtStatus.Success, bench.Connect(one, nameTwo));
        bench.Send(other, "no"u8.ToArray(), nameOne);
        bench.Send(two, "yes"u8.ToArray(), nameOne);
        Assert.Equal("yes"u8.ToArray(), bench.Receive(one, 10));
        bench.Close(two);
        bench.Send(one, [1]);
        Assert.Equal(NtStatus.ConnectionReset, bench.Receive(one, Guest.Take(4), 4));
    }

    [Fact]
    public void TooLongAndBroadcastMessagesNeedMore()
    {
        uint sender = bench.Socket(SocketBench.Datagram), receiver = bench.Socket(SocketBench.Datagram);
        bench.Bind(receiver, "0.0.0.0:4000");
        Assert.Equal(NtStatus.BufferOverflow, bench.Send(sender, new byte[65508], "127.0.0.1:4000"));
        Assert.Equal(NtStatus.AccessDenied, bench.Send(sender, [1], "255.255.255.255:4000"));
        bench.SetOption(sender, WineAfdCode.SetBroadcast, 1);
        Assert.Equal(NtStatus.Success, bench.Send(sender, [1], "255.255.255.255:4000"));
        Assert.Equal(NtStatus.Success, bench.Send(sender, [2], "10.0.0.255:4000"));
        Assert.Equal([1], bench.Receive(receiver, 4));
        Assert.Equal([2], bench.Receive(receiver, 4));
    }

    [Fact]
    public void GroupsReachTheirMembers()
    {
        uint sender = bench.Socket(SocketBench.Datagram), member = bench.Socket(SocketBench.Datagram);
        bench.Bind(member, "0.0.0.0:4001");
        bench.SetNonBlocking(member);
        bench.Send(sender, [1], "239.1.2.3:4001");
        Assert.Equal(NtStatus.DeviceNotReady, bench.Receive(member, Guest.Take(4), 4));
        Assert.Equal(NtStatus.Success, bench.Control(member, WineAfdCode.IPAddMembership, [239, 1, 2, 3, 0, 0, 0, 0]));
        bench.Send(sender, [2], "239.1.2.3:4001");
        Assert.Equal([2], bench.Receive(member, 4));
    }

    [Fact]
    public void ReceiverKeepsNoMoreThanItsBuffer()
    {
        uint sender = bench.Socket(SocketBench.Datagram), receiver = bench.Socket(SocketBench.Datagram);
        string name = bench.Bind(receiver, "127.0.0.1:0");
        bench.SetOption(receiver, WineAfdCode.SetReceiveBuffer, 100);
        for (int count = 0; count < 10; count++) Assert.Equal(NtStatus.Success, bench.Send(sender, new byte[40], name));
        Assert.Equal(80u, bench.GetOption(receiver, WineAfdCode.GetReadable));
    }

    [Fact]
    public void GatewayAnswersDnsQueries()
    {
        uint socket = bench.Socket(SocketBench.Datagram);
        byte[] query = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, .. "example"u8, 3, .. "com"u8, 0, 0, 1, 0, 1];
        bench.Send(socket, query, "10.0.0.1:53");
        byte[] answer = bench.Receive(socket, 512);
        Assert.Equal([0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1], answer[..8]);
        Assert.Equal(bench.Network.Names.Resolve("example.com")[0].GetAddressBytes(), answer[^4..]);
        Assert.Equal("example.com", Assert.Single(bench.Network.Log.Attempts).Key.Destination);
        bench.SetNonBlocking(socket);
        bench.Send(socket, [1, 2, 3], "10.0.0.1:53");
        Assert.Equal(NtStatus.DeviceNotReady, bench.Receive(socket, Guest.Take(4), 4));
    }

    [Theory]
    [InlineData("127.0.0.1:7000", 0, "127.0.0.1:7000", 0, "SharingViolation")]
    [InlineData("127.0.0.1:7000", 0, "0.0.0.0:7000", 0, "Success")]
    [InlineData("127.0.0.1:7000", 1, "127.0.0.1:7000", 1, "Success")]
    [InlineData("127.0.0.1:7000", 0, "127.0.0.1:7000", 1, "AccessDenied")]
    [InlineData("0.0.0.0:7000", 2, "127.0.0.1:7000", 1, "AccessDenied")]
    [InlineData("127.0.0.1:7000", 2, "10.0.0.2:7000", 0, "Success")]
    [InlineData("0.0.0.0:7000", 0, "0.0.0.0:7000", 2, "SharingViolation")]
    public void PortsAreSharedAsDocumented(string first, int firstOption, string second, int secondOption, string expected)
    {
        WineAfdCode[] codes = [WineAfdCode.GetKeepAlive, WineAfdCode.SetReuseAddress, WineAfdCode.SetExclusiveAddressUse];
        uint one = bench.Socket(SocketBench.Stream), two = bench.Socket(SocketBench.Stream);
        if (firstOption > 0) bench.SetOption(one, codes[firstOption], 1);
        if (secondOption > 0) bench.SetOption(two, codes[secondOption], 1);
        bench.Bind(one, first);
        Assert.Equal(expected, bench.TryBind(two, second) is var status && status == NtStatus.SharingViolation ? "SharingViolation"
            : status == NtStatus.AccessDenied ? "AccessDenied" : status == NtStatus.Success ? "Success" : status.ToString());
    }

    [Fact]
    public void ForeignAddressesAndSecondNamesAreRefused()
    {
        uint socket = bench.Socket(SocketBench.Stream);
        Assert.Equal(NtStatus.InvalidAddressComponent, bench.TryBind(socket, "8.8.8.8:1"));
        bench.Bind(socket, "10.0.0.2:0");
        Assert.Equal(NtStatus.AddressAlreadyAssociated, bench.TryBind(socket, "10.0.0.2:0"));
        Assert.Equal(NtStatus.InvalidParameter, bench.Control(socket, WineAfdCode.Bind, [0, 0, 0, 0, 2], Guest.Take(16), 16));
    }

    [Fact]
    public void UnknownKindsHaveWinsocksNumbers()
    {
        NtStatus Create(params uint[] words) => bench.Control(bench.OpenAfd(), WineAfdCode.Create, SocketBench.Words(words));
        Assert.Equal(0xC001273Fu, Create(99, 1, 0, 0).Code);
        Assert.Equal(0xC001273Cu, Create(2, 9, 0, 0).Code);
        Assert.Equal(0xC001273Bu, Create(2, 1, 17, 0).Code);
        Assert.Equal(NtStatus.InvalidParameter, Create(2, 1, 0));
        Assert.Equal(NtStatus.InvalidParameter, bench.Control(bench.OpenAfd(), WineAfdCode.Listen, SocketBench.Words(0, 1, 0)));
    }
}
