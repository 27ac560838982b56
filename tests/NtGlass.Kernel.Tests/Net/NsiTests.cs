using System.Net;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>The network store through control codes.</summary>
public sealed class NsiTests : IDisposable
{
    const uint EnumerateAll = 0x121000, GetAllParameters = 0x121004, GetParameter = 0x121008, IcmpEcho = 0x12100C;

    readonly SocketBench bench = new();
    readonly uint nsi;
    readonly uint block;

    public NsiTests()
    {
        block = Guest.Take(8);
        uint handle = Guest.Take(4);
        Assert.Equal(NtStatus.Success, Guest.Call("NtCreateFile", handle, 0x100080, Guest.Attributes(@"\??\Nsi"), block, 0, 0, 7, 1, 0x20, 0, 0));
        nsi = Guest.Read32(handle);
    }

    GuestBench Guest => bench.Guest;

    public void Dispose() => bench.Dispose();

    [Fact]
    public void TableTellsItsEntriesPartByPart()
    {
        uint output = Guest.Take(4 + 3 * (16 + 28));
        byte[] input = [.. Module(NsiTable.IPv4), .. SocketBench.Words(1, 1, 10, 16, 28, 0, 0, 3)];
        Assert.Equal(NtStatus.Success, Control(EnumerateAll, input, output, 4 + 3 * (16 + 28)));
        Assert.Equal(2u, Guest.Read32(output));
        Assert.Equal("127.0.0.1", new IPAddress(Guest.Read(output + 4 + 8, 4)).ToString());
        Assert.Equal("10.0.0.2", new IPAddress(Guest.Read(output + 4 + 16 + 8, 4)).ToString());
        uint settings = output + 4 + 3 * 16;
        Assert.Equal((8u, 24u), (Guest.Read32(settings + 16), Guest.Read32(settings + 28 + 16)));
    }

    [Fact]
    public void TooLittleSpaceTellsWhatFitsAndNoSpaceHowMuchThereIs()
    {
        uint output = Guest.Take(64);
        Assert.Equal(NtStatus.BufferOverflow, Control(EnumerateAll, [.. Module(NsiTable.IPv4), .. SocketBench.Words(1, 1, 10, 16, 0, 0, 0, 1)], output, 20));
        Assert.Equal(1u, Guest.Read32(output));
        Assert.Equal(NtStatus.Success, Control(EnumerateAll, [.. Module(NsiTable.IPv4), .. SocketBench.Words(1, 1, 10, 0, 0, 0, 0, 0)], output, 4));
        Assert.Equal(2u, Guest.Read32(output));
    }

    [Fact]
    public void HostileQuestionsAreRefused()
    {
        uint output = Guest.Take(64);
        NtStatus Ask(uint module, params uint[] words) => Control(EnumerateAll, [.. Module(module), .. SocketBench.Words(words)], output, 64);
        Assert.Equal(NtStatus.InvalidParameter, Ask(NsiTable.IPv4, 1, 1, 10, 16, 0, 0, 0, 0x10000000));
        Assert.Equal(NtStatus.InvalidParameter, Ask(NsiTable.IPv4, 1, 1, 10, 17, 0, 0, 0, 1));
        Assert.Equal(NtStatus.InvalidParameter, Ask(NsiTable.IPv4, 1, 1, 99, 16, 0, 0, 0, 1));
        Assert.Equal(NtStatus.InvalidParameter, Ask(0x12345678, 1, 1, 10, 16, 0, 0, 0, 1));
        Assert.Equal(NtStatus.InvalidParameter, Ask(NsiTable.IPv4, 1, 1, 10));
        Assert.Equal(NtStatus.InvalidParameter, Control(GetAllParameters, [.. Module(NsiTable.Ndis), .. SocketBench.Words(1, 0, 0xFFFFFFF8, 0, 0, 0)], output, 64));
        Assert.Equal(NtStatus.InvalidParameter, Control(GetParameter, [.. Module(NsiTable.Ndis), .. SocketBench.Words(1, 0, 8, 2, 0xFFFFFFFC, 0, 0)], output, 4));
        Assert.Equal(NtStatus.InvalidParameter, Control(IcmpEcho, [.. new byte[68], .. SocketBench.Words(0xFFFFFFFE, 4, 0), 0, 0], output, 64));
        Assert.Equal(NtStatus.NotSupported, Control(0x121FF0, [], output, 64));
    }

