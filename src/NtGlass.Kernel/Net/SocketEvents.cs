namespace NtGlass.Kernel;

/// <summary>What can happen to a socket; the bits are those of AFD_POLL_*.</summary>
[Flags]
public enum SocketEvents : uint
{
    None = 0,
    Read = 0x001,
    OutOfBand = 0x002,
    Write = 0x004,

    /// <summary>The other side sends no more, and all that it sent was read.</summary>
    HangUp = 0x008,

    Reset = 0x010,

    /// <summary>The socket's own last handle was closed.</summary>
    Close = 0x020,

    Connect = 0x040,
    Accept = 0x080,
    ConnectError = 0x100,
}

/// <summary>How a receive looks at what has arrived; the bits are those of MSG_*.</summary>
[Flags]
public enum MessageFlags : uint
{
    None = 0,
    OutOfBand = 0x01,
    Peek = 0x02,
    WaitAll = 0x08,
    Partial = 0x8000,
}

/// <summary>SOCK_*.</summary>
public enum SocketKind : uint
{
    Stream = 1,
    Datagram = 2,
}

/// <summary>Where a socket stands with its connection.</summary>
public enum SocketState
{
    Unconnected,
    Listening,
    Connecting,
    Connected,

    /// <summary>Sends and receives messages, with or without a peer of its own.</summary>
    Connectionless,
}
