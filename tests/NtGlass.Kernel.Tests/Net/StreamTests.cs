using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>TCP through control codes.</summary>
public sealed class StreamTests : IDisposable
{
    readonly SocketBench bench = new();

    GuestBench Guest => bench.Guest;

    public void Dispose() => bench.Dispose();

    [Fact]
    public void BytesTravelBothWays()
    {
        (uint client, uint server) = bench.Pair();
        Assert.Equal(NtStatus.Success, bench.Send(client, "ping"u8.ToArray()));
        Assert.Equal((NtStatus.Success, 4u), bench.Result);
        Assert.Equal("ping", Encoding.ASCII.GetString(bench.Receive(server, 100)));
        Assert.Equal(NtStatus.Success, bench.Send(server, "pong!"u8.ToArray()));
        Assert.Equal("po", Encoding.ASCII.GetString(bench.Receive(client, 2)));
        Assert.Equal("ng!", Encoding.ASCII.GetString(bench.Receive(client, 100)));
    }

    [Fact]
    public void BothEndsKnowTheirNames()
    {
        (uint client, uint server) = bench.Pair();
        string Name(uint socket, WineAfdCode code)
        {
            uint output = Guest.Take(16);
            Assert.Equal(NtStatus.Success, bench.Control(socket, code, [], output, 16));
            return SocketBench.NameIn(Guest.Read(output, 16));
        }
        Assert.Equal(Name(client, WineAfdCode.GetSocketName), Name(server, WineAfdCode.GetPeerName));
        Assert.Equal(Name(server, WineAfdCode.GetSocketName), Name(client, WineAfdCode.GetPeerName));
        Assert.Equal(NtStatus.BufferTooSmall, bench.Control(client, WineAfdCode.GetSocketName, [], Guest.Take(16), 15));
        Assert.Equal(NtStatus.InvalidConnection, bench.Control(bench.Socket(SocketBench.Stream), WineAfdCode.GetPeerName, [], Guest.Take(16), 16));
    }

    [Fact]
    public void ReceiveWaitsForBytesAndSignalsItsEvent()
    {
        (uint client, uint server) = bench.Pair();
        (uint signal, uint at, uint buffer) = (bench.Event(), Guest.Take(8), Guest.Take(16));
        Assert.Equal(NtStatus.Pending, bench.Receive(server, buffer, 16, signal: signal, at: at));
        Assert.False(bench.IsSignaled(signal));
        bench.Send(client, "late"u8.ToArray());
        Assert.True(bench.IsSignaled(signal));
        Assert.Equal((NtStatus.Success, 4u), bench.ResultAt(at));
        Assert.Equal("late", Encoding.ASCII.GetString(Guest.Read(buffer, 4)));
    }

    [Fact]
    public void ReceivesAreServedInTheirOrder()
    {
        (uint client, uint server) = bench.Pair();
        (uint first, uint second) = (Guest.Take(8), Guest.Take(8));
        (uint firstBuffer, uint secondBuffer) = (Guest.Take(2), Guest.Take(2));
        bench.Receive(server, firstBuffer, 2, async: true, at: first);
        bench.Receive(server, secondBuffer, 2, async: true, at: second);
        bench.Send(client, "abc"u8.ToArray());
        Assert.Equal("ab", Encoding.ASCII.GetString(Guest.Read(firstBuffer, 2)));
        Assert.Equal("c", Encoding.ASCII.GetString(Guest.Read(secondBuffer, 1)));
        Assert.Equal((NtStatus.Success, 1u), bench.ResultAt(second));
    }

    [Fact]
    public void NonBlockingSocketSaysThatItWouldWait()
    {
        (uint client, _) = bench.Pair();
        bench.SetNonBlocking(client);
        Assert.Equal(NtStatus.DeviceNotReady, bench.Receive(client, Guest.Take(4), 4));
        Assert.Equal(NtStatus.Pending, bench.Receive(client, Guest.Take(4), 4, async: true, at: Guest.Take(8)));
    }

