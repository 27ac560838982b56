using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A TCP socket. What one end sends lies in the other's queue at once; where that is full, the sender waits.</summary>
sealed class StreamSocket(Network network, AddressFamily family, uint protocol) : NetSocket(network, family, SocketKind.Stream, protocol)
{
    readonly ByteQueue incoming = new(network.Buffers);
    readonly Urgent urgent = new();
    Backlog? backlog;
    StreamSocket? peer;
    bool hungUp, reset, senderWaits;

    public override SocketEvents Ready => State switch
    {
        SocketState.Listening => backlog!.Count > 0 ? SocketEvents.Accept : SocketEvents.None,
        SocketState.Connected => ConnectedEvents,
        SocketState.Unconnected when Error.IsError => SocketEvents.ConnectError,
        _ => SocketEvents.None,
    };

    public override int Available => reset ? 0 : incoming.Count;

    /// <summary>When the connection came about, on the scale of <see cref="Network.Now100ns"/>.</summary>
    public long ConnectedAt100ns { get; private set; }

    /// <summary>SIOCATMARK: no urgent byte is still to be read.</summary>
    public bool IsPastUrgent => urgent.IsEmpty;

    /// <summary>The space that is left for what the peer sends.</summary>
    int Space => Math.Min(Network.Buffers.IsFull ? ByteQueue.LeastLength : int.MaxValue, OwnSpace) - incoming.Count;

    int OwnSpace => Math.Max(1, Options.ReceiveBuffer + (peer?.Options.SendBuffer ?? 0));

    SocketEvents ConnectedEvents =>
        SocketEvents.Connect
        | (reset ? SocketEvents.Reset : SocketEvents.None)
        | (!reset && incoming.Count > 0 ? SocketEvents.Read : SocketEvents.None)
        | (!reset && !urgent.IsEmpty ? SocketEvents.OutOfBand : SocketEvents.None)
        | (!reset && hungUp && incoming.Count == 0 ? SocketEvents.HangUp : SocketEvents.None)
        | (reset || !SendShut && peer is null or { Space: > 0 } ? SocketEvents.Write : SocketEvents.None);

    /// <summary>Takes connections from now on.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for a socket without a name or with a connection, STATUS_SUCCESS.</returns>
    public NtStatus Listen(int limit)
    {
        if (Local is null || State is not (SocketState.Unconnected or SocketState.Listening)) return NtStatus.InvalidParameter;
        backlog ??= new Backlog();
        backlog.Limit = limit;
        if (State == SocketState.Unconnected) Network.Outside?.Listen(this);
        State = SocketState.Listening;
        return NtStatus.Success;
    }

    public override NtStatus Connect(IPEndPoint name)
    {
        if (State == SocketState.Connected) return NtStatus.ConnectionActive;
        if (State != SocketState.Unconnected) return NtStatus.InvalidParameter;
        NtStatus status = Destination(name, out IPEndPoint destination);
        if (status.IsSuccess) status = BindFor(destination.Address);
        if (status.IsError) return status;
        Error = NtStatus.Success;
        Remote = destination;
        State = SocketState.Connecting;
        status = Network.IsLocal(destination.Address) ? Meet(destination) : Leave(destination);
        if (status != NtStatus.Pending) CompleteConnect(status);
        return status;
    }

    /// <summary>The connection has come about, or it never will.</summary>
    public void CompleteConnect(NtStatus status)
    {
        if (State != SocketState.Connecting) return;
        State = status.IsSuccess ? SocketState.Connected : SocketState.Unconnected;
        Error = status;
        if (status.IsSuccess) ConnectedAt100ns = Network.Now100ns;
        else Remote = null;
        Post(status.IsSuccess ? SocketEvents.Connect | SocketEvents.Write : SocketEvents.ConnectError);
    }

    /// <summary>The connection has come about, and this is its other end.</summary>
    public void CompleteConnect(StreamSocket far)
    {
        far.Join(this, Remote!, Local!);
        Join(far, Local!, Remote!);
        CompleteConnect(NtStatus.Success);
    }

    /// <summary>Takes the oldest connection of a socket that listens.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_DEVICE_NOT_READY when there is none, STATUS_SUCCESS.</returns>
    public NtStatus Accept(out StreamSocket? accepted)
    {
        accepted = null;
        if (State != SocketState.Listening) return NtStatus.InvalidParameter;
        accepted = backlog!.Take();
        return accepted is null ? NtStatus.DeviceNotReady : NtStatus.Success;
    }

    public override NtStatus Send(ReadOnlySpan<byte> bytes, IPEndPoint? to, MessageFlags flags, out int sent)
    {
        sent = 0;
        if (State != SocketState.Connected) return NtStatus.InvalidConnection;
        if (reset) return Error;
        if (SendShut) return NtStatus.PipeDisconnected;
        if (bytes.IsEmpty) return NtStatus.Success;
        if (peer is null)
        {
            sent = bytes.Length;
            BecomeReset(NtStatus.ConnectionReset);
            return NtStatus.Success;
        }
        int count = Math.Min(bytes.Length, peer.Space);
        if (count <= 0)
        {
            senderWaits = true;
            return NtStatus.DeviceNotReady;
        }
        bool isUrgent = (flags & MessageFlags.OutOfBand) != 0 && count == bytes.Length;
        peer.Arrive(bytes[..(isUrgent ? count - 1 : count)]);
        if (isUrgent) peer.ArriveUrgent(bytes[count - 1]);
        sent = count;
        return NtStatus.Success;
    }

