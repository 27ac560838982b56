namespace NtGlass.Kernel;

/// <summary>The settings of a socket that change what the network does.</summary>
sealed class SocketOptions
{
    /// <summary>What AFD gives a socket that asks for nothing.</summary>
    public const int DefaultBuffer = 0x10000;

    /// <summary>No socket keeps more than this, whatever it asks for.</summary>
    public const int LargestBuffer = 0x1000000;

    public bool ReuseAddress { get; set; }

    public bool ExclusiveAddressUse { get; set; }

    public bool Broadcast { get; set; }

    public bool OutOfBandInline { get; set; }

    /// <summary>A datagram that goes to a group comes back to members on this machine.</summary>
    public bool MulticastLoop { get; set; } = true;

    /// <summary>An IPv6 socket that knows no IPv4.</summary>
    public bool IPv6Only { get; set; } = true;

    /// <summary>Seconds to linger; null for an end in the background.</summary>
    public int? Linger { get; set; }

    /// <summary>SO_RCVBUF as it was set.</summary>
    public int ReceiveBuffer { get; set; } = DefaultBuffer;

    /// <summary>SO_SNDBUF as it was set.</summary>
    public int SendBuffer { get; set; } = DefaultBuffer;
}
