using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The network of one machine: its addresses, its ports, and what lies outside. Nothing takes time here; the order in which
/// things are told is the order in which they happened.</summary>
public sealed class Network
{
    /// <summary>Sockets that one machine can have.</summary>
    const int MostSockets = 10_000;

    readonly Func<long> now100ns;
    readonly HashSet<NetSocket> sockets = [];
    readonly Queue<NetSocket> raised = new();
    readonly PortTable tcp = new(), udp = new();
    bool delivering;

    internal Network(NetworkOptions options, Func<long> now100ns)
    {
        Options = options;
        this.now100ns = now100ns;
        Names = new NameService(options);
        Log = new NetworkLog(Names);
    }

    public NetworkOptions Options { get; }

    /// <summary>Whom the machine wanted to talk to outside.</summary>
    public NetworkLog Log { get; }

    internal NameService Names { get; }

    internal NetworkBuffers Buffers { get; } = new();

    internal bool IsUp => Options.Mode != NetworkMode.None;

    /// <summary>What takes connections to the outside; null refuses them.</summary>
    internal IOutside? Outside { get; set; }

    internal long Now100ns => now100ns();

    internal IEnumerable<NetSocket> Sockets => sockets;

    /// <summary>Makes a socket.</summary>
    /// <returns>Null when there are too many.</returns>
    internal NetSocket? Create(AddressFamily family, SocketKind kind, uint protocol)
    {
        if (sockets.Count >= MostSockets) return null;
        NetSocket made = kind == SocketKind.Stream ? new StreamSocket(this, family, protocol) : new DatagramSocket(this, family, protocol);
        sockets.Add(made);
        return made;
    }

    internal void Forget(NetSocket socket) => sockets.Remove(socket);

    /// <summary>Looks a name up for a thread, which may have to wait for the answer.</summary>
    internal NtStatus Resolve(KThread caller, string name, Func<IPAddress[], NtStatus> then)
    {
        IPAddress[]? answer = null;
        KEvent answered = new(EventType.Notification, false);
        Resolve(caller.Process.ProcessId, name, found =>
        {
            answer = found;
            Ke.SetEvent(answered);
        });
        return Ke.Wait(caller, answered, WaitTerms.Kernel, (_, status) => answer is null ? status : then(answer));
    }

    /// <summary>Looks a name up; the answer comes at once unless the outside has to be asked.</summary>
    internal void Resolve(uint processId, string name, Action<IPAddress[]> answer)
    {
        if (Names.IsKnown(name)) answer(Names.Resolve(name));
        else if (Outside is null) Found(Names.Resolve(name));
        else Outside.Resolve(name, found =>
        {
            Found(found);
            Deliver();
        });

        void Found(IPAddress[] found)
        {
            Log.AddLookup(processId, name, found);
            Names.Remember(name, found);
            answer(found);
        }
    }

    internal PortTable PortsOf(SocketKind kind) => kind == SocketKind.Stream ? tcp : udp;

    /// <summary>Tells owners what has happened, until nothing more happens.</summary>
    internal void Deliver()
    {
        if (delivering) return;
        delivering = true;
        try
        {
            while (raised.TryDequeue(out NetSocket? socket)) socket.Raised?.Invoke(socket.TakePosted());
        }
        finally
        {
            delivering = false;
        }
    }

    internal void Enqueue(NetSocket socket) => raised.Enqueue(socket);

    internal static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>True for an address that a socket of the machine can have as its name.</summary>
    internal bool IsOwnName(IPAddress address) => IsAny(address) || IsLocal(address);

    /// <summary>True for an address that leads to this machine.</summary>
    internal bool IsLocal(IPAddress address) => IPAddress.IsLoopback(address) || address.Equals(Options.Address);

    internal bool IsBroadcast(IPAddress address) => address.Equals(IPAddress.Broadcast) || address.Equals(SubnetBroadcast);

    internal static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6Multicast : address.GetAddressBytes()[0] >> 4 == 14;

    /// <summary>The machine's address from which another can be reached.</summary>
    internal IPAddress SourceFor(IPAddress destination) =>
        destination.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback
        : IPAddress.IsLoopback(destination) ? IPAddress.Loopback
        : Options.Address;

    /// <summary>What a simulated outside answers to who tries to reach it: nobody is on the wire, and everybody beyond it refuses.</summary>
    internal NtStatus Unreachable(IPAddress destination) =>
        destination.AddressFamily == AddressFamily.InterNetworkV6 ? NtStatus.NetworkUnreachable
        : !destination.Equals(Options.Gateway) && new IPNetwork(Subnet, Options.PrefixLength).Contains(destination) ? NtStatus.HostUnreachable
        : NtStatus.ConnectionRefused;

    internal IPAddress Subnet => Masked(0);

    internal IPAddress SubnetBroadcast => Masked(0xFF);

    // The network part of the machine's address, with every other bit as given.
    IPAddress Masked(byte rest)
    {
        byte[] bytes = Options.Address.GetAddressBytes();
        for (int index = 0; index < bytes.Length; index++)
        {
            int kept = Math.Clamp(Options.PrefixLength - index * 8, 0, 8);
            byte mask = (byte)(0xFF << (8 - kept));
            bytes[index] = (byte)((bytes[index] & mask) | (rest & ~mask));
        }
        return new IPAddress(bytes);
    }
}
