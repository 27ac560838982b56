using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>The outside by way of the host's sockets, with the host's loopback as the outside.</summary>
public sealed class HostBridgeTests : IDisposable
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    readonly HostNetwork host = new();
    readonly Network network = new(new NetworkOptions { Mode = NetworkMode.Host }, () => 0);

    public HostBridgeTests() => network.Outside = new HostBridge(network, host);

    public void Dispose() => host.Dispose();

    [Fact]
    public void GuestTalksToAServerOfTheHost()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        StreamSocket guest = Stream();
        Assert.Equal(NtStatus.Pending, guest.Connect(AtGateway(((IPEndPoint)server.LocalEndpoint).Port)));
        Until(() => guest.State == SocketState.Connected);
        using TcpClient accepted = server.AcceptTcpClient();
        byte[] much = new byte[500_000];
        Random.Shared.NextBytes(much);
        Assert.Equal(NtStatus.Success, guest.Send("hello"u8, null, MessageFlags.None, out int sent));
        byte[] buffer = new byte[5];
        Until(() => accepted.Available == 5);
        accepted.GetStream().ReadExactly(buffer);
        Assert.Equal("hello"u8.ToArray(), buffer);
        Task writing = accepted.GetStream().WriteAsync(much, TestContext.Current.CancellationToken).AsTask().ContinueWith(_ => accepted.Client.Shutdown(SocketShutdown.Send), TestContext.Current.CancellationToken);
        List<byte> received = [];
        Until(() => (guest.Ready & SocketEvents.HangUp) != 0 || Take(guest, received));
        Assert.Equal(much, received);
        guest.Close();
        network.Deliver();
        Until(() => accepted.Client.Poll(0, SelectMode.SelectRead));
        Assert.Equal((NetworkAttemptKind.Connect, NtStatus.Success), network.Log.Attempts.Keys.Select(one => (one.Kind, one.Result)).Single());
    }

    [Fact]
    public void HostTalksToAServerOfTheGuest()
    {
        StreamSocket listener = Stream();
        Assert.Equal(NtStatus.Success, listener.Bind(new IPEndPoint(IPAddress.Any, 0)));
        Assert.Equal(NtStatus.Success, listener.Listen(5));
        Assert.Equal(NtStatus.Success, network.Log.Attempts.Keys.Single().Result);
        using TcpClient client = new();
        client.Connect(IPAddress.Loopback, listener.Local!.Port);
        client.Client.Send("request"u8);
        StreamSocket? accepted = null;
        Until(() => listener.Accept(out accepted) == NtStatus.Success);
        Assert.Equal(network.Options.Gateway, accepted!.Remote!.Address);
        Until(() => accepted.Available == 7);
        Assert.Equal(NtStatus.Success, accepted.Receive(new byte[7], MessageFlags.None, out _, out _));
        Assert.Equal(NtStatus.Success, accepted.Send("answer"u8, null, MessageFlags.None, out _));
        accepted.Close();
        network.Deliver();
        byte[] answer = new byte[10];
        Until(() => client.Available == 6);
        Assert.Equal(6, client.Client.Receive(answer));
        listener.Close();
    }

    [Fact]
    public void RefusalComesLater()
    {
        using TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        StreamSocket guest = Stream();
        Assert.Equal(NtStatus.Pending, guest.Connect(AtGateway(port)));
        Until(() => guest.State == SocketState.Unconnected);
        Assert.Equal(NtStatus.ConnectionRefused, guest.Error);
    }

    [Fact]
    public void MessagesGoBothWays()
    {
        using UdpClient server = new(new IPEndPoint(IPAddress.Loopback, 0));
        NetSocket guest = network.Create(AddressFamily.InterNetwork, SocketKind.Datagram, 17)!;
        IPEndPoint gateway = AtGateway(((IPEndPoint)server.Client.LocalEndPoint!).Port);
        Assert.Equal(NtStatus.Success, guest.Send("ask"u8, gateway, MessageFlags.None, out _));
        Until(() => server.Available == 3);
        IPEndPoint? from = null;
        Assert.Equal("ask"u8.ToArray(), server.Receive(ref from));
        server.Send("told"u8, from);
        Until(() => guest.Available == 4);
        Assert.Equal(NtStatus.Success, guest.Receive(new byte[10], MessageFlags.None, out int count, out IPEndPoint? sender));
        Assert.Equal((4, gateway), (count, sender));
        guest.Close();
    }

    static bool Take(StreamSocket guest, List<byte> received)
    {
        byte[] buffer = new byte[100_000];
        if (guest.Receive(buffer, MessageFlags.None, out int count, out _).IsSuccess) received.AddRange(buffer[..count]);
        guest.Network.Deliver();
        return false;
    }

    StreamSocket Stream() => (StreamSocket)network.Create(AddressFamily.InterNetwork, SocketKind.Stream, 6)!;

    IPEndPoint AtGateway(int port) => new(network.Options.Gateway, port);

    void Until(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(Longest);
        while (!condition())
        {
            using (CancellationTokenSource arrival = host.Arm(limit.Token)) arrival.Token.WaitHandle.WaitOne(20);
            host.Disarm();
            host.Deliver();
            network.Deliver();
            Assert.False(limit.IsCancellationRequested);
        }
    }
}
