using System.Net;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>getsockopt and setsockopt.</summary>
static class AfdOptionCalls
{
    const int KeepAliveBytes = 12, MostOptionBytes = 4;

    // Options that change nothing here: the code that sets, the code that asks, and what is told before the first set.
    static readonly (WineAfdCode Set, WineAfdCode Get, uint Initial)[] kept =
    [
        (WineAfdCode.SetKeepAlive, WineAfdCode.GetKeepAlive, 0),
        (WineAfdCode.SetIPDontFragment, WineAfdCode.GetIPDontFragment, 0),
        (WineAfdCode.SetIPHeaderIncluded, WineAfdCode.GetIPHeaderIncluded, 0),
        (WineAfdCode.SetIPMulticastInterface, WineAfdCode.GetIPMulticastInterface, 0),
        (WineAfdCode.SetIPMulticastTtl, WineAfdCode.GetIPMulticastTtl, 1),
        (WineAfdCode.SetIPPacketInfo, WineAfdCode.GetIPPacketInfo, 0),
        (WineAfdCode.SetIPTypeOfService, WineAfdCode.GetIPTypeOfService, 0),
        (WineAfdCode.SetIPTtl, WineAfdCode.GetIPTtl, 128),
        (WineAfdCode.SetIPUnicastInterface, WineAfdCode.GetIPUnicastInterface, 0),
        (WineAfdCode.SetIPReceiveTtl, WineAfdCode.GetIPReceiveTtl, 0),
        (WineAfdCode.SetIPReceiveTypeOfService, WineAfdCode.GetIPReceiveTypeOfService, 0),
        (WineAfdCode.SetIPv6DontFragment, WineAfdCode.GetIPv6DontFragment, 0),
        (WineAfdCode.SetIPv6MulticastHops, WineAfdCode.GetIPv6MulticastHops, 1),
        (WineAfdCode.SetIPv6MulticastInterface, WineAfdCode.GetIPv6MulticastInterface, 0),
        (WineAfdCode.SetIPv6UnicastHops, WineAfdCode.GetIPv6UnicastHops, 128),
        (WineAfdCode.SetIPv6UnicastInterface, WineAfdCode.GetIPv6UnicastInterface, 0),
        (WineAfdCode.SetIPv6ReceiveHopLimit, WineAfdCode.GetIPv6ReceiveHopLimit, 0),
        (WineAfdCode.SetIPv6ReceivePacketInfo, WineAfdCode.GetIPv6ReceivePacketInfo, 0),
        (WineAfdCode.SetIPv6ReceiveTrafficClass, WineAfdCode.GetIPv6ReceiveTrafficClass, 0),
        (WineAfdCode.SetTcpNoDelay, WineAfdCode.GetTcpNoDelay, 0),
        (WineAfdCode.SetTcpKeepAlive, WineAfdCode.GetTcpKeepAlive, 7200),
        (WineAfdCode.SetTcpKeepCount, WineAfdCode.GetTcpKeepCount, 10),
        (WineAfdCode.SetTcpKeepInterval, WineAfdCode.GetTcpKeepInterval, 1),
    ];

    // Options that change something: how each is asked for and set.
    static readonly Dictionary<WineAfdCode, Func<AfdEndpoint, uint>> getters = new()
    {
        [WineAfdCode.GetBroadcast] = static endpoint => Flag(endpoint.Socket!.Options.Broadcast),
        [WineAfdCode.GetOutOfBandInline] = static endpoint => Flag(endpoint.Socket!.Options.OutOfBandInline),
        [WineAfdCode.GetReuseAddress] = static endpoint => Flag(endpoint.Socket!.Options.ReuseAddress),
        [WineAfdCode.GetExclusiveAddressUse] = static endpoint => Flag(endpoint.Socket!.Options.ExclusiveAddressUse),
        [WineAfdCode.GetReceiveBuffer] = static endpoint => (uint)endpoint.Socket!.Options.ReceiveBuffer,
        [WineAfdCode.GetSendBuffer] = static endpoint => (uint)endpoint.Socket!.Options.SendBuffer,
        [WineAfdCode.GetReceiveTimeout] = static endpoint => endpoint.Options.ReceiveTimeoutMs,
        [WineAfdCode.GetSendTimeout] = static endpoint => endpoint.Options.SendTimeoutMs,
        [WineAfdCode.GetIPMulticastLoop] = static endpoint => Flag(endpoint.Socket!.Options.MulticastLoop),
        [WineAfdCode.GetIPv6MulticastLoop] = static endpoint => Flag(endpoint.Socket!.Options.MulticastLoop),
        [WineAfdCode.GetIPv6Only] = static endpoint => Flag(endpoint.Socket!.Options.IPv6Only),
        [WineAfdCode.GetLinger] = static endpoint => endpoint.Socket!.Options.Linger is int seconds ? 1 | ((uint)seconds << 16) : 0,
    };