    public override NtStatus Receive(Span<byte> buffer, MessageFlags flags, out int received, out IPEndPoint? from)
    {
        received = 0;
        from = null;
        if (State != SocketState.Connected) return NtStatus.InvalidConnection;
        if (reset) return Error;
        if (ReceiveShut) return NtStatus.PipeDisconnected;
        bool keeps = (flags & MessageFlags.Peek) != 0;
        if ((flags & MessageFlags.OutOfBand) != 0)
        {
            if (Options.OutOfBandInline) return NtStatus.InvalidParameter;
            if (urgent.IsEmpty) return NtStatus.DeviceNotReady;
            received = urgent.Take(buffer, keeps);
            return NtStatus.Success;
        }
        if (incoming.Count == 0) return hungUp ? NtStatus.Success : NtStatus.DeviceNotReady;
        received = keeps ? incoming.Peek(buffer) : incoming.Take(buffer);
        if (!keeps) FreeSender();
        return NtStatus.Success;
    }

    public override NtStatus Shutdown(bool receive, bool send)
    {
        if (State != SocketState.Connected) return NtStatus.InvalidConnection;
        ReceiveShut |= receive;
        if (!send || SendShut) return NtStatus.Success;
        SendShut = true;
        peer?.HangUp();
        return NtStatus.Success;
    }

    public override void Close()
    {
        foreach (StreamSocket waiting in backlog?.All ?? []) waiting.Close();
        Network.Outside?.Forget(this);
        bool aborts = incoming.Count > 0 || Options.Linger == 0;
        StreamSocket? left = peer;
        peer = null;
        if (left is not null)
        {
            left.peer = null;
            if (aborts) left.BecomeReset(NtStatus.ConnectionReset);
            else left.HangUp();
        }
        State = SocketState.Unconnected;
        incoming.Clear();
        base.Close();
    }

    /// <summary>The other end is gone without a word.</summary>
    public void BecomeReset(NtStatus reason)
    {
        if (reset || State != SocketState.Connected) return;
        reset = true;
        Error = reason;
        incoming.Clear();
        Post(SocketEvents.Reset | SocketEvents.Write);
    }

    /// <summary>Takes the place of a new end of a connection: AcceptEx gives the socket that is to become it.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for a socket that is already something, STATUS_SUCCESS.</returns>
    public NtStatus Become(StreamSocket accepted)
    {
        if (State != SocketState.Unconnected || accepted.State != SocketState.Connected) return NtStatus.InvalidParameter;
        if (Local is not null) Network.PortsOf(Kind).Release(this);
        Adopt(accepted.Local!, accepted.Remote!);
        Span<byte> arrived = new byte[accepted.incoming.Count];
        accepted.incoming.Take(arrived);
        incoming.Append(arrived);
        urgent.CopyFrom(accepted.urgent);
        (hungUp, reset, Error) = (accepted.hungUp, accepted.reset, accepted.Error);
        (State, ConnectedAt100ns) = (SocketState.Connected, accepted.ConnectedAt100ns);
        peer = accepted.peer;
        peer?.peer = this;
        accepted.peer = null;
        accepted.State = SocketState.Unconnected;
        accepted.Close();
        return NtStatus.Success;
    }

    /// <summary>Puts a connection from a name into the backlog of a socket that listens.</summary>
    /// <returns>The new end at the listener; null when it takes no more.</returns>
    public StreamSocket? Welcome(StreamSocket caller, IPEndPoint local, IPEndPoint from)
    {
        if (State != SocketState.Listening || backlog!.IsFull) return null;
        if (Network.Create(Family, SocketKind.Stream, Protocol) is not StreamSocket end) return null;
        end.ProcessId = ProcessId;
        end.Inherit(Options);
        end.Join(caller, local, from);
        caller.Join(end, from, local);
        backlog.Add(end);
        Post(SocketEvents.Accept);
        return end;
    }

    internal void Arrive(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || ReceiveShut) return;
        incoming.Append(bytes);
        Post(SocketEvents.Read);
    }

    NtStatus Meet(IPEndPoint destination)
    {
        foreach (NetSocket found in Network.PortsOf(Kind).Find(destination))
            if (found is StreamSocket { State: SocketState.Listening } listener && listener.Welcome(this, destination, Local!) is not null)
                return NtStatus.Success;
        return NtStatus.ConnectionRefused;
    }

    NtStatus Leave(IPEndPoint destination)
    {
        NtStatus status = Network.Outside?.Connect(this, destination) ?? Network.Unreachable(destination.Address);
        if (status != NtStatus.Pending) Network.Log.Add(ProcessId, NetworkAttemptKind.Connect, destination, status);
        return status;
    }

    void Join(StreamSocket other, IPEndPoint local, IPEndPoint remote)
    {
        if (Local is null || State == SocketState.Unconnected) Adopt(local, remote);
        peer = other;
        if (State == SocketState.Connecting) return;
        State = SocketState.Connected;
        ConnectedAt100ns = Network.Now100ns;
    }

    void Inherit(SocketOptions options)
    {
        Options.ReceiveBuffer = options.ReceiveBuffer;
        Options.SendBuffer = options.SendBuffer;
        Options.OutOfBandInline = options.OutOfBandInline;
        Options.Linger = options.Linger;
        Options.IPv6Only = options.IPv6Only;
    }

    void ArriveUrgent(byte value)
    {
        if (Options.OutOfBandInline) Arrive([value]);
        else
        {
            urgent.Put(value);
            Post(SocketEvents.OutOfBand);
        }
    }

    void HangUp()
    {
        hungUp = true;
        Post(SocketEvents.HangUp);
    }

    void FreeSender()
    {
        if (hungUp && incoming.Count == 0) Post(SocketEvents.HangUp);
        if (peer is not { senderWaits: true }) return;
        peer.senderWaits = false;
        peer.Post(SocketEvents.Write);
    }
}