    [Fact]
    public void PeekLeavesBytesAndWaitAllCollectsThem()
    {
        const uint Peek = 2, WaitAll = 8;
        (uint client, uint server) = bench.Pair();
        bench.Send(client, "one"u8.ToArray());
        Assert.Equal("on", Encoding.ASCII.GetString(bench.Receive(server, 2, Peek)));
        (uint at, uint buffer) = (Guest.Take(8), Guest.Take(6));
        Assert.Equal(NtStatus.Pending, bench.Receive(server, buffer, 6, WaitAll, at: at));
        bench.Send(client, "two"u8.ToArray());
        Assert.Equal((NtStatus.Success, 6u), bench.ResultAt(at));
        Assert.Equal("onetwo", Encoding.ASCII.GetString(Guest.Read(buffer, 6)));
    }

    [Fact]
    public void FullReceiverHoldsTheSenderBack()
    {
        (uint client, uint server) = bench.Pair();
        bench.SetNonBlocking(client);
        uint sent = 0;
        while (bench.Send(client, new byte[0x4000]) == NtStatus.Success) sent += bench.Result.Information;
        Assert.Equal(2u * SocketOptions.DefaultBuffer, sent);
        Assert.Empty(bench.Poll((client, SocketEvents.Write)));
        uint at = Guest.Take(8);
        Assert.Equal(NtStatus.Pending, bench.Send(client, new byte[10], async: true, at: at));
        bench.Receive(server, 4);
        bench.Receive(server, 6);
        Assert.Equal((NtStatus.Success, 10u), bench.ResultAt(at));
    }

    [Fact]
    public void ShutdownEndsOneDirectionAndLeavesTheOther()
    {
        (uint client, uint server) = bench.Pair();
        bench.Send(client, "end"u8.ToArray());
        Assert.Equal(NtStatus.Success, bench.Control(client, WineAfdCode.Shutdown, SocketBench.Words(1)));
        Assert.Equal(NtStatus.PipeDisconnected, bench.Send(client, [1]));
        Assert.Equal("end", Encoding.ASCII.GetString(bench.Receive(server, 100)));
        Assert.Empty(bench.Receive(server, 100));
        Assert.Equal(NtStatus.Success, bench.Send(server, "more"u8.ToArray()));
        Assert.Equal("more", Encoding.ASCII.GetString(bench.Receive(client, 100)));
        Assert.Equal(NtStatus.InvalidParameter, bench.Control(client, WineAfdCode.Shutdown, SocketBench.Words(3)));
    }

    [Fact]
    public void CloseWithUnreadBytesResetsTheOtherEnd()
    {
        (uint client, uint server) = bench.Pair();
        bench.Send(client, "unread"u8.ToArray());
        bench.Close(server);
        Assert.Equal(NtStatus.ConnectionReset, bench.Receive(client, Guest.Take(4), 4));
        Assert.Equal(10054u, bench.GetOption(client, WineAfdCode.GetError));
    }

    [Fact]
    public void CloseWithoutLingeringResets()
    {
        (uint client, uint server) = bench.Pair();
        Assert.Equal(NtStatus.Success, bench.SetOption(server, WineAfdCode.SetLinger, 1));
        uint at = Guest.Take(8);
        bench.Receive(client, Guest.Take(4), 4, at: at);
        bench.Close(server);
        Assert.Equal((NtStatus.ConnectionReset, 0u), bench.ResultAt(at));
    }

    [Fact]
    public void CloseCancelsWhatWaitsOnTheSocketItself()
    {
        (uint client, _) = bench.Pair();
        uint at = Guest.Take(8);
        Assert.Equal(NtStatus.Pending, bench.Receive(client, Guest.Take(4), 4, at: at));
        bench.Close(client);
        Assert.Equal(NtStatus.Cancelled, bench.ResultAt(at).Status);
    }

    [Fact]
    public void NobodyListensMeansRefused()
    {
        uint client = bench.Socket(SocketBench.Stream);
        Assert.Equal(NtStatus.ConnectionRefused, bench.Connect(client, "127.0.0.1:9"));
        Assert.Equal(NtStatus.InvalidAddressComponent, bench.Connect(client, "127.0.0.1:0"));
        Assert.Equal(NtStatus.InvalidAddressComponent, bench.Connect(client, "0.0.0.0:80"));
    }

