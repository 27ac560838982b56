using System.Net;
using System.Net.Sockets;
using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The questions about names that Wine's ws2_32 asks outside of itself. Their result is an error number of Winsock, or zero.</summary>
static class WinsockNames
{
    const uint Passive = 1, WantsCanonicalName = 2, NumericHost = 4, NumericService = 8;
    const uint NameInfoNumericHost = 2, NameInfoNameRequired = 4, NameInfoNumericService = 8;
    const int AddressInfoBytes = 32, HostEntryBytes = 16;

    static readonly NtStatus insufficientBuffer = new(122), fault = new(10014), kindNotSupported = new(WinsockError.KindNotSupported),
        serviceNotFound = new(10109), hostNotFound = new(11001);

    /// <summary>getaddrinfo: node, service, hints, where the answer goes, its size.</summary>
    public static NtStatus GetAddressInfo(KThread caller, UserBuffer arguments)
    {
        (GuestAddress node, GuestAddress service, GuestAddress hints) =
            (Argument(caller, arguments, 0), Argument(caller, arguments, 1), Argument(caller, arguments, 2));
        (GuestAddress info, GuestAddress size) = (Argument(caller, arguments, 3), Argument(caller, arguments, 4));
        uint[] wanted = [.. Enumerable.Range(0, 4).Select(index => hints.IsNull ? 0 : Word(caller, hints, (uint)index))];
        (uint flags, uint family, uint kind, uint protocol) = (wanted[0], wanted[1], wanted[2], wanted[3]);
        if (kind > 5) return kindNotSupported;
        string serviceText = service.IsNull ? "" : GuestText.Read(caller, service);
        bool needsNumber = (flags & NumericService) != 0;
        if (needsNumber && !serviceText.All(char.IsAsciiDigit) || ServiceNames.PortOf(serviceText) is not int port) return serviceNotFound;
        string name = node.IsNull ? "" : GuestText.Read(caller, node);
        if ((flags & NumericHost) != 0 && !IPAddress.TryParse(name, out _)) return hostNotFound;
        return Resolve(caller, name, (flags & Passive) != 0, found =>
        {
            IPAddress[] answers = [.. found.Where(address => family == 0 || (uint)address.AddressFamily == family)];
            if (answers.Length == 0) return hostNotFound;
            GuestLayout layout = new(info);
            string? canonical = (flags & WantsCanonicalName) != 0 ? name : null;
            for (int index = 0; index < answers.Length; index++)
            {
                string? named = index == 0 ? canonical : null;
                AddAddressInfo(layout, new IPEndPoint(answers[index], port), [flags, kind, protocol], named, index == answers.Length - 1);
            }
            return Give(caller, layout, info, size);
        });
    }

    /// <summary>gethostbyname: name, where the answer goes, its size.</summary>
    public static NtStatus GetHostByName(KThread caller, UserBuffer arguments)
    {
        (GuestAddress host, GuestAddress size) = (Argument(caller, arguments, 1), Argument(caller, arguments, 2));
        string name = GuestText.Read(caller, Argument(caller, arguments, 0));
        return Resolve(caller, name, isPassive: false, found =>
        {
            IPAddress[] answers = [.. found.Where(address => address.AddressFamily == AddressFamily.InterNetwork)];
            return answers.Length == 0 ? hostNotFound : GiveHostEntry(caller, name, answers, host, size);
        });
    }

    /// <summary>gethostbyaddr: address, its length, family, where the answer goes, its size.</summary>
    public static NtStatus GetHostByAddress(KThread caller, UserBuffer arguments)
    {
        uint length = Argument(caller, arguments, 1).Value;
        bool isIPv6 = Argument(caller, arguments, 2).Value == (uint)AddressFamily.InterNetworkV6;
        if (length != (isIPv6 ? 16u : 4u)) return fault;
        byte[] bytes = new byte[length];
        UserMemory.Read(caller, Argument(caller, arguments, 0), bytes);
        IPAddress address = new(bytes);
        return caller.Kernel.Network.Names.NameOf(address) is string name
            ? GiveHostEntry(caller, name, [address], Argument(caller, arguments, 3), Argument(caller, arguments, 4))
            : hostNotFound;
    }

    /// <summary>gethostname: buffer, its size.</summary>
    public static NtStatus GetHostName(KThread caller, UserBuffer arguments) =>
        GiveText(caller, caller.Kernel.Network.Names.HostName, Argument(caller, arguments, 0), Argument(caller, arguments, 1).Value, fault);

