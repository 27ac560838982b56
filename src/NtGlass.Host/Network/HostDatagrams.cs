using System.Net;
using System.Net.Sockets;

namespace NtGlass.Host;

/// <summary>A socket of the host's for messages.</summary>
public sealed class HostDatagrams : IDisposable
{
    const int LargestMessage = 0x10000;

    readonly HostNetwork network;
    readonly Socket socket;
    bool isDisposed;

    internal HostDatagrams(HostNetwork network, Socket socket)
    {
        this.network = network;
        this.socket = socket;
        socket.Bind(new IPEndPoint(Any, 0));
    }

    IPAddress Any => socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>Sends a message; nobody tells whether it arrives.</summary>
    public void Send(byte[] message, IPEndPoint destination) => network.Start(async () =>
    {
        await socket.SendToAsync(message, SocketFlags.None, destination).ConfigureAwait(false);
        return message;
    }, static (_, _) => { });

    /// <summary>Hands on each message with its sender, until this is disposed.</summary>
    public void Receive(Action<byte[], IPEndPoint> arrived) => network.Start(async () =>
    {
        byte[] buffer = new byte[LargestMessage];
        SocketReceiveFromResult result = await socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(Any, 0)).ConfigureAwait(false);
        return new Message(buffer[..result.ReceivedBytes], (IPEndPoint)result.RemoteEndPoint);
    }, (message, _) =>
    {
        if (isDisposed) return;
        if (message is not null) arrived(message.Bytes, message.From);
        Receive(arrived);
    });

    public void Dispose()
    {
        isDisposed = true;
        network.Close(socket);
    }

    sealed record Message(byte[] Bytes, IPEndPoint From);
}
