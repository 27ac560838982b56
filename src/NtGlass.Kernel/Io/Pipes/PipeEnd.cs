using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>One end of one instance of a named pipe: the context of its file.</summary>
sealed class PipeEnd(NamedPipe pipe, bool isServer, EProcess process)
{
    readonly EProcess process = process;
    PipeEnd? peer;

    public NamedPipe Pipe => pipe;

    public bool IsServer => isServer;

    /// <summary>The process that opened the end.</summary>
    public uint ProcessId => process.ProcessId;

    public PipeState State { get; private set; } = isServer ? PipeState.Listening : PipeState.Disconnected;

    /// <summary>The other end, while it is there.</summary>
    public PipeEnd? Peer => peer;

    public uint InboundQuota { get; init; }

    public uint OutboundQuota { get; init; }

    public PipeMode ReadMode { get; set; }

    /// <summary>FILE_PIPE_COMPLETE_OPERATION: nothing waits.</summary>
    public bool IsNonBlocking { get; set; }

    /// <summary>Whom a server end can impersonate: who opened its last client end.</summary>
    public Token? Client { get; private set; }

    /// <summary>What this end can read; null when it is not connected.</summary>
    public PipeQueue? Incoming { get; private set; }

    /// <summary>What the other end can read.</summary>
    public PipeQueue? Outgoing { get; private set; }

    /// <summary>FSCTL_PIPE_LISTEN requests.</summary>
    public LinkedList<IoRequest> Listeners { get; } = new();

    bool MayRead => Pipe.Configuration == PipeConfiguration.FullDuplex || Pipe.Configuration == PipeConfiguration.Inbound == IsServer;

    bool MayWrite => Pipe.Configuration == PipeConfiguration.FullDuplex || Pipe.Configuration == PipeConfiguration.Outbound == IsServer;

    /// <summary>Connects a server end that listens with a new client end.</summary>
    public void Connect(PipeEnd client, BufferBudget budget)
    {
        PipeQueue inbound = new(InboundQuota, budget), outbound = new(OutboundQuota, budget);
        (peer, client.peer) = (client, this);
        Client = client.process.Token;
        (Incoming, Outgoing) = (inbound, outbound);
        (client.Incoming, client.Outgoing) = (outbound, inbound);
        State = client.State = PipeState.Connected;
        EndListeners(NtStatus.Success);
    }

    /// <summary>FSCTL_PIPE_LISTEN.</summary>
    /// <returns>STATUS_ILLEGAL_FUNCTION for clients, STATUS_PIPE_CONNECTED, STATUS_PIPE_CLOSING, STATUS_PIPE_LISTENING where nothing waits,
    /// STATUS_PENDING.</returns>
    public NtStatus Listen(IoRequest request)
    {
        if (!IsServer) return NtStatus.IllegalFunction;
        if (State == PipeState.Connected) return NtStatus.PipeConnected;
        if (State == PipeState.Closing) return NtStatus.PipeClosing;
        State = PipeState.Listening;
        if (IsNonBlocking) return NtStatus.PipeListening;
        LinkedListNode<IoRequest> place = Listeners.AddLast(request);
        return request.Pend(() => Listeners.Remove(place));
    }

    /// <summary>FSCTL_PIPE_DISCONNECT: what was not read is lost.</summary>
    /// <returns>STATUS_ILLEGAL_FUNCTION for clients, STATUS_PIPE_DISCONNECTED, STATUS_SUCCESS.</returns>
    public NtStatus Disconnect()
    {
        if (!IsServer) return NtStatus.IllegalFunction;
        if (State == PipeState.Disconnected) return NtStatus.PipeDisconnected;
        State = PipeState.Disconnected;
        EndListeners(NtStatus.PipeDisconnected);
        PipeQueue?[] queues = [Incoming, Outgoing];
        peer?.Detach(PipeState.Disconnected);
        Detach(PipeState.Disconnected);
        foreach (PipeQueue? queue in queues) queue?.End(NtStatus.PipeDisconnected);
        return NtStatus.Success;
    }

    /// <summary>The last handle of this end is closed: the other one can still read what is there.</summary>
    public void Close()
    {
        EndListeners(NtStatus.PipeBroken);
        PipeQueue? unread = Incoming, sent = Outgoing;
        if (peer is { State: PipeState.Connected })
        {
            peer.State = PipeState.Closing;
            peer.peer = null;
        }
        Detach(PipeState.Disconnected);
        unread?.End(NtStatus.PipeBroken);
        sent?.EndReaders(NtStatus.PipeBroken);
    }

    /// <returns>STATUS_INVALID_PARAMETER against the pipe's direction, what the state says, STATUS_PIPE_EMPTY where nothing waits,
    /// STATUS_BUFFER_OVERFLOW for a part of a message, STATUS_PENDING, STATUS_SUCCESS.</returns>
    public NtStatus Read(IoTransfer transfer)
    {
        if (State is PipeState.Disconnected or PipeState.Listening) return StateError();
        if (!MayRead) return NtStatus.InvalidParameter;
        if (!Incoming!.HasData)
        {
            if (State == PipeState.Closing) return NtStatus.PipeBroken;
            if (IsNonBlocking) return NtStatus.PipeEmpty;
        }
        return Incoming.Read(transfer, ReadMode);
    }

    /// <inheritdoc cref="Read" path="/returns"/>
    public NtStatus Write(IoTransfer transfer)
    {
        if (State is PipeState.Disconnected or PipeState.Listening) return StateError();
        if (!MayWrite) return NtStatus.InvalidParameter;
        return State == PipeState.Closing ? NtStatus.PipeClosing : Outgoing!.Write(transfer, Pipe.Type, IsNonBlocking);
    }

    /// <summary>FSCTL_PIPE_TRANSCEIVE: a message goes out, and the next that comes in is the answer.</summary>
    /// <returns>STATUS_PIPE_DISCONNECTED, STATUS_INVALID_PIPE_STATE, STATUS_INVALID_READ_MODE, STATUS_PIPE_BUSY while something can be read,
    /// STATUS_INSUFFICIENT_RESOURCES, what the read gives.</returns>
    public NtStatus Transceive(IoTransfer answer, byte[] message)
    {
        if (!IsServer && State == PipeState.Disconnected) return NtStatus.PipeDisconnected;
        if (State != PipeState.Connected) return NtStatus.InvalidPipeState;
        if (Pipe.Type != PipeMode.Message || ReadMode != PipeMode.Message || !MayRead || !MayWrite) return NtStatus.InvalidReadMode;
        if (Incoming!.HasData) return NtStatus.PipeBusy;
        NtStatus status = Outgoing!.Put(message);
        return status.IsError ? status : Read(answer);
    }

    /// <summary>Waits until the other end has read everything.</summary>
    /// <returns>STATUS_PIPE_DISCONNECTED for such a client, STATUS_PENDING, STATUS_SUCCESS.</returns>
    public NtStatus Flush(IoRequest request)
    {
        if (!IsServer && State == PipeState.Disconnected) return NtStatus.PipeDisconnected;
        return State == PipeState.Connected ? Outgoing!.Flush(request) : request.Complete(NtStatus.Success, 0);
    }

    NtStatus StateError() => State == PipeState.Listening ? NtStatus.PipeListening : NtStatus.PipeDisconnected;

    void Detach(PipeState state)
    {
        State = state;
        peer = null;
        Incoming = Outgoing = null;
    }

    void EndListeners(NtStatus status)
    {
        while (Listeners.First is { Value: var request })
        {
            Listeners.RemoveFirst();
            request.Complete(status, 0);
        }
    }
}
