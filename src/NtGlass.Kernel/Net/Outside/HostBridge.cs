using System.Net;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The outside by way of the host's sockets. The gateway's address is the host's own loopback.</summary>
sealed class HostBridge(Network network, HostNetwork host) : IOutside
{
    readonly Dictionary<NetSocket, IDisposable> held = [];

    public NtStatus Connect(StreamSocket socket, IPEndPoint destination)
    {
        host.Connect(OnHost(destination), (stream, status) =>
        {
            network.Log.Add(socket.ProcessId, NetworkAttemptKind.Connect, destination, status);
            if (stream is null) socket.CompleteConnect(status);
            else if (socket.State != SocketState.Connecting) stream.Dispose();
            else Join(stream, far => socket.CompleteConnect(far));
            network.Deliver();
        });
        return NtStatus.Pending;
    }

    public NtStatus Send(DatagramSocket socket, IPEndPoint destination, ReadOnlySpan<byte> message)
    {
        if (!held.TryGetValue(socket, out IDisposable? open))
        {
            HostDatagrams made = host.OpenDatagrams(destination.AddressFamily);
            held[socket] = open = made;
            made.Receive((bytes, from) =>
            {
                socket.Arrive(bytes, IPAddress.IsLoopback(from.Address) ? new IPEndPoint(network.Options.Gateway, from.Port) : from, socket.Local!);
                network.Deliver();
            });
        }
        ((HostDatagrams)open).Send(message.ToArray(), OnHost(destination));
        return NtStatus.Success;
    }

    public void Resolve(string name, Action<IPAddress[]> answer) => host.Resolve(name, answer);

    public void Listen(StreamSocket socket)
    {
        IDisposable? listener = host.Listen(socket.Local!.Port, stream =>
        {
            IPEndPoint from = new(network.Options.Gateway, stream.Remote.Port);
            IPEndPoint local = new(Network.IsAny(socket.Local.Address) ? network.Options.Address : socket.Local.Address, socket.Local.Port);
            Join(stream, far =>
            {
                if (socket.Welcome(far, local, from) is null) far.Close();
            });
            network.Deliver();
        }, out NtStatus status);
        network.Log.Add(socket.ProcessId, NetworkAttemptKind.Listen, socket.Local, status);
        if (listener is not null) held[socket] = listener;
    }

    public void Forget(NetSocket socket)
    {
        if (held.Remove(socket, out IDisposable? open)) open.Dispose();
    }

    void Join(HostStream stream, Action<StreamSocket> meet)
    {
        StreamSocket far = new(network, stream.Remote.AddressFamily, protocol: 0);
        StreamBridge bridge = new(network, stream, far);
        meet(far);
        bridge.Pump();
    }

    IPEndPoint OnHost(IPEndPoint destination) =>
        destination.Address.Equals(network.Options.Gateway) ? new IPEndPoint(IPAddress.Loopback, destination.Port) : destination;
}