    [Fact]
    public void OutsideIsRefusedAndRemembered()
    {
        uint client = bench.Socket(SocketBench.Stream);
        Assert.Equal(NtStatus.ConnectionRefused, bench.Connect(client, "93.184.216.34:80"));
        Assert.Equal(NtStatus.HostUnreachable, bench.Connect(client, "10.0.0.77:80"));
        Assert.Equal(NtStatus.HostUnreachable, bench.Connect(client, "10.0.0.77:80"));
        Assert.Equal([("93.184.216.34:80", 1), ("10.0.0.77:80", 2)], bench.Network.Log.Attempts.Select(pair => (pair.Key.Destination, pair.Value)));
        Assert.All(bench.Network.Log.Attempts.Keys, attempt => Assert.Equal(Guest.Process.ProcessId, attempt.ProcessId));
    }

    [Fact]
    public void FullBacklogRefuses()
    {
        (_, string name) = bench.Listener(backlog: 1);
        Assert.Equal(NtStatus.Success, bench.Connect(bench.Socket(SocketBench.Stream), name));
        Assert.Equal(NtStatus.ConnectionRefused, bench.Connect(bench.Socket(SocketBench.Stream), name));
    }

    [Fact]
    public void AcceptWaitsForAConnection()
    {
        (uint listener, string name) = bench.Listener();
        (uint at, uint output) = (Guest.Take(8), Guest.Take(4));
        Assert.Equal(NtStatus.Pending, bench.Control(listener, WineAfdCode.Accept, [], output, 4, at: at));
        uint client = bench.Socket(SocketBench.Stream);
        bench.Connect(client, name);
        Assert.Equal((NtStatus.Success, 4u), bench.ResultAt(at));
        bench.Send(client, "x"u8.ToArray());
        Assert.Equal("x"u8.ToArray(), bench.Receive(Guest.Read32(output), 4));
        bench.SetNonBlocking(listener);
        Assert.Equal(NtStatus.DeviceNotReady, bench.Accept(listener, out _));
    }

    [Fact]
    public void AcceptIntoTakesFirstBytesAndBothNames()
    {
        (uint listener, string name) = bench.Listener();
        (uint acceptor, uint output, uint at) = (bench.Socket(SocketBench.Stream), Guest.Take(100), Guest.Take(8));
        Assert.Equal(NtStatus.Pending, bench.Control(listener, WineAfdCode.AcceptInto, SocketBench.Words(acceptor, 20, 32), output, 84, at: at));
        uint client = bench.Socket(SocketBench.Stream);
        bench.Bind(client, "127.0.0.1:0");
        uint connected = Guest.Take(8);
        Assert.Equal(NtStatus.Pending, bench.Connect(client, name, synchronous: false, "hello"u8.ToArray(), at: connected));
        Assert.Equal((NtStatus.Success, 5u), bench.ResultAt(connected));
        Assert.Equal((NtStatus.Success, 5u), bench.ResultAt(at));
        Assert.Equal("hello", Encoding.ASCII.GetString(Guest.Read(output, 5)));
        Assert.Equal(16u, Guest.Read32(output + 20));
        Assert.Equal(name, SocketBench.NameIn(Guest.Read(output + 24, 16)));
        Assert.Equal(16u, Guest.Read32(output + 52));
        bench.Send(acceptor, "back"u8.ToArray());
        Assert.Equal("back", Encoding.ASCII.GetString(bench.Receive(client, 10)));
    }

    [Fact]
    public void FailedConnectExEndsItsRequest()
    {
        uint client = bench.Socket(SocketBench.Stream);
        Assert.Equal(NtStatus.InvalidParameter, bench.Connect(client, "127.0.0.1:9", synchronous: false));
        bench.Bind(client, "0.0.0.0:0");
        uint at = Guest.Take(8);
        Assert.Equal(NtStatus.Pending, bench.Connect(client, "127.0.0.1:9", synchronous: false, at: at));
        Assert.Equal(NtStatus.ConnectionRefused, bench.ResultAt(at).Status);
    }

