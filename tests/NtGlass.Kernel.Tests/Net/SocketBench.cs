using System.Buffers.Binary;
using System.Net;
using NtGlass.Abi;

namespace NtGlass.Kernel.Tests;

/// <summary>Sockets of one process, asked for with raw control codes as Winsock would.</summary>
sealed class SocketBench : IDisposable
{
    public const uint Stream = 1, Datagram = 2;

    const uint GenericReadWriteSynchronize = 0xC0100000, NonDirectory = 0;

    readonly uint block;

    public SocketBench()
    {
        Guest = new GuestBench();
        block = Guest.Take(8);
    }

    public GuestBench Guest { get; }

    public Network Network => Guest.Kernel.Network;

    /// <summary>IO_STATUS_BLOCK of the last call without one of its own.</summary>
    public (NtStatus Status, uint Information) Result => ResultAt(block);

    public static byte[] Name(string endPoint)
    {
        IPEndPoint name = IPEndPoint.Parse(endPoint);
        byte[] bytes = new byte[16];
        bytes[0] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)name.Port);
        name.Address.GetAddressBytes().CopyTo(bytes, 4);
        return bytes;
    }

    public static string NameIn(ReadOnlySpan<byte> bytes) =>
        new IPEndPoint(new IPAddress(bytes.Slice(4, 4)), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])).ToString();

    public static byte[] Words(params ReadOnlySpan<uint> words)
    {
        byte[] bytes = new byte[words.Length * 4];
        for (int index = 0; index < words.Length; index++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(index * 4), words[index]);
        return bytes;
    }

    public (NtStatus Status, uint Information) ResultAt(uint at) => (new NtStatus(Guest.Read32(at)), Guest.Read32(at + 4));

    public uint OpenAfd()
    {
        uint handle = Guest.Take(4);
        NtStatus status = Guest.Call(
            "NtCreateFile", handle, GenericReadWriteSynchronize, Guest.Attributes(@"\Device\Afd"), block, 0, 0, 7, 3, NonDirectory, 0, 0);
        Xunit.Assert.Equal(NtStatus.Success, status);
        return Guest.Read32(handle);
    }

    public uint Socket(uint kind)
    {
        uint handle = OpenAfd();
        Xunit.Assert.Equal(NtStatus.Success, Control(handle, WineAfdCode.Create, Words(2, kind, 0, 0)));
        return handle;
    }

    public NtStatus Control(uint socket, WineAfdCode code, byte[] input, uint output = 0, int outputLength = 0, uint signal = 0, uint at = 0) =>
        Guest.Call(
            "NtDeviceIoControlFile", socket, signal, 0, 0, at == 0 ? block : at, (uint)code, Guest.Put(input), (uint)input.Length, output, (uint)outputLength);

    public string Bind(uint socket, string name)
    {
        uint output = Guest.Take(16);
        Xunit.Assert.Equal(NtStatus.Success, Control(socket, WineAfdCode.Bind, [0, 0, 0, 0, .. Name(name)], output, 16));
        return NameIn(Guest.Read(output, 16));
    }

    public NtStatus TryBind(uint socket, string name) =>
        Control(socket, WineAfdCode.Bind, [0, 0, 0, 0, .. Name(name)], Guest.Take(16), 16);

    /// <summary>A socket that listens on a free port of the loopback address.</summary>
    public (uint Socket, string Name) Listener(uint backlog = 5)
    {
        uint socket = Socket(Stream);
        string name = Bind(socket, "127.0.0.1:0");
        Xunit.Assert.Equal(NtStatus.Success, Control(socket, WineAfdCode.Listen, Words(0, backlog, 0)));
        return (socket, name);
    }

    public NtStatus Connect(uint socket, string name, bool synchronous = true, byte[]? data = null, uint signal = 0, uint at = 0) =>
        Control(socket, WineAfdCode.Connect, [.. Words(16, synchronous ? 1u : 0), .. Name(name), .. data ?? []], signal: signal, at: at);

    public NtStatus Accept(uint listener, out uint accepted)
    {
        uint output = Guest.Take(4);
        NtStatus status = Control(listener, WineAfdCode.Accept, [], output, 4);
        accepted = Guest.Read32(output);
        return status;
    }

    /// <summary>Both ends of a connection.</summary>
    public (uint Client, uint Server) Pair()
    {
        (uint listener, string name) = Listener();
        uint client = Socket(Stream);
        Xunit.Assert.Equal(NtStatus.Success, Connect(client, name));
        Xunit.Assert.Equal(NtStatus.Success, Accept(listener, out uint server));
        Close(listener);
        return (client, server);
    }

    public NtStatus Send(uint socket, byte[] bytes, string? to = null, uint flags = 0, bool async = false, uint signal = 0, uint at = 0)
    {
        uint name = to is null ? 0 : Guest.Put(Name(to));
        uint buffers = Guest.Put(Words((uint)bytes.Length, Guest.Put(bytes)));
        return Control(socket, WineAfdCode.SendMessage, Words(name, 0, to is null ? 0 : 16u, flags, async ? 1u : 0, 1, buffers, 0), signal: signal, at: at);
    }

    public NtStatus Receive(uint socket, uint buffer, int length, uint flags = 0, bool async = false, uint signal = 0, uint at = 0, uint from = 0)
    {
        uint buffers = Guest.Put(Words((uint)length, buffer));
        uint fromLength = from == 0 ? 0 : Guest.Put32(16);
        byte[] parameters = Words(0, 0, from, 0, fromLength, 0, Guest.Put32(flags), 0, async ? 1u : 0, 1, buffers, 0);
        return Control(socket, WineAfdCode.ReceiveMessage, parameters, signal: signal, at: at);
    }

    /// <summary>Receives what is there.</summary>
    public byte[] Receive(uint socket, int length, uint flags = 0)
    {
        uint buffer = Guest.Take(length);
        Xunit.Assert.Equal(NtStatus.Success, Receive(socket, buffer, length, flags));
        return Guest.Read(buffer, (int)Result.Information);
    }

    public void SetNonBlocking(uint socket) =>
        Xunit.Assert.Equal(NtStatus.Success, Control(socket, WineAfdCode.SetNonBlocking, Words(1)));

    public NtStatus SetOption(uint socket, WineAfdCode code, uint value) => Control(socket, code, Words(value));

    public uint GetOption(uint socket, WineAfdCode code)
    {
        uint output = Guest.Take(4);
        Xunit.Assert.Equal(NtStatus.Success, Control(socket, code, [], output, 4));
        return Guest.Read32(output);
    }

    public uint Event()
    {
        uint handle = Guest.Take(4);
        Xunit.Assert.Equal(NtStatus.Success, Guest.Call("NtCreateEvent", handle, 0x1F0003, 0, 0, 0));
        return Guest.Read32(handle);
    }

    public bool IsSignaled(uint handle) => Guest.Call("NtWaitForSingleObject", handle, 0, Guest.Put64(0)) == NtStatus.Success;

    public void SelectEvents(uint socket, uint signal, SocketEvents mask) =>
        Xunit.Assert.Equal(NtStatus.Success, Control(socket, WineAfdCode.EventSelect, Words(signal, (uint)mask)));

    public SocketEvents TakeEvents(uint socket)
    {
        uint output = Guest.Take(56);
        Xunit.Assert.Equal(NtStatus.Success, Control(socket, WineAfdCode.GetEvents, [], output, 56));
        return (SocketEvents)Guest.Read32(output);
    }

    /// <summary>A poll that does not wait: the events of each socket that has some.</summary>
    public Dictionary<uint, SocketEvents> Poll(params ReadOnlySpan<(uint Socket, SocketEvents Wanted)> sockets)
    {
        byte[] input = PollInput(0, sockets);
        uint output = Guest.Take(input.Length);
        Xunit.Assert.Equal(NtStatus.Success, Control(sockets[0].Socket, WineAfdCode.Poll, input, output, input.Length));
        return PollAnswer(output);
    }

    public static byte[] PollInput(long timeout100ns, params ReadOnlySpan<(uint Socket, SocketEvents Wanted)> sockets)
    {
        List<byte> input = [.. BitConverter.GetBytes(timeout100ns), .. Words((uint)sockets.Length, 0)];
        foreach ((uint socket, SocketEvents wanted) in sockets) input.AddRange(Words(socket, (uint)wanted, 0));
        return [.. input];
    }

    public Dictionary<uint, SocketEvents> PollAnswer(uint output)
    {
        Dictionary<uint, SocketEvents> found = [];
        for (uint index = 0; index < Guest.Read32(output + 8); index++)
            found[Guest.Read32(output + 16 + index * 12)] = (SocketEvents)Guest.Read32(output + 20 + index * 12);
        return found;
    }

    public void Close(uint handle) => Xunit.Assert.Equal(NtStatus.Success, Guest.Call("NtClose", handle));

    public void Dispose() => Guest.Dispose();
}