    [Fact]
    public void InterfaceIsFoundByItsLuid()
    {
        uint output = Guest.Take(600);
        byte[] luid = BitConverter.GetBytes(NsiInterfaces.Luid(NetworkInterfaces.Ethernet));
        Assert.Equal(NtStatus.Success, Control(GetAllParameters, [.. Module(NsiTable.Ndis), .. SocketBench.Words(1, 0, 8, 0, 0, 600), .. luid], output, 600));
        Assert.Equal((NetworkInterfaces.Ethernet, 6u), (Guest.Read32(output), Guest.Read32(output + 520)));
        Assert.Equal(NtStatus.Success, Control(GetParameter, [.. Module(NsiTable.Ndis), .. SocketBench.Words(1, 0, 8, 2, 520), .. luid], output, 4));
        Assert.Equal(6u, Guest.Read32(output));
        Assert.Equal(NtStatus.ObjectNameNotFound, Control(GetParameter, [.. Module(NsiTable.Ndis), .. SocketBench.Words(1, 0, 8, 2, 520), .. new byte[8]], output, 4));
    }

    [Fact]
    public void ListenersAndConnectionsAreTold()
    {
        (uint listener, string name) = bench.Listener();
        bench.Connect(bench.Socket(SocketBench.Stream), name);
        bench.Accept(listener, out _);
        uint output = Guest.Take(4 + 8 * (56 + 20));
        Assert.Equal(NtStatus.Success, Control(EnumerateAll, [.. Module(NsiTable.Tcp), .. SocketBench.Words(1, 1, 3, 56, 0, 20, 0, 8)], output, 4 + 8 * (56 + 20)));
        uint states = output + 4 + 8 * 56;
        Assert.Equal([2u, 5u, 5u], Enumerable.Range(0, (int)Guest.Read32(output)).Select(index => Guest.Read32(states + (uint)index * 20)).Order());
    }

    [Fact]
    public void EveryTableKeepsItsSizes()
    {
        bench.Pair();
        bench.Bind(bench.Socket(SocketBench.Datagram), "0.0.0.0:0");
        foreach (NsiTable table in NsiTable.All)
            Assert.All(table.Rows(bench.Network), row => Assert.Equal(table.Sizes, row.Parts.Select(part => part.Length)));
    }

    [Fact]
    public void EchoIsAnsweredByTheMachineAndTimesOutBeyond()
    {
        uint output = Guest.Take(64);
        byte[] Echo(string to) => [.. new byte[28], .. SocketBench.Name(to + ":0"), .. new byte[12], .. SocketBench.Words(output, 0, 0x00008020, 0, 4, 100), 1, 2, 3, 4];
        Assert.Equal(NtStatus.Success, Control(IcmpEcho, Echo("127.0.0.1"), output, 64));
        Assert.Equal((0u, 0x00010004u, output + 28), (Guest.Read32(output + 4), Guest.Read32(output + 12), Guest.Read32(output + 16)));
        Assert.Equal([1, 2, 3, 4], Guest.Read(output + 28, 4));
        Assert.Equal(NtStatus.InvalidAddressWildcard, Control(IcmpEcho, Echo("0.0.0.0"), output, 64));
        Assert.Equal("ping 8.8.8.8:0: STATUS_TIMEOUT", Asked(Echo("8.8.8.8"), output));
    }

    // An asynchronous handle, so that the test is not put to sleep.
    string Asked(byte[] echo, uint output)
    {
        uint handle = Guest.Take(4);
        Guest.Call("NtCreateFile", handle, 0x80, Guest.Attributes(@"\??\Nsi"), block, 0, 0, 7, 1, 0, 0, 0);
        Assert.Equal(NtStatus.Pending, Guest.Call("NtDeviceIoControlFile", Guest.Read32(handle), 0, 0, 0, block, IcmpEcho, Guest.Put(echo), (uint)echo.Length, output, 64));
        Guest.Kernel.Host.Clock.AdvanceBy(200_000_000);
        Guest.Kernel.Clock.Update();
        Assert.Equal(NtStatus.Success.Code, Guest.Read32(block));
        Assert.Equal(11010u, Guest.Read32(output + 4));
        return bench.Network.Log.Attempts.Keys.Single().ToString();
    }

    static byte[] Module(uint word) => [24, 0, 0, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(word), 0x1A, 0x9B, 0xD4, 0x11, 0x91, 0x23, 0, 0x50, 4, 0x77, 0x59, 0xBC];

    NtStatus Control(uint code, byte[] input, uint output, int length) =>
        Guest.Call("NtDeviceIoControlFile", nsi, 0, 0, 0, block, code, Guest.Put(input), (uint)input.Length, output, (uint)length);
}
