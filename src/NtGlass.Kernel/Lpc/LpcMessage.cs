using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>PORT_MESSAGE.Type.</summary>
enum LpcMessageType : ushort
{
    Request = 1,
    Reply = 2,
    Datagram = 3,
    LostReply = 4,
    PortClosed = 5,
    ClientDied = 6,
    ConnectionRequest = 10,
}

/// <summary>A message on its way: PORT_MESSAGE and the data behind it.</summary>
sealed class LpcMessage
{
    /// <summary>sizeof(PORT_MESSAGE).</summary>
    public const int HeadSize = 0x18;

    /// <summary>The most bytes of data.</summary>
    public const int MostData = 0x130;

    public LpcMessage(LpcMessageType type, ReadOnlySpan<byte> data)
    {
        Type = type;
        Data = data.ToArray();
    }

    public LpcMessageType Type { get; set; }

    public byte[] Data { get; }

    /// <summary>Where in the message descriptions of more data begin; 0 for none.</summary>
    public ushort DataInfoOffset { get; init; }

    /// <summary>Who asks.</summary>
    public ClientId Client { get; set; }

    public uint MessageId { get; set; }

    /// <summary>The bytes of the client's view, told when it wants to connect.</summary>
    public uint ClientViewSize { get; init; }

    /// <summary>What the server calls the connection, where it is not there any more to ask.</summary>
    public uint Context { get; set; }

    /// <summary>The port through which it was sent; null for what the kernel says.</summary>
    public LpcPort? Sender { get; init; }

    /// <summary>Reads a caller's message.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for lengths that do not agree, STATUS_PORT_MESSAGE_TOO_LONG, STATUS_SUCCESS.</returns>
    public static NtStatus Capture(KThread caller, UserBuffer from, LpcPort? sender, out LpcMessage? message)
    {
        message = null;
        from.ProbeForRead(caller, HeadSize, alignment: 4);
        byte[] head = new byte[HeadSize];
        from.Read(caller, head);
        ushort dataLength = BitConverter.ToUInt16(head), totalLength = BitConverter.ToUInt16(head, 2);
        if (dataLength + HeadSize > totalLength) return NtStatus.InvalidParameter;
        if (dataLength > (sender?.MaximumDataLength ?? MostData)) return NtStatus.PortMessageTooLong;
        byte[] data = new byte[dataLength];
        from.Slice(HeadSize).Read(caller, data);
        message = new LpcMessage(LpcMessageType.Request, data)
        {
            DataInfoOffset = BitConverter.ToUInt16(head, 6),
            Client = new ClientId(BitConverter.ToUInt32(head, 8), BitConverter.ToUInt32(head, 12)),
            MessageId = BitConverter.ToUInt32(head, 16),
            Sender = sender,
        };
        return NtStatus.Success;
    }

    /// <summary>Writes the message where a caller wants it.</summary>
    public void Write(KThread caller, UserBuffer to) => to.Write(caller, new GuestRecord(HeadSize + Data.Length)
        .Set(0, (ushort)Data.Length).Set(2, (ushort)(HeadSize + Data.Length)).Set(4, (ushort)Type).Set(6, DataInfoOffset)
        .Set(8, Client.UniqueProcess).Set(12, Client.UniqueThread).Set(16, MessageId).Set(20, ClientViewSize)
        .Set(HeadSize, Data)
        .Bytes);
}
