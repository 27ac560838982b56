using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>The host's sockets. Nothing here waits: what comes of an operation is told by <see cref="Deliver"/>, on the machine's own thread.</summary>
public sealed class HostNetwork : IDisposable
{
    const int Backlog = 100;

    readonly ConcurrentQueue<Action> arrived = new();
    readonly ConcurrentDictionary<Socket, bool> sockets = new();
    readonly object gate = new();
    CancellationTokenSource? sleeper;
    int outstanding;

    /// <summary>Something is under way that may wake the machine.</summary>
    public bool IsWaiting => Volatile.Read(ref outstanding) > 0;

    /// <summary>Tells what has come since the last time.</summary>
    public void Deliver()
    {
        while (arrived.TryDequeue(out Action? tell))
        {
            Interlocked.Decrement(ref outstanding);
            tell();
        }
    }

    /// <summary>A token that is cancelled as soon as there is something to deliver, or with the other.</summary>
    public CancellationTokenSource Arm(CancellationToken other)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(other);
        lock (gate)
        {
            sleeper = source;
            if (!arrived.IsEmpty) source.Cancel();
        }
        return source;
    }

    /// <summary>The machine is awake again.</summary>
    public void Disarm()
    {
        lock (gate) sleeper = null;
    }

    /// <summary>Connects to somewhere; the stream is null when that fails.</summary>
    public void Connect(IPEndPoint destination, Action<HostStream?, NtStatus> done)
    {
        Socket socket = Open(destination.AddressFamily, SocketType.Stream);
        Start(async () =>
        {
            await socket.ConnectAsync(destination).ConfigureAwait(false);
            return new HostStream(this, socket);
        }, (stream, status) =>
        {
            if (stream is null) Close(socket);
            done(stream, status);
        });
    }

    /// <summary>Takes connections to a port of the host's loopback address.</summary>
    /// <returns>Null with the reason when the port cannot be had.</returns>
    public IDisposable? Listen(int port, Action<HostStream> accepted, out NtStatus status)
    {
        Socket socket = Open(AddressFamily.InterNetwork, SocketType.Stream);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(Backlog);
        }
        catch (SocketException error)
        {
            Close(socket);
            status = StatusOf(error.SocketErrorCode);
            return null;
        }
        status = NtStatus.Success;
        HostListener listener = new(this, socket, accepted);
        listener.AcceptNext();
        return listener;
    }

    /// <summary>A socket for messages, on a port that the host chooses.</summary>
    public HostDatagrams OpenDatagrams(AddressFamily family) => new(this, Open(family, SocketType.Dgram));

    /// <summary>Asks the host's resolver; an unknown name has no addresses.</summary>
    public void Resolve(string name, Action<IPAddress[]> done) =>
        Start(() => Dns.GetHostAddressesAsync(name), (found, _) => done(found ?? []));

    public void Dispose()
    {
        foreach (Socket socket in sockets.Keys) Close(socket);
    }

    internal void Close(Socket socket)
    {
        sockets.TryRemove(socket, out _);
        socket.Dispose();
    }

    internal void Keep(Socket socket) => sockets[socket] = true;

    /// <summary>Starts an operation whose outcome is told later.</summary>
    internal void Start<T>(Func<Task<T>> operation, Action<T?, NtStatus> done)
        where T : class
    {
        Interlocked.Increment(ref outstanding);
        _ = Finish(operation, done);
    }

    async Task Finish<T>(Func<Task<T>> operation, Action<T?, NtStatus> done)
        where T : class
    {
        T? result = null;
        NtStatus status = NtStatus.Success;
        try
        {
            result = await operation().ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            status = StatusOf(error.SocketErrorCode);
        }
        catch (Exception error) when (error is ObjectDisposedException or OperationCanceledException or ArgumentException)
        {
            status = NtStatus.Cancelled;
        }
        lock (gate)
        {
            arrived.Enqueue(() => done(result, status));
            sleeper?.Cancel();
        }
    }

    Socket Open(AddressFamily family, SocketType kind)
    {
        Socket socket = new(family, kind, kind == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        Keep(socket);
        return socket;
    }

    static NtStatus StatusOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => NtStatus.ConnectionRefused,
        SocketError.ConnectionReset => NtStatus.ConnectionReset,
        SocketError.ConnectionAborted => NtStatus.ConnectionAborted,
        SocketError.TimedOut => NtStatus.IoTimeout,
        SocketError.HostUnreachable or SocketError.HostDown => NtStatus.HostUnreachable,
        SocketError.NetworkUnreachable or SocketError.NetworkDown => NtStatus.NetworkUnreachable,
        SocketError.AddressAlreadyInUse => NtStatus.SharingViolation,
        SocketError.AccessDenied => NtStatus.AccessDenied,
        SocketError.OperationAborted => NtStatus.Cancelled,
        _ => NtStatus.Unsuccessful,
    };
}
