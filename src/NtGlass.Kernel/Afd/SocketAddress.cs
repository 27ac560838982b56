using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>SOCKADDR_IN and SOCKADDR_IN6 as they lie in guest memory.</summary>
static class SocketAddress
{
    /// <summary>What the longest form takes.</summary>
    public const int MostBytes = 28;

    const int FamilyBytes = 2, IPv4Bytes = 16, IPv6Bytes = 28, IPv6OldBytes = 24;

    /// <returns>STATUS_INVALID_ADDRESS for another family or too few bytes, STATUS_SUCCESS.</returns>
    public static NtStatus Read(ReadOnlySpan<byte> bytes, out IPEndPoint name)
    {
        name = null!;
        if (bytes.Length < FamilyBytes) return NtStatus.InvalidAddress;
        var family = (AddressFamily)BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        bool isIPv6 = family == AddressFamily.InterNetworkV6;
        if (!isIPv6 && family != AddressFamily.InterNetwork || bytes.Length < (isIPv6 ? IPv6OldBytes : IPv4Bytes)) return NtStatus.InvalidAddress;
        IPAddress address = new(isIPv6 ? bytes.Slice(8, 16) : bytes.Slice(4, 4));
        name = new IPEndPoint(address, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        return NtStatus.Success;
    }

    public static byte[] Write(IPEndPoint name)
    {
        bool isIPv6 = name.AddressFamily == AddressFamily.InterNetworkV6;
        byte[] bytes = new byte[isIPv6 ? IPv6Bytes : IPv4Bytes];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)name.AddressFamily);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)name.Port);
        name.Address.GetAddressBytes().CopyTo(bytes, isIPv6 ? 8 : 4);
        return bytes;
    }
}
