using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Who has which port of one protocol.</summary>
sealed class PortTable
{
    const int FirstEphemeral = 49152, LastEphemeral = 65535;

    // Rows: the second socket; columns: the first; both Default, Reuse, Exclusive, each for any address and for one.
    // S success, U in use, D denied. Source: "Sharing Transport Addresses" of the Windows driver documentation, all by one user.
    static readonly string[] sharing = ["USUSUS", "SUSDDU", "DSSSDS", "SDSSDD", "UUUUUU", "SUSUDU"];

    readonly Dictionary<int, List<NetSocket>> ports = [];
    int lastEphemeral = FirstEphemeral - 1;

    /// <summary>Every socket with a port, by port.</summary>
    public IEnumerable<NetSocket> All => ports.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value);

    /// <summary>Enters a socket under a name; port 0 becomes a free one.</summary>
    public NtStatus Bind(NetSocket socket, ref IPEndPoint name)
    {
        if (name.Port == 0)
        {
            if (FindFree() is not int free) return NtStatus.InsufficientResources;
            name = new IPEndPoint(name.Address, free);
        }
        foreach (NetSocket other in At(name.Port))
        {
            NtStatus status = Share(other, socket, name.Address);
            if (status.IsError) return status;
        }
        if (!ports.TryGetValue(name.Port, out List<NetSocket>? holders)) ports[name.Port] = holders = [];
        holders.Add(socket);
        return NtStatus.Success;
    }

    public void Release(NetSocket socket)
    {
        if (socket.Local is null || !ports.TryGetValue(socket.Local.Port, out List<NetSocket>? holders)) return;
        holders.Remove(socket);
        if (holders.Count == 0) ports.Remove(socket.Local.Port);
    }

    /// <summary>The sockets that something for this name can go to: those with the address itself before those with any.</summary>
    public IEnumerable<NetSocket> Find(IPEndPoint name) =>
        At(name.Port).Where(socket => Covers(socket, name.Address)).OrderBy(socket => Network.IsAny(socket.Local!.Address)).ToArray();

    static bool Covers(NetSocket socket, IPAddress address)
    {
        IPAddress own = socket.Local!.Address;
        return own.Equals(address) || Network.IsAny(own) && KnowsFamily(socket, own, address.AddressFamily);
    }

    static bool KnowsFamily(NetSocket socket, IPAddress own, AddressFamily family) =>
        own.AddressFamily == family || own.AddressFamily == AddressFamily.InterNetworkV6 && !socket.Options.IPv6Only;

    static NtStatus Share(NetSocket first, NetSocket second, IPAddress address)
    {
        IPAddress held = first.Local!.Address;
        bool meets = held.Equals(address)
            || Network.IsAny(held) && KnowsFamily(first, held, address.AddressFamily)
            || Network.IsAny(address) && KnowsFamily(second, address, held.AddressFamily);
        if (!meets) return NtStatus.Success;
        return sharing[Class(second.Options, address)][Class(first.Options, held)] switch
        {
            'U' => NtStatus.SharingViolation,
            'D' => NtStatus.AccessDenied,
            _ => NtStatus.Success,
        };
    }

    static int Class(SocketOptions options, IPAddress address) =>
        (options.ExclusiveAddressUse ? 4 : options.ReuseAddress ? 2 : 0) + (Network.IsAny(address) ? 0 : 1);

    List<NetSocket> At(int port) => ports.GetValueOrDefault(port) ?? [];

    int? FindFree()
    {
        for (int tried = 0; tried <= LastEphemeral - FirstEphemeral; tried++)
        {
            lastEphemeral = lastEphemeral == LastEphemeral ? FirstEphemeral : lastEphemeral + 1;
            if (!ports.ContainsKey(lastEphemeral)) return lastEphemeral;
        }
        return null;
    }
}
