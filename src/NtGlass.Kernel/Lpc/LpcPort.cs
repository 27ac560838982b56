using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What a port serves for.</summary>
enum LpcPortKind
{
    /// <summary>The named port at which a server hears of clients, and of what they say.</summary>
    Connection,

    /// <summary>The server's end of one connection.</summary>
    Server,

    /// <summary>The client's end of one connection.</summary>
    Client,
}

/// <summary>A port of local procedure calls.</summary>
public sealed class LpcPort : KernelObject
{
    public static readonly ObjectType ObjectType = new("Port", new GenericMapping(0x20001, 0x10001, 0x0, 0x1F0001), 0x1F0001);

    public static readonly ObjectType WaitableObjectType = new("WaitablePort", new GenericMapping(0x20001, 0x10001, 0x0, 0x1F0001), 0x1F0001);

    readonly LpcQueue queue;
    readonly List<LpcWait> waits = [];
    readonly List<LpcView> views = [];

    internal LpcPort(EProcess owner, bool isWaitable, int maximumConnectionInformation, int maximumDataLength)
        : base(isWaitable ? WaitableObjectType : ObjectType)
    {
        Kind = LpcPortKind.Connection;
        Owner = owner;
        queue = new LpcQueue(owner.Kernel.Pool);
        MaximumConnectionInformation = maximumConnectionInformation;
        MaximumDataLength = maximumDataLength;
    }

    internal LpcPort(EProcess owner, LpcPortKind kind, LpcPort connection)
        : base(ObjectType)
    {
        Kind = kind;
        Owner = owner;
        queue = new LpcQueue(owner.Kernel.Pool);
        Connection = connection;
        MaximumDataLength = connection.MaximumDataLength;
        connection.Header.Reference();
    }

    internal LpcPortKind Kind { get; }

    /// <summary>The process that made it.</summary>
    internal EProcess Owner { get; }

    internal int MaximumConnectionInformation { get; }

    internal int MaximumDataLength { get; }

    /// <summary>The named port over which a connection came about.</summary>
    internal LpcPort? Connection { get; }

    /// <summary>The other end; null before the connection stands and after it broke.</summary>
    internal LpcPort? Peer { get; set; }

    /// <summary>What the server calls this connection.</summary>
    internal uint Context { get; set; }

    /// <summary>How far a server may act as the client.</summary>
    internal ImpersonationLevel ClientLevel { get; init; } = ImpersonationLevel.Impersonation;

    /// <summary>The views that a client gives with its request for a connection.</summary>
    internal PortViews? Given { get; set; }

    /// <summary>A client that waits for NtCompleteConnectPort, and what it is to be told.</summary>
    internal (LpcWait Client, LpcMessage Answer)? Accepted { get; set; }

    /// <summary>Where its owner receives: the server at its named port, the client at its own.</summary>
    internal LpcQueue ReceiveQueue => Kind == LpcPortKind.Server ? Connection!.queue : queue;

    /// <summary>Where what is sent through it arrives; null without another end.</summary>
    internal LpcQueue? SendQueue => Kind switch
    {
        LpcPortKind.Client => Peer is null ? null : Connection!.queue,
        LpcPortKind.Server => Peer?.queue,
        _ => queue,
    };

    public override DispatcherObject? WaitObject => Type == WaitableObjectType ? queue.Arrived : null;

    /// <summary>Makes two ports the ends of one connection; each keeps the other.</summary>
    internal static void Join(LpcPort server, LpcPort client)
    {
        server.Header.Reference();
        client.Header.Reference();
        (server.Peer, client.Peer) = (client, server);
    }

    /// <summary>A view goes with the port.</summary>
    internal void Keep(LpcView view) => views.Add(view);

    internal void AddWait(LpcWait wait) => waits.Add(wait);

    internal void RemoveWait(LpcWait wait) => waits.Remove(wait);

    protected internal override void OnClose(EProcess process, uint grantedAccess)
    {
        if (Header.HandleCount > 0) return;
        Accepted?.Client.End(NtStatus.PortConnectionRefused, null);
        EndWaits(Kind == LpcPortKind.Connection ? NtStatus.PortConnectionRefused : NtStatus.PortDisconnected);
        if (Peer is not { } peer) return;
        Peer = peer.Peer = null;
        peer.EndWaits(NtStatus.PortDisconnected);
        LpcQueue toServer = Connection!.queue;
        toServer.RemoveAll(message => message.Sender == this && message.Type is LpcMessageType.Request);
        if (Kind == LpcPortKind.Client)
            toServer.TryAdd(new LpcMessage(LpcMessageType.PortClosed, []) { Sender = this, Context = peer.Context });
        peer.Header.Dereference();
        Header.Dereference();
    }

    protected internal override void OnDelete()
    {
        foreach (LpcView view in views) view.Unmap();
        Given?.Dispose();
        queue.RemoveAll(_ => true);
        Connection?.Header.Dereference();
    }

    void EndWaits(NtStatus status)
    {
        foreach (LpcWait wait in waits.ToArray()) wait.End(status, null);
    }
}
