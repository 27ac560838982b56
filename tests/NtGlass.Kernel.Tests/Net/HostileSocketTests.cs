using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>Control codes with whatever a program may pass: no call throws, and the network goes on.</summary>
public sealed class HostileSocketTests : IDisposable
{
    const int Calls = 20_000;

    // Addresses that nobody can use, edges, and sizes near them.
    static readonly uint[] Evil = [0, 1, 4, 16, 48, 0x66660000, 0x7FFEFFFF, 0x7FFFFFFF, 0x80000000, 0xFFDF0000, 0xFFFFFFF0, 0xFFFFFFFF];

    readonly SocketBench bench = new();
    readonly Random random = new(1);

    GuestBench Guest => bench.Guest;

    public void Dispose() => bench.Dispose();

    [Fact]
    public void AnyControlOfAnySocketEnds()
    {
        (uint client, uint server) = bench.Pair();
        (uint listener, _) = bench.Listener();
        uint datagrams = bench.Socket(SocketBench.Datagram);
        bench.Bind(datagrams, "127.0.0.1:0");
        uint[] handles = [client, server, listener, datagrams, bench.Socket(SocketBench.Stream), bench.OpenAfd(), bench.Event(), 0x7777];
        WineAfdCode[] codes = [.. Enum.GetValues<WineAfdCode>(), (WineAfdCode)0x12FFF, (WineAfdCode)0x1204C4];
        uint input = Guest.Take(128), output = Guest.Take(128), block = Guest.Take(8);
        for (int call = 0; call < Calls; call++)
        {
            Guest.Write(input, Input(handles, input, output));
            NtStatus status = Guest.Call(
                "NtDeviceIoControlFile", Pick(handles), 0, 0, 0, random.Next(50) == 0 ? Pick(Evil) : block, (uint)codes[random.Next(codes.Length)],
                random.Next(20) == 0 ? Pick(Evil) : input, Length(), random.Next(10) == 0 ? Pick(Evil) : output, Length());
            Assert.NotEqual(NtStatus.NotImplemented, status);
        }
        (uint one, uint two) = bench.Pair();
        bench.Send(one, "alive"u8.ToArray());
        Assert.Equal("alive"u8.ToArray(), bench.Receive(two, 5));
    }

    [Fact]
    public void AnyControlOfTheNetworkStoreEnds()
    {
        uint block = Guest.Take(8), handle = Guest.Take(4), input = Guest.Take(128), output = Guest.Take(128);
        Assert.Equal(NtStatus.Success, Guest.Call("NtCreateFile", handle, 0x80, Guest.Attributes(@"\??\Nsi"), block, 0, 0, 7, 1, 0, 0, 0));
        uint nsi = Guest.Read32(handle);
        for (int call = 0; call < Calls; call++)
        {
            byte[] bytes = Input([nsi], input, output);
            BitConverter.GetBytes(NsiTable.All[random.Next(NsiTable.All.Count)].Module).CopyTo(bytes, 8);
            Guest.Write(input, bytes);
            Guest.Call("NtDeviceIoControlFile", nsi, 0, 0, 0, block, 0x121000u + 4 * (uint)random.Next(6), input, Length(), output, Length());
        }
        Assert.Equal(NtStatus.Success, Guest.Call("NtCancelIoFile", nsi, block));
    }

    uint Pick(uint[] from) => from[random.Next(from.Length)];

    uint Length() => random.Next(10) == 0 ? Pick(Evil) : (uint)random.Next(100);

    // Small numbers, handles, good and evil pointers, noise.
    byte[] Input(uint[] handles, uint input, uint output)
    {
        uint[] words = new uint[32];
        for (int index = 0; index < words.Length; index++)
        {
            words[index] = random.Next(6) switch
            {
                0 => Pick(handles),
                1 => Pick(Evil),
                2 => input + (uint)random.Next(128),
                3 => output + (uint)random.Next(128),
                4 => (uint)random.Next(),
                _ => (uint)random.Next(20),
            };
        }
        return SocketBench.Words(words);
    }
}