    static readonly Dictionary<WineAfdCode, Func<AfdEndpoint, uint, NtStatus>> setters = new()
    {
        [WineAfdCode.SetBroadcast] = static (endpoint, value) => Set(() => endpoint.Socket!.Options.Broadcast = value != 0),
        [WineAfdCode.SetOutOfBandInline] = static (endpoint, value) => Set(() => endpoint.Socket!.Options.OutOfBandInline = value != 0),
        [WineAfdCode.SetReuseAddress] = static (endpoint, value) => SetReuse(endpoint.Socket!.Options, value != 0),
        [WineAfdCode.SetExclusiveAddressUse] = static (endpoint, value) => SetExclusive(endpoint.Socket!.Options, value != 0),
        [WineAfdCode.SetReceiveBuffer] = static (endpoint, value) => Set(() => endpoint.Socket!.Options.ReceiveBuffer = BufferOf(value)),
        [WineAfdCode.SetSendBuffer] = static (endpoint, value) => Set(() => endpoint.Socket!.Options.SendBuffer = BufferOf(value)),
        [WineAfdCode.SetReceiveTimeout] = static (endpoint, value) => Set(() => endpoint.Options.ReceiveTimeoutMs = value),
        [WineAfdCode.SetSendTimeout] = static (endpoint, value) => Set(() => endpoint.Options.SendTimeoutMs = value),
        [WineAfdCode.SetIPMulticastLoop] = static (endpoint, value) => Set(() => endpoint.Socket!.Options.MulticastLoop = value != 0),
        [WineAfdCode.SetIPv6MulticastLoop] = static (endpoint, value) => Set(() => endpoint.Socket!.Options.MulticastLoop = value != 0),
        [WineAfdCode.SetIPv6Only] = static (endpoint, value) => SetIPv6Only(endpoint.Socket!, value != 0),
        [WineAfdCode.SetLinger] = static (endpoint, value) =>
            Set(() => endpoint.Socket!.Options.Linger = (ushort)value == 0 ? null : (int)(value >> 16)),
    };

    /// <summary>Runs the code of an option.</summary>
    /// <returns>STATUS_BUFFER_TOO_SMALL without a byte of a value, STATUS_INVALID_PARAMETER, STATUS_NOT_SUPPORTED for an unknown code,
    /// STATUS_SUCCESS.</returns>
    public static NtStatus Run(AfdCall call)
    {
        if (call.Code is WineAfdCode.IPAddMembership or WineAfdCode.IPDropMembership) return ChangeGroup(call, 4, call.Code == WineAfdCode.IPAddMembership);
        if (call.Code is WineAfdCode.IPv6AddMembership or WineAfdCode.IPv6DropMembership) return ChangeGroup(call, 16, call.Code == WineAfdCode.IPv6AddMembership);
        if (getters.TryGetValue(call.Code, out Func<AfdEndpoint, uint>? get)) return Tell(call, get(call.Endpoint));
        if (setters.TryGetValue(call.Code, out Func<AfdEndpoint, uint, NtStatus>? set))
            return call.Input.Length == 0 ? NtStatus.BufferTooSmall : call.End(set(call.Endpoint, Value(call)));
        foreach ((WineAfdCode setCode, WineAfdCode getCode, uint initial) in kept)
        {
            if (call.Code == getCode) return Tell(call, call.Endpoint.Options.Get(getCode, initial));
            if (call.Code != setCode) continue;
            if (call.Input.Length == 0) return NtStatus.BufferTooSmall;
            call.Endpoint.Options.Set(getCode, Value(call));
            return call.Done();
        }
        return NtStatus.NotSupported;
    }

    /// <summary>SIO_KEEPALIVE_VALS: nobody outside keeps a connection that long.</summary>
    public static NtStatus KeepAliveValues(AfdCall call)
    {
        if (call.Input.Length < KeepAliveBytes) return NtStatus.BufferTooSmall;
        call.Endpoint.Options.Set(WineAfdCode.GetKeepAlive, call.UInt32(0) == 0 ? 0u : 1);
        return call.Done();
    }

    static NtStatus Tell(AfdCall call, uint value) =>
        call.Control.OutputLength == 0 ? NtStatus.BufferTooSmall : call.Control.Answer(NtStatus.Success, BitConverter.GetBytes(value));

    // A BOOL may come as one byte.
    static uint Value(AfdCall call)
    {
        byte[] value = new byte[MostOptionBytes];
        call.Input.AsSpan(0, Math.Min(call.Input.Length, MostOptionBytes)).CopyTo(value);
        return BitConverter.ToUInt32(value);
    }

    static NtStatus ChangeGroup(AfdCall call, int addressBytes, bool joins)
    {
        if (call.Input.Length < addressBytes + sizeof(uint)) return NtStatus.BufferTooSmall;
        IPAddress group = new(call.Input.AsSpan(0, addressBytes));
        if (!Network.IsMulticast(group) || call.Socket.Kind != SocketKind.Datagram) return NtStatus.InvalidParameter;
        bool changed = joins ? call.Socket.Groups.Add(group) : call.Socket.Groups.Remove(group);
        return changed ? call.Done() : NtStatus.InvalidAddressComponent;
    }

    static NtStatus SetReuse(SocketOptions options, bool value)
    {
        if (value && options.ExclusiveAddressUse) return NtStatus.InvalidParameter;
        options.ReuseAddress = value;
        return NtStatus.Success;
    }

    static NtStatus SetExclusive(SocketOptions options, bool value)
    {
        if (value && options.ReuseAddress) return NtStatus.InvalidParameter;
        options.ExclusiveAddressUse = value;
        return NtStatus.Success;
    }

    static NtStatus SetIPv6Only(NetSocket socket, bool value)
    {
        if (socket.Local is not null) return NtStatus.InvalidParameter;
        socket.Options.IPv6Only = value;
        return NtStatus.Success;
    }

    static NtStatus Set(Action change)
    {
        change();
        return NtStatus.Success;
    }

    static int BufferOf(uint value) => (int)Math.Min(value, SocketOptions.LargestBuffer);

    static uint Flag(bool value) => value ? 1u : 0;
}
