using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A UDP socket.</summary>
sealed class DatagramSocket : NetSocket
{
    /// <summary>What fits into an IPv4 packet.</summary>
    public const int LargestMessage = 65507;

    /// <summary>Messages without a byte take no space; so many wait at most.</summary>
    const int MostWaiting = 4096;

    /// <summary>What a message takes beside its bytes.</summary>
    const int DatagramOverhead = 200;

    readonly Queue<Datagram> incoming = new();
    int incomingBytes;
    bool refused;

    public DatagramSocket(Network network, AddressFamily family, uint protocol)
        : base(network, family, SocketKind.Datagram, protocol) =>
        State = SocketState.Connectionless;

    public override SocketEvents Ready =>
        (incoming.Count > 0 || refused ? SocketEvents.Read : SocketEvents.None) | (SendShut ? SocketEvents.None : SocketEvents.Write);

    public override int Available => incomingBytes;

    /// <summary>Where the next message was sent to: IP_PKTINFO tells it.</summary>
    public IPAddress? NextDestination => incoming.TryPeek(out Datagram? next) ? next.To.Address : null;

    public override NtStatus Connect(IPEndPoint name)
    {
        if (name is { Port: 0 } && Network.IsAny(name.Address))
        {
            Remote = null;
            return NtStatus.Success;
        }
        NtStatus status = Destination(name, out IPEndPoint destination);
        if (status.IsSuccess) status = BindFor(destination.Address);
        if (status.IsSuccess) Remote = destination;
        return status;
    }

    public override NtStatus Send(ReadOnlySpan<byte> bytes, IPEndPoint? to, MessageFlags flags, out int sent)
    {
        sent = 0;
        if (SendShut) return NtStatus.PipeDisconnected;
        if (to is null && Remote is null) return NtStatus.InvalidConnection;
        IPEndPoint destination = Remote!;
        NtStatus status = to is null ? NtStatus.Success : Destination(to, out destination);
        if (status.IsError) return status;
        if (bytes.Length > LargestMessage) return NtStatus.BufferOverflow;
        if (Network.IsBroadcast(destination.Address) && !Options.Broadcast) return NtStatus.AccessDenied;
        status = BindToAny();
        if (status.IsError) return status;
        Route(bytes, destination);
        sent = bytes.Length;
        return NtStatus.Success;
    }

    public override NtStatus Receive(Span<byte> buffer, MessageFlags flags, out int received, out IPEndPoint? from)
    {
        received = 0;
        from = null;
        if (Local is null) return NtStatus.InvalidParameter;
        if (ReceiveShut) return NtStatus.PipeDisconnected;
        if ((flags & MessageFlags.OutOfBand) != 0) return NtStatus.NotSupported;
        if (refused)
        {
            refused = false;
            return NtStatus.ConnectionReset;
        }
        if (!incoming.TryPeek(out Datagram? message)) return NtStatus.DeviceNotReady;
        received = Math.Min(buffer.Length, message.Bytes.Length);
        message.Bytes.AsSpan(0, received).CopyTo(buffer);
        from = message.From;
        if ((flags & MessageFlags.Peek) == 0) Drop();
        return received < message.Bytes.Length ? NtStatus.BufferOverflow : NtStatus.Success;
    }

    public override NtStatus Shutdown(bool receive, bool send)
    {
        ReceiveShut |= receive;
        SendShut |= send;
        return NtStatus.Success;
    }

    public override void Close()
    {
        Network.Outside?.Forget(this);
        while (incoming.Count > 0) Drop();
        base.Close();
    }

    /// <summary>A message has come; where there is no space for it, it is lost.</summary>
    public void Arrive(ReadOnlySpan<byte> bytes, IPEndPoint from, IPEndPoint to)
    {
        if (ReceiveShut || Remote is not null && !Remote.Equals(from)) return;
        bool isFull = Network.Buffers.IsFull || incomingBytes + bytes.Length > Options.ReceiveBuffer;
        if (incoming.Count >= MostWaiting || incoming.Count > 0 && isFull) return;
        incoming.Enqueue(new Datagram(bytes.ToArray(), from, to));
        Network.Buffers.Take(DatagramOverhead + bytes.Length);
        incomingBytes += bytes.Length;
        Post(SocketEvents.Read);
    }

    void Drop()
    {
        int length = incoming.Dequeue().Bytes.Length;
        incomingBytes -= length;
        Network.Buffers.Give(DatagramOverhead + length);
    }

    void Route(ReadOnlySpan<byte> bytes, IPEndPoint destination)
    {
        IPEndPoint from = new(Network.IsAny(Local!.Address) ? Network.SourceFor(destination.Address) : Local.Address, Local.Port);
        if (Network.IsMulticast(destination.Address))
            SendToAll(bytes, from, destination, socket => Options.MulticastLoop && socket.Groups.Contains(destination.Address));
        else if (Network.IsBroadcast(destination.Address))
            SendToAll(bytes, from, destination, socket => socket.Local!.AddressFamily == AddressFamily.InterNetwork);
        else if (!Network.IsLocal(destination.Address)) Leave(bytes, destination);
        else if (Network.PortsOf(Kind).Find(destination).FirstOrDefault() is DatagramSocket receiver) receiver.Arrive(bytes, from, destination);
        else if (Remote is not null)
        {
            refused = true;
            Post(SocketEvents.Read);
        }
    }

    void SendToAll(ReadOnlySpan<byte> bytes, IPEndPoint from, IPEndPoint destination, Func<DatagramSocket, bool> takes)
    {
        foreach (NetSocket socket in Network.PortsOf(Kind).All.Where(socket => socket.Local!.Port == destination.Port).ToArray())
            if (socket is DatagramSocket receiver && takes(receiver)) receiver.Arrive(bytes, from, destination);
    }

    // Nobody tells who sends a message whether it arrived.
    void Leave(ReadOnlySpan<byte> bytes, IPEndPoint destination)
    {
        if (destination.Port == DnsQuery.Port && destination.Address.Equals(Network.Options.Gateway))
        {
            if (DnsQuery.Read(bytes) is DnsQuery query) Ask(query, destination);
            return;
        }
        NtStatus status = Network.Outside?.Send(this, destination, bytes) ?? Network.Unreachable(destination.Address);
        Network.Log.Add(ProcessId, NetworkAttemptKind.Datagram, destination, status);
    }

    void Ask(DnsQuery query, IPEndPoint server) =>
        Network.Resolve(ProcessId, query.Name, found => Arrive(query.Answer(found), server, Local!));

    sealed record Datagram(byte[] Bytes, IPEndPoint From, IPEndPoint To);
}
