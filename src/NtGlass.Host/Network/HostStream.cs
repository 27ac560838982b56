using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>A connection of the host's.</summary>
public sealed class HostStream : IDisposable
{
    const int PartBytes = 0x10000;

    readonly HostNetwork network;
    readonly Socket socket;

    internal HostStream(HostNetwork network, Socket socket)
    {
        this.network = network;
        this.socket = socket;
        Remote = (IPEndPoint)socket.RemoteEndPoint!;
        network.Keep(socket);
    }

    public IPEndPoint Remote { get; }

    /// <summary>Sends all bytes.</summary>
    public void Send(byte[] bytes, Action<NtStatus> done) => network.Start(async () =>
    {
        for (int sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None).ConfigureAwait(false);
        return bytes;
    }, (_, status) => done(status));

    /// <summary>Receives the next bytes; none at the end.</summary>
    public void Receive(Action<byte[], NtStatus> done) => network.Start(async () =>
    {
        byte[] buffer = new byte[PartBytes];
        int count = await socket.ReceiveAsync(buffer, SocketFlags.None).ConfigureAwait(false);
        return buffer[..count];
    }, (bytes, status) => done(bytes ?? [], status));

    /// <summary>Sends no more.</summary>
    public void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The connection is gone already, and the next receive tells so.
        }
    }

    public void Dispose() => network.Close(socket);
}
