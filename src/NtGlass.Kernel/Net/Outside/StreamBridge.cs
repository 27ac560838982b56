using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>Carries bytes between a connection of the host's and the far end of one of the machine's. One part is under way in each
/// direction; so a side that does not read holds the other back.</summary>
sealed class StreamBridge
{
    const int PartBytes = 0x10000;

    readonly Network network;
    readonly HostStream host;
    readonly StreamSocket far;
    ReadOnlyMemory<byte> toGuest;
    bool isSending, isReceiving, hasEndedSending, hasEndedReceiving, isClosed;

    public StreamBridge(Network network, HostStream host, StreamSocket far)
    {
        this.network = network;
        this.host = host;
        this.far = far;
        far.Raised = _ => Pump();
    }

    /// <summary>Moves what can be moved.</summary>
    public void Pump()
    {
        if (isClosed) return;
        if (far.State != SocketState.Connected || (far.Ready & SocketEvents.Reset) != 0)
        {
            Close();
            return;
        }
        SendToHost();
        SendToGuest();
        if (hasEndedSending && hasEndedReceiving && !isSending) Close();
    }

    void SendToHost()
    {
        if (isSending || hasEndedSending) return;
        byte[] part = new byte[Math.Min(PartBytes, far.Available)];
        if (far.Receive(part, MessageFlags.None, out int count, out _).IsError) return;
        if (count == 0)
        {
            hasEndedSending = true;
            host.EndSending();
            return;
        }
        isSending = true;
        host.Send(part[..count], status =>
        {
            isSending = false;
            Continue(status);
        });
    }

    void SendToGuest()
    {
        while (!toGuest.IsEmpty && far.Send(toGuest.Span, null, MessageFlags.None, out int sent).IsSuccess) toGuest = toGuest[sent..];
        if (!toGuest.IsEmpty || isReceiving || hasEndedReceiving) return;
        isReceiving = true;
        host.Receive((bytes, status) =>
        {
            isReceiving = false;
            toGuest = bytes;
            hasEndedReceiving = bytes.Length == 0;
            if (hasEndedReceiving && status.IsSuccess && !isClosed) far.Shutdown(receive: false, send: true);
            Continue(status);
        });
    }

    void Continue(NtStatus status)
    {
        if (status.IsError) Abort();
        Pump();
        network.Deliver();
    }

    // The host's connection broke: the machine's end is reset.
    void Abort()
    {
        if (isClosed) return;
        far.Options.Linger = 0;
        Close();
    }

    void Close()
    {
        isClosed = true;
        host.Dispose();
        far.Close();
    }
}
