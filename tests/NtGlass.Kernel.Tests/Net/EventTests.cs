using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>Polls and event selection.</summary>
public sealed class EventTests : IDisposable
{
    const SocketEvents All = (SocketEvents)0x1FF;

    readonly SocketBench bench = new();

    GuestBench Guest => bench.Guest;

    public void Dispose() => bench.Dispose();

    [Fact]
    public void PollTellsWhatHolds()
    {
        (uint listener, string name) = bench.Listener();
        Assert.Empty(bench.Poll((listener, All)));
        uint client = bench.Socket(SocketBench.Stream);
        Assert.Empty(bench.Poll((client, All)));
        bench.Connect(client, name);
        var found = bench.Poll((listener, All), (client, All));
        Assert.Equal(SocketEvents.Accept, found[listener]);
        Assert.Equal(SocketEvents.Connect | SocketEvents.Write, found[client]);
        bench.Accept(listener, out uint server);
        bench.Send(server, [1]);
        bench.Control(server, WineAfdCode.Shutdown, SocketBench.Words(1));
        Assert.Equal(SocketEvents.Read, bench.Poll((client, SocketEvents.Read | SocketEvents.HangUp))[client]);
        bench.Receive(client, 1);
        Assert.Equal(SocketEvents.HangUp, bench.Poll((client, SocketEvents.Read | SocketEvents.HangUp))[client]);
    }

    [Fact]
    public void PollWaitsForTheFirstEventOrItsTime()
    {
        (uint client, uint server) = bench.Pair();
        byte[] input = SocketBench.PollInput(-10_000_000, (client, SocketEvents.Read), (server, SocketEvents.Read));
        (uint output, uint at) = (Guest.Take(input.Length), Guest.Take(8));
        Assert.Equal(NtStatus.Pending, bench.Control(client, WineAfdCode.Poll, input, output, input.Length, at: at));
        bench.Send(client, [1]);
        Assert.Equal((NtStatus.Success, 28u), bench.ResultAt(at));
        Assert.Equal([server], bench.PollAnswer(output).Keys);
        bench.Receive(server, 1);
        Assert.Equal(NtStatus.Pending, bench.Control(client, WineAfdCode.Poll, input, output, input.Length, at: at));
        Guest.Kernel.Host.Clock.AdvanceBy(2_000_000_000);
        Guest.Kernel.Clock.Update();
        Assert.Equal((NtStatus.Timeout, 16u), bench.ResultAt(at));
        Assert.Empty(bench.PollAnswer(output));
    }

    [Fact]
    public void PollHearsThatItsSocketIsClosed()
    {
        (uint client, _) = bench.Pair();
        byte[] input = SocketBench.PollInput(long.MaxValue, (client, SocketEvents.Read));
        (uint output, uint at) = (Guest.Take(input.Length), Guest.Take(8));
        Assert.Equal(NtStatus.Pending, bench.Control(bench.OpenAfd(), WineAfdCode.Poll, input, output, input.Length, at: at));
        bench.Close(client);
        Assert.Equal(SocketEvents.Close, bench.PollAnswer(output)[client]);
    }

    [Fact]
    public void BadPollsAreRefused()
    {
        (uint client, _) = bench.Pair();
        NtStatus Poll(byte[] input, int length) => bench.Control(client, WineAfdCode.Poll, input, Guest.Take(0x100), length);
        byte[] input = SocketBench.PollInput(0, (client, SocketEvents.Read));
        Assert.Equal(NtStatus.InvalidParameter, Poll(input, input.Length - 1));
        Assert.Equal(NtStatus.InvalidParameter, Poll(input[..20], 40));
        Assert.Equal(NtStatus.InvalidParameter, Poll([.. new byte[8], .. SocketBench.Words(0x80000000, 0, client, 1, 0)], 40));
        Assert.Equal(NtStatus.InvalidHandle, Poll(SocketBench.PollInput(0, (0x7777u, SocketEvents.Read)), 40));
        Assert.Equal(NtStatus.ObjectTypeMismatch, Poll(SocketBench.PollInput(0, (bench.Event(), SocketEvents.Read)), 40));
        Assert.Equal(NtStatus.ObjectTypeMismatch, Poll(SocketBench.PollInput(0, (bench.OpenAfd(), SocketEvents.Read)), 40));
    }

    [Fact]
    public void NonBlockingConnectIsToldByEvents()
    {
        (_, string name) = bench.Listener();
        (uint client, uint signal) = (bench.Socket(SocketBench.Stream), bench.Event());
        bench.SelectEvents(client, signal, All);
        Assert.False(bench.IsSignaled(signal));
        Assert.Equal(NtStatus.DeviceNotReady, bench.Connect(client, name));
        Assert.True(bench.IsSignaled(signal));
        Assert.Equal(SocketEvents.Connect | SocketEvents.Write, bench.TakeEvents(client));
        Assert.Equal(SocketEvents.None, bench.TakeEvents(client));
        Assert.Equal(NtStatus.ConnectionActive, bench.Connect(client, name));
    }