    /// <summary>getnameinfo: address, its length, two buffers with their sizes, flags.</summary>
    public static NtStatus GetNameInfo(KThread caller, UserBuffer arguments)
    {
        byte[] bytes = new byte[Math.Min(Argument(caller, arguments, 1).Value, SocketAddress.MostBytes)];
        UserMemory.Read(caller, Argument(caller, arguments, 0), bytes);
        if (SocketAddress.Read(bytes, out IPEndPoint name).IsError) return new NtStatus(WinsockError.FamilyNotSupported);
        uint flags = Argument(caller, arguments, 6).Value;
        string? host = (flags & NameInfoNumericHost) == 0 ? caller.Kernel.Network.Names.NameOf(name.Address) : null;
        if (host is null && (flags & NameInfoNameRequired) != 0) return hostNotFound;
        string? service = (flags & NameInfoNumericService) == 0 ? ServiceNames.NameOf(name.Port) : null;
        (GuestAddress hostBuffer, uint hostSize) = (Argument(caller, arguments, 2), Argument(caller, arguments, 3).Value);
        (GuestAddress serviceBuffer, uint serviceSize) = (Argument(caller, arguments, 4), Argument(caller, arguments, 5).Value);
        NtStatus status = hostBuffer.IsNull ? NtStatus.Success : GiveText(caller, host ?? name.Address.ToString(), hostBuffer, hostSize, insufficientBuffer);
        if (status != NtStatus.Success || serviceBuffer.IsNull) return status;
        return GiveText(caller, service ?? $"{name.Port}", serviceBuffer, serviceSize, insufficientBuffer);
    }

    static NtStatus Resolve(KThread caller, string name, bool isPassive, Func<IPAddress[], NtStatus> then)
    {
        Network network = caller.Kernel.Network;
        if (name.Length == 0) return then(isPassive ? [IPAddress.IPv6Any, IPAddress.Any] : [IPAddress.IPv6Loopback, IPAddress.Loopback]);
        return network.Resolve(caller, name, then);
    }

    // struct addrinfo: flags, family, kind, protocol, length of the address, canonical name, address, next.
    static void AddAddressInfo(GuestLayout layout, IPEndPoint name, uint[] hints, string? canonical, bool isLast)
    {
        int at = layout.Take(AddressInfoBytes);
        layout.Set(at, hints[0]);
        layout.Set(at + 4, (uint)name.AddressFamily);
        layout.Set(at + 8, hints[1]);
        layout.Set(at + 12, hints[2]);
        byte[] address = SocketAddress.Write(name);
        layout.Set(at + 16, (uint)address.Length);
        layout.Set(at + 24, layout.Add(address));
        if (canonical is not null) layout.Set(at + 20, layout.AddText(canonical));
        layout.Align();
        if (!isLast) layout.Set(at + 28, layout.End);
    }

    // struct hostent: name, aliases, family and length in 16 bits each, addresses.
    static NtStatus GiveHostEntry(KThread caller, string name, IPAddress[] addresses, GuestAddress host, GuestAddress size)
    {
        GuestLayout layout = new(host);
        int at = layout.Take(HostEntryBytes);
        layout.Set(at + 8, (uint)addresses[0].AddressFamily | ((uint)addresses[0].GetAddressBytes().Length << 16));
        layout.Set(at + 4, layout.End);
        layout.Take(4);
        layout.Set(at + 12, layout.End);
        int list = layout.Take(4 * (addresses.Length + 1));
        for (int index = 0; index < addresses.Length; index++)
            layout.Set(list + 4 * index, layout.Add(addresses[index].GetAddressBytes()));
        layout.Set(at, layout.AddText(name));
        return Give(caller, layout, host, size);
    }

    static NtStatus Give(KThread caller, GuestLayout layout, GuestAddress target, GuestAddress size)
    {
        byte[] bytes = layout.Bytes;
        InOut<uint> space = new(size);
        if (space.Read(caller) < bytes.Length)
        {
            space.Write(caller, (uint)bytes.Length);
            return insufficientBuffer;
        }
        UserMemory.Write(caller, target, bytes);
        return NtStatus.Success;
    }

    static NtStatus GiveText(KThread caller, string text, GuestAddress target, uint size, NtStatus tooSmall)
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes(text), 0];
        if (size < bytes.Length) return tooSmall;
        UserMemory.Write(caller, target, bytes);
        return NtStatus.Success;
    }

    static GuestAddress Argument(KThread caller, UserBuffer arguments, uint index) => new(Word(caller, arguments.Address, index));

    static uint Word(KThread caller, GuestAddress address, uint index) => new In<uint>(address + 4 * index).Read(caller);
}
