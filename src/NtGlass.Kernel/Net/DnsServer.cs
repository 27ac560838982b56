using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NtGlass.Kernel;

/// <summary>The name server that the gateway is: answers queries for addresses (RFC 1035).</summary>
static class DnsServer
{
    const int Port = 53, HeaderLength = 12, LongestLabel = 63, TimeToLive = 300;
    const ushort TypeA = 1, TypeAaaa = 28, ClassInternet = 1;
    const ushort Response = 0x8000, RecursionAvailable = 0x0080, RecursionDesired = 0x0100, NameError = 3, NotImplemented = 4;

    /// <summary>The question's name begins right behind the header.</summary>
    const ushort PointerToQuestion = 0xC000 | HeaderLength;

    public static bool IsAt(Network network, IPEndPoint destination) =>
        destination.Port == Port && destination.Address.Equals(network.Options.Gateway);

    /// <summary>The answer to a query; null for what is none.</summary>
    public static byte[]? Answer(NameService names, ReadOnlySpan<byte> query, Action<string> asked)
    {
        if (query.Length < HeaderLength || (query[2] & 0x80) != 0 || BinaryPrimitives.ReadUInt16BigEndian(query[4..]) != 1) return null;
        if (ReadName(query[HeaderLength..], out string name) is not int length || query.Length < HeaderLength + length + 4) return null;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(query[(HeaderLength + length)..]);
        ReadOnlySpan<byte> question = query.Slice(HeaderLength, length + 4);
        asked(name);
        bool isQuery = (query[2] & 0x78) == 0;
        IPAddress[] known = isQuery ? names.Resolve(name) : [];
        IPAddress[] answers = [.. known.Where(address => TypeOf(address) == type)];
        int code = !isQuery ? NotImplemented : known.Length == 0 ? NameError : 0;
        return Compose(query, question, answers, (ushort)code);
    }

    static ushort TypeOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? TypeAaaa : TypeA;

    static byte[] Compose(ReadOnlySpan<byte> query, ReadOnlySpan<byte> question, IPAddress[] answers, ushort code)
    {
        List<byte> reply = [];
        reply.AddRange(query[..2]);
        Add(reply, (ushort)(Response | RecursionAvailable | (BinaryPrimitives.ReadUInt16BigEndian(query[2..]) & RecursionDesired) | code));
        Add(reply, 1);
        Add(reply, (ushort)answers.Length);
        Add(reply, 0);
        Add(reply, 0);
        reply.AddRange(question);
        foreach (IPAddress address in answers)
        {
            byte[] bytes = address.GetAddressBytes();
            Add(reply, PointerToQuestion);
            Add(reply, TypeOf(address));
            Add(reply, ClassInternet);
            Add(reply, 0);
            Add(reply, TimeToLive);
            Add(reply, (ushort)bytes.Length);
            reply.AddRange(bytes);
        }
        return [.. reply];
    }

    static void Add(List<byte> reply, ushort value)
    {
        reply.Add((byte)(value >> 8));
        reply.Add((byte)value);
    }

    // The length of the name on the wire, or null for a bad one.
    static int? ReadName(ReadOnlySpan<byte> bytes, out string name)
    {
        StringBuilder text = new();
        int at = 0;
        name = "";
        while (at < bytes.Length && bytes[at] is > 0 and <= LongestLabel && at + 1 + bytes[at] < bytes.Length)
        {
            if (text.Length > 0) text.Append('.');
            text.Append(Encoding.Latin1.GetString(bytes.Slice(at + 1, bytes[at])));
            at += 1 + bytes[at];
        }
        name = text.ToString();
        return at < bytes.Length && bytes[at] == 0 ? at + 1 : null;
    }
}
