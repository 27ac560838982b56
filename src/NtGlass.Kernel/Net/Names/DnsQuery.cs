using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NtGlass.Kernel;

/// <summary>A question for the name server that the gateway is (RFC 1035).</summary>
sealed class DnsQuery
{
    public const int Port = 53;

    const int HeaderLength = 12, LongestLabel = 63, TimeToLive = 300;
    const ushort TypeA = 1, TypeAaaa = 28, ClassInternet = 1;
    const ushort Response = 0x8000, RecursionAvailable = 0x0080, RecursionDesired = 0x0100, NameError = 3, NotImplemented = 4;

    /// <summary>The question's name begins right behind the header.</summary>
    const ushort PointerToQuestion = 0xC000 | HeaderLength;

    readonly byte[] header, question;
    readonly ushort type;

    DnsQuery(byte[] header, byte[] question, string name)
    {
        this.header = header;
        this.question = question;
        Name = name;
        type = BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(question.Length - 4));
    }

    public string Name { get; }

    bool IsStandard => (header[2] & 0x78) == 0;

    /// <summary>Reads a packet; null for what is no query.</summary>
    public static DnsQuery? Read(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < HeaderLength || (packet[2] & 0x80) != 0 || BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) != 1) return null;
        if (ReadName(packet[HeaderLength..], out string name) is not int length || packet.Length < HeaderLength + length + 4) return null;
        return new DnsQuery(packet[..HeaderLength].ToArray(), packet.Slice(HeaderLength, length + 4).ToArray(), name);
    }

    /// <summary>Makes a query; null for a name that none can have.</summary>
    public static DnsQuery? For(string name, ushort type)
    {
        List<byte> packet = [0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        foreach (string label in name.TrimEnd('.').Split('.'))
        {
            if (label.Length is 0 or > LongestLabel) return null;
            packet.Add((byte)label.Length);
            packet.AddRange(Encoding.Latin1.GetBytes(label));
        }
        packet.Add(0);
        Add(packet, type);
        Add(packet, ClassInternet);
        return Read(packet.ToArray());
    }

    /// <summary>The addresses that answer the query.</summary>
    public IPAddress[] Matches(IPAddress[] known) => IsStandard ? [.. known.Where(address => TypeOf(address) == type)] : [];

    /// <summary>The packet that answers it.</summary>
    public byte[] Answer(IPAddress[] known)
    {
        IPAddress[] answers = Matches(known);
        int code = !IsStandard ? NotImplemented : known.Length == 0 ? NameError : 0;
        List<byte> reply = [header[0], header[1]];
        Add(reply, (ushort)(Response | RecursionAvailable | (BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) & RecursionDesired) | code));
        Add(reply, 1);
        Add(reply, (ushort)answers.Length);
        Add(reply, 0);
        Add(reply, 0);
        reply.AddRange(question);
        foreach (IPAddress address in answers) Add(reply, address);
        return [.. reply];
    }

    static ushort TypeOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? TypeAaaa : TypeA;

    static void Add(List<byte> reply, IPAddress address)
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
