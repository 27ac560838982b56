using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>One socket of the machine's network, without anything of the way in which the guest asks for it. What cannot be done yet
/// answers STATUS_DEVICE_NOT_READY; <see cref="Network.Deliver"/> tells the owner when that changes.</summary>
abstract class NetSocket(Network network, AddressFamily family, SocketKind kind, uint protocol)
{
    SocketEvents posted;

    public Network Network => network;

    public AddressFamily Family => family;

    public SocketKind Kind => kind;

    public uint Protocol => protocol;

    public SocketOptions Options { get; } = new();

    /// <summary>The name, in the form that the network uses: IPv4 for an address mapped into IPv6.</summary>
    public IPEndPoint? Local { get; protected set; }

    public IPEndPoint? Remote { get; protected set; }

    public SocketState State { get; protected set; }

    /// <summary>Who made it, for the log of what went outside.</summary>
    public uint ProcessId { get; set; }

    /// <summary>Told what has happened, by <see cref="Network.Deliver"/>.</summary>
    public Action<SocketEvents>? Raised { get; set; }

    /// <summary>What holds now.</summary>
    public abstract SocketEvents Ready { get; }

    /// <summary>Bytes that a receive would find at once.</summary>
    public abstract int Available { get; }

    /// <summary>Why the last connection did not come about or ended.</summary>
    public NtStatus Error { get; protected set; }

    /// <summary>What the groups that the socket joined are.</summary>
    public HashSet<IPAddress> Groups { get; } = [];

    protected bool ReceiveShut { get; set; }

    protected bool SendShut { get; set; }

    /// <summary>Gives the socket its name; port 0 for a free one.</summary>
    /// <returns>STATUS_ADDRESS_ALREADY_ASSOCIATED, STATUS_INVALID_ADDRESS for another family, STATUS_INVALID_ADDRESS_COMPONENT for an
    /// address that is not the machine's, STATUS_SHARING_VIOLATION, STATUS_ACCESS_DENIED, STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS.</returns>
    public NtStatus Bind(IPEndPoint name)
    {
        if (Local is not null) return NtStatus.AddressAlreadyAssociated;
        if (name.AddressFamily != family) return NtStatus.InvalidAddress;
        IPEndPoint local = Unmapped(name);
        if (!network.IsOwnName(local.Address)) return NtStatus.InvalidAddressComponent;
        NtStatus status = network.PortsOf(kind).Bind(this, ref local);
        if (status.IsSuccess) Local = local;
        return status;
    }

    /// <returns>STATUS_INVALID_PARAMETER for a socket in the wrong state, STATUS_CONNECTION_ACTIVE, STATUS_INVALID_ADDRESS,
    /// STATUS_INVALID_ADDRESS_COMPONENT, what the binding of a free port says, what the network says, STATUS_SUCCESS.</returns>
    public abstract NtStatus Connect(IPEndPoint name);

    /// <param name="to">Where a message goes; null for the peer.</param>
    public abstract NtStatus Send(ReadOnlySpan<byte> bytes, IPEndPoint? to, MessageFlags flags, out int sent);

    public abstract NtStatus Receive(Span<byte> buffer, MessageFlags flags, out int received, out IPEndPoint? from);

    /// <summary>Ends one direction or both.</summary>
    public abstract NtStatus Shutdown(bool receive, bool send);

    /// <summary>The last handle is closed.</summary>
    public virtual void Close()
    {
        if (Local is not null) network.PortsOf(kind).Release(this);
        network.Forget(this);
        Raised = null;
    }

    /// <summary>An address as this socket's family writes it.</summary>
    public IPEndPoint InFamily(IPEndPoint name) =>
        name.AddressFamily == family ? name : new IPEndPoint(name.Address.MapToIPv6(), name.Port);

    /// <summary>Takes what was posted since the last time.</summary>
    internal SocketEvents TakePosted()
    {
        SocketEvents taken = posted;
        posted = SocketEvents.None;
        return taken;
    }

    /// <summary>Says that something has become true.</summary>
    protected internal void Post(SocketEvents events)
    {
        if (posted == SocketEvents.None) network.Enqueue(this);
        posted |= events;
    }

    /// <summary>Binds to a free port of any address, unless the socket has a name.</summary>
    protected NtStatus BindToAny() =>
        Local is not null ? NtStatus.Success
        : Bind(new IPEndPoint(family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0));

    /// <summary>Gives a socket that is bound to any address, or to none, the address from which the other can be reached.</summary>
    protected NtStatus BindFor(IPAddress destination)
    {
        NtStatus status = BindToAny();
        if (status.IsSuccess && Network.IsAny(Local!.Address)) Local = new IPEndPoint(network.SourceFor(destination), Local.Port);
        return status;
    }

    /// <summary>The form that the network uses, and whether this socket can talk to it.</summary>
    protected NtStatus Destination(IPEndPoint name, out IPEndPoint destination)
    {
        destination = name.AddressFamily == family ? Unmapped(name) : name;
        if (name.AddressFamily != family) return NtStatus.InvalidAddress;
        if (destination.AddressFamily != family && Options.IPv6Only) return NtStatus.NetworkUnreachable;
        return destination.Port == 0 || Network.IsAny(destination.Address) ? NtStatus.InvalidAddressComponent : NtStatus.Success;
    }

    /// <summary>A stream that was accepted has its listener's name without a binding of its own.</summary>
    protected void Adopt(IPEndPoint local, IPEndPoint remote)
    {
        Local = local;
        Remote = remote;
    }

    static IPEndPoint Unmapped(IPEndPoint name) =>
        name.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(name.Address.MapToIPv4(), name.Port) : name;
}