    [Fact]
    public void FailedNonBlockingConnectHasItsError()
    {
        (uint client, uint signal) = (bench.Socket(SocketBench.Stream), bench.Event());
        bench.SelectEvents(client, signal, All);
        Assert.Equal(NtStatus.DeviceNotReady, bench.Connect(client, "127.0.0.1:9"));
        uint output = Guest.Take(56);
        Assert.Equal(NtStatus.Success, bench.Control(client, WineAfdCode.GetEvents, [], output, 56));
        Assert.Equal((uint)SocketEvents.ConnectError, Guest.Read32(output));
        Assert.Equal(NtStatus.ConnectionRefused.Code, Guest.Read32(output + 4 + 8 * 4));
        Assert.Equal(10061u, bench.GetOption(client, WineAfdCode.GetError));
    }

    [Fact]
    public void ReadIsToldAgainOnlyAfterAReceive()
    {
        (uint client, uint server) = bench.Pair();
        uint signal = bench.Event();
        bench.SelectEvents(server, signal, SocketEvents.Read);
        bench.Send(client, "abcd"u8.ToArray());
        Assert.Equal(SocketEvents.Read, bench.TakeEvents(server));
        Guest.Call("NtResetEvent", signal, 0);
        bench.Send(client, "efgh"u8.ToArray());
        Assert.False(bench.IsSignaled(signal));
        bench.Receive(server, 2);
        Assert.True(bench.IsSignaled(signal));
        Assert.Equal(SocketEvents.Read, bench.TakeEvents(server));
        Guest.Call("NtResetEvent", signal, 0);
        bench.Receive(server, 100);
        Assert.False(bench.IsSignaled(signal));
        Assert.Equal(SocketEvents.None, bench.TakeEvents(server));
    }

    [Fact]
    public void WriteIsToldAgainOnlyAfterASendThatCouldNot()
    {
        (uint client, uint server) = bench.Pair();
        uint signal = bench.Event();
        bench.SelectEvents(client, signal, SocketEvents.Write);
        Assert.Equal(SocketEvents.Write, bench.TakeEvents(client));
        bench.Send(client, new byte[10]);
        Assert.Equal(SocketEvents.None, bench.TakeEvents(client));
        byte[] block = new byte[0x8000];
        while (bench.Send(client, block) == NtStatus.Success) Assert.NotEqual(0u, bench.Result.Information);
        Assert.Equal(SocketEvents.None, bench.TakeEvents(client));
        bench.Receive(server, 0x1000);
        Assert.Equal(SocketEvents.Write, bench.TakeEvents(client));
    }

    [Fact]
    public void EndOfTheStreamIsToldBehindItsBytes()
    {
        (uint client, uint server) = bench.Pair();
        uint signal = bench.Event();
        bench.SelectEvents(server, signal, SocketEvents.Read | SocketEvents.HangUp | SocketEvents.Reset);
        bench.Send(client, "x"u8.ToArray());
        bench.Close(client);
        Assert.Equal(SocketEvents.Read, bench.TakeEvents(server));
        bench.Receive(server, 10);
        Assert.Equal(SocketEvents.HangUp, bench.TakeEvents(server));
    }

    [Fact]
    public void EachConnectionOfTheBacklogIsTold()
    {
        (uint listener, string name) = bench.Listener();
        uint signal = bench.Event();
        bench.SelectEvents(listener, signal, SocketEvents.Accept);
        bench.Connect(bench.Socket(SocketBench.Stream), name);
        bench.Connect(bench.Socket(SocketBench.Stream), name);
        Assert.Equal(SocketEvents.Accept, bench.TakeEvents(listener));
        Assert.Equal(SocketEvents.None, bench.TakeEvents(listener));
        bench.Accept(listener, out _);
        Assert.Equal(SocketEvents.Accept, bench.TakeEvents(listener));
        bench.Accept(listener, out _);
        Assert.Equal(SocketEvents.None, bench.TakeEvents(listener));
    }

    [Fact]
    public void SelectingEventsMakesTheSocketNonBlocking()
    {
        (uint client, _) = bench.Pair();
        bench.SelectEvents(client, bench.Event(), SocketEvents.Read);
        Assert.Equal(NtStatus.InvalidParameter, bench.Control(client, WineAfdCode.SetNonBlocking, SocketBench.Words(0)));
        Assert.Equal(NtStatus.DeviceNotReady, bench.Receive(client, Guest.Take(1), 1));
        bench.SelectEvents(client, 0, SocketEvents.None);
        Assert.Equal(NtStatus.Success, bench.Control(client, WineAfdCode.SetNonBlocking, SocketBench.Words(0)));
    }
}
