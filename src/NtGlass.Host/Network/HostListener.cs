using System.Net.Sockets;

namespace NtGlass.Host;

/// <summary>A listening socket of the host's: hands on each connection.</summary>
sealed class HostListener(HostNetwork network, Socket socket, Action<HostStream> accepted) : IDisposable
{
    bool isDisposed;

    public void AcceptNext() => network.Start(() => socket.AcceptAsync(), (connection, _) =>
    {
        if (isDisposed)
        {
            connection?.Dispose();
            return;
        }
        if (connection is not null) accepted(new HostStream(network, connection));
        AcceptNext();
    });

    public void Dispose()
    {
        isDisposed = true;
        network.Close(socket);
    }
}
