using System.Net;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The questions that Wine's dnsapi asks outside of itself. Their result is an error number of Windows, or zero.</summary>
static class DnsApiCalls
{
    const int AddressArrayHeaderBytes = 32, AddressBytes = 64, SocketAddressBytes = 32;
    const ushort FamilyIPv6 = 23;

    static readonly NtStatus moreData = new(234), nameError = new(9003), noServers = new(9852), accessDenied = new(5);

    /// <summary>The domains that short names are looked for in, of which there are none: list, its size.</summary>
    public static NtStatus GetSearchList(KThread caller, UserBuffer arguments) =>
        Give(caller, [0, 0], Word(caller, arguments, 0), Word(caller, arguments, 1));

    /// <summary>The name servers: family, DNS_ADDR_ARRAY, its size.</summary>
    public static NtStatus GetServerList(KThread caller, UserBuffer arguments)
    {
        if ((ushort)Word(caller, arguments, 0) == FamilyIPv6 || !caller.Kernel.Network.IsUp) return noServers;
        byte[] server = SocketAddress.Write(new IPEndPoint(caller.Kernel.Network.Options.Gateway, 0));
        GuestRecord array = new GuestRecord(AddressArrayHeaderBytes + AddressBytes).Set(0, 1u).Set(4, 1u)
            .Set(AddressArrayHeaderBytes, server).Set(AddressArrayHeaderBytes + SocketAddressBytes, (uint)server.Length);
        return Give(caller, array.Bytes, Word(caller, arguments, 1), Word(caller, arguments, 2));
    }

    /// <summary>Names other servers for the next query: an IP4_ARRAY, or nothing for those that there are. Those stay what they are.</summary>
    public static NtStatus SetServerList(KThread caller, UserBuffer arguments) => arguments.IsNull ? NtStatus.Success : accessDenied;

    /// <summary>A query whose answer comes as it would come over the wire: name, type, options, buffer, its size.</summary>
    public static NtStatus Query(KThread caller, UserBuffer arguments)
    {
        string name = GuestText.Read(caller, new GuestAddress(Word(caller, arguments, 0)));
        if (DnsQuery.For(name, (ushort)Word(caller, arguments, 1)) is not DnsQuery query) return nameError;
        (uint buffer, uint size) = (Word(caller, arguments, 3), Word(caller, arguments, 4));
        return caller.Kernel.Network.Resolve(caller, name, found =>
            query.Matches(found).Length == 0 ? nameError : Give(caller, query.Answer(found), buffer, size));
    }

    static NtStatus Give(KThread caller, byte[] answer, uint buffer, uint size)
    {
        InOut<uint> space = new(new GuestAddress(size));
        uint given = space.Read(caller);
        space.Write(caller, (uint)answer.Length);
        if (buffer == 0) return NtStatus.Success;
        if (given < answer.Length) return moreData;
        UserMemory.Write(caller, new GuestAddress(buffer), answer);
        return NtStatus.Success;
    }

    static uint Word(KThread caller, UserBuffer arguments, uint index) => new In<uint>(arguments.Address + 4 * index).Read(caller);
}