    [Fact]
    public void UrgentByteGoesItsOwnWay()
    {
        const uint OutOfBand = 1;
        (uint client, uint server) = bench.Pair();
        Assert.Equal(NtStatus.DeviceNotReady, bench.Receive(server, Guest.Take(4), 4, OutOfBand));
        bench.Send(client, "ab!"u8.ToArray(), flags: OutOfBand);
        Assert.Equal(SocketEvents.Read | SocketEvents.OutOfBand, bench.Poll((server, SocketEvents.Read | SocketEvents.OutOfBand))[server]);
        Assert.Equal(0u, bench.GetOption(server, WineAfdCode.IsAtMark));
        Assert.Equal("!"u8.ToArray(), bench.Receive(server, 4, OutOfBand));
        Assert.Equal("ab"u8.ToArray(), bench.Receive(server, 4));
        bench.SetOption(server, WineAfdCode.SetOutOfBandInline, 1);
        bench.Send(client, "c!"u8.ToArray(), flags: OutOfBand);
        Assert.Equal("c!"u8.ToArray(), bench.Receive(server, 4));
    }

    [Fact]
    public void ReceiveTimesOut()
    {
        (uint client, _) = bench.Pair();
        bench.SetOption(client, WineAfdCode.SetReceiveTimeout, 50);
        uint at = Guest.Take(8);
        Assert.Equal(NtStatus.Pending, bench.Receive(client, Guest.Take(4), 4, at: at));
        Guest.Kernel.Host.Clock.AdvanceBy(100_000_000);
        Guest.Kernel.Clock.Update();
        Assert.Equal(NtStatus.IoTimeout, bench.ResultAt(at).Status);
    }

    [Fact]
    public void ManyFullSocketsKeepLittleAndGoOn()
    {
        Network network = bench.Network;
        byte[] part = new byte[1 << 20];
        List<(NetSocket Client, NetSocket Server)> pairs = [];
        for (int count = 0; count < 40; count++)
        {
            (NetSocket client, NetSocket server) = Connected(network);
            client.Options.SendBuffer = server.Options.ReceiveBuffer = SocketOptions.LargestBuffer;
            pairs.Add((client, server));
            while (client.Send(part, null, MessageFlags.None, out _) == NtStatus.Success) Assert.True(network.Buffers.Used < 2 * NetworkBuffers.Limit);
        }
        Assert.True(network.Buffers.IsFull);
        (NetSocket late, NetSocket reader) = Connected(network);
        Assert.Equal(NtStatus.Success, late.Send("small"u8, null, MessageFlags.None, out int sent));
        Assert.Equal(5, sent);
        Assert.Equal(NtStatus.Success, reader.Receive(new byte[5], MessageFlags.None, out _, out _));
        foreach ((NetSocket client, NetSocket server) in pairs)
        {
            client.Close();
            server.Close();
        }
        Assert.InRange(network.Buffers.Used, 0, 2 * ByteQueue.LeastLength);
    }

    static (NetSocket Client, NetSocket Server) Connected(Network network)
    {
        var listener = (StreamSocket)network.Create(System.Net.Sockets.AddressFamily.InterNetwork, SocketKind.Stream, 6)!;
        NetSocket client = network.Create(System.Net.Sockets.AddressFamily.InterNetwork, SocketKind.Stream, 6)!;
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen(1);
        Assert.Equal(NtStatus.Success, client.Connect(listener.Local!));
        Assert.Equal(NtStatus.Success, listener.Accept(out StreamSocket? server));
        listener.Close();
        return (client, server!);
    }

    [Fact]
    public void ManySocketsMeetALimitInOrder()
    {
        Network network = bench.Network;
        int made = 0;
        while (network.Create(System.Net.Sockets.AddressFamily.InterNetwork, SocketKind.Stream, 6) is not null) made++;
        Assert.Equal(10_000, made);
        Assert.Equal(NtStatus.TooManyOpenedFiles, bench.Control(bench.OpenAfd(), WineAfdCode.Create, SocketBench.Words(2, 1, 6, 0)));
    }
}
