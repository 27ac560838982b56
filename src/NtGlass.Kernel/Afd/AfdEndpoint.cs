using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What AFD keeps with an open file: the socket, the requests that wait for it, and what was asked to be told.</summary>
sealed class AfdEndpoint(AfdDevice device, CreateOptions options)
{
    const SocketEvents Edges = SocketEvents.Connect | SocketEvents.ConnectError;

    bool shutsWhenSent;

    public AfdDevice Device => device;

    /// <summary>Null until the file is made a socket.</summary>
    public NetSocket? Socket { get; private set; }

    public bool IsNonBlocking { get; set; }

    public bool IsOverlapped => (options & CreateOptions.Synchronous) == 0;

    public AfdOptions Options { get; private set; } = new();

    public AfdSelection Selection { get; } = new();

    public LinkedList<AfdOperation> Reads { get; } = new();

    public LinkedList<AfdOperation> Writes { get; } = new();

    public LinkedList<AfdOperation> Accepts { get; } = new();

    public LinkedList<AfdOperation> Connects { get; } = new();

    public HashSet<AfdPoll> Polls { get; } = [];

    public void Attach(NetSocket socket)
    {
        Socket = socket;
        socket.Raised = OnRaised;
    }

    /// <summary>Begins an operation: it is done at once, or it waits behind others, or the caller hears that it would have to.</summary>
    public static NtStatus Begin(AfdOperation operation, LinkedList<AfdOperation> queue, bool mayWait, uint timeoutMs = 0)
    {
        NtStatus status = queue.Count > 0 ? NtStatus.DeviceNotReady : operation.Try();
        if (status == NtStatus.DeviceNotReady && mayWait) return operation.Wait(queue, timeoutMs);
        if (status == NtStatus.DeviceNotReady && operation.Information > 0) status = NtStatus.Success;
        return operation.End(status);
    }

    /// <summary>The program has made the call that an event calls for: the event may be told again.</summary>
    public void Enable(SocketEvents events)
    {
        Selection.Enable(events);
        Record(SocketEvents.None);
    }

    /// <summary>Records what holds now, and what has just happened.</summary>
    public void Record(SocketEvents happened)
    {
        if (Socket is not null) Selection.Record((Socket.Ready & ~Edges) | (happened & Edges));
    }

    /// <summary>Ends a direction; sending ends behind what is still to be sent.</summary>
    public NtStatus Shutdown(bool receive, bool send)
    {
        shutsWhenSent |= send && Writes.Count > 0;
        NtStatus status = Socket!.Shutdown(receive, send && Writes.Count == 0);
        if (status.IsError || !receive || !send) return status;
        Selection.Set(null, SocketEvents.None);
        IsNonBlocking = true;
        return status;
    }

    /// <summary>A file for a connection that was accepted; it is like its listener's.</summary>
    public FileObject Inherit(StreamSocket accepted)
    {
        AfdEndpoint made = new(device, options) { IsNonBlocking = IsNonBlocking, Options = Options.Copy() };
        made.Attach(accepted);
        made.Selection.CopyFrom(Selection);
        made.Record(SocketEvents.None);
        return device.MakeFile(made, options);
    }

    /// <summary>The last handle is closed.</summary>
    public void Close()
    {
        foreach (AfdPoll poll in Polls.ToArray()) poll.Close(this);
        Selection.Set(null, SocketEvents.None);
        Socket?.Close();
    }

    void OnRaised(SocketEvents happened)
    {
        Drain(Connects);
        Drain(Accepts);
        Drain(Reads);
        Drain(Writes);
        if (shutsWhenSent && Writes.Count == 0)
        {
            shutsWhenSent = false;
            Socket!.Shutdown(receive: false, send: true);
        }
        Record(happened);
        foreach (AfdPoll poll in Polls.ToArray()) poll.Check();
    }

    static void Drain(LinkedList<AfdOperation> queue)
    {
        while (queue.First is { Value: var first } place)
        {
            NtStatus status = first.Try();
            if (status != NtStatus.DeviceNotReady) first.End(status);
            else if (place.List == queue) return;
        }
    }
}
