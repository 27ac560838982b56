using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class PipeStateTests : IDisposable
{
    static readonly NtStatus Untouched = new(0x55555555);

    readonly PipeBench pipes = new();

    public void Dispose() => pipes.Dispose();

    NtStatus Peek(uint handle, out uint state)
    {
        uint output = pipes.Guest.Take(0x14);
        NtStatus status = pipes.Control(handle, PipeBench.PeekCode, out _, output: output, outputLength: 0x14);
        state = status.IsError ? 0 : pipes.Guest.Read32(output);
        return status;
    }

    [Fact]
    public void ListenWaitsForAClient()
    {
        uint server = pipes.Create(), signal = pipes.NewEvent();
        Assert.Equal(NtStatus.Pending, pipes.Control(server, PipeBench.Listen, out uint block, @event: signal));
        Assert.Equal(Untouched, pipes.StatusOf(block));
        Assert.False(pipes.IsSignaled(signal));
        uint client = pipes.Connect();
        Assert.Equal(NtStatus.Success, pipes.StatusOf(block));
        Assert.True(pipes.IsSignaled(signal));
        Assert.Equal(NtStatus.PipeConnected, pipes.Control(server, PipeBench.Listen, out block, @event: signal));
        Assert.Equal(Untouched, pipes.StatusOf(block));
        Assert.False(pipes.IsSignaled(signal));
        Assert.Equal(NtStatus.IllegalFunction, pipes.Control(client, PipeBench.Listen));
    }

    [Fact]
    public void ListeningPipesHaveNoData()
    {
        uint server = pipes.Create();
        Assert.Equal(NtStatus.InvalidPipeState, Peek(server, out _));
        Assert.Equal(NtStatus.PipeListening, pipes.Read(server, 1, out _));
        Assert.Equal(NtStatus.PipeListening, pipes.Write(server, "x"));
        Assert.Equal(NtStatus.Success, pipes.Guest.Call("NtFlushBuffersFile", server, pipes.Files.Block));
    }

    [Fact]
    public void AClosedEndLeavesItsDataToTheOther()
    {
        (uint server, uint client) = pipes.Pair();
        Assert.Equal(NtStatus.Success, pipes.Write(client, "last"));
        pipes.Files.Close(client);
        Assert.Equal(NtStatus.Success, Peek(server, out uint state));
        Assert.Equal(4u, state);
        Assert.Equal(NtStatus.PipeClosing, pipes.Write(server, "x"));
        Assert.Equal(NtStatus.PipeClosing, pipes.Control(server, PipeBench.Listen));
        Assert.Equal(NtStatus.Success, pipes.Read(server, 100, out uint block));
        Assert.Equal("last", pipes.TextOf(block));
        Assert.Equal(NtStatus.PipeBroken, pipes.Read(server, 100, out block));
        Assert.Equal(Untouched, pipes.StatusOf(block));
        Assert.Equal(NtStatus.PipeBroken, Peek(server, out _));
        Assert.Equal(NtStatus.Success, pipes.Control(server, PipeBench.Disconnect));
        Assert.Equal(NtStatus.PipeDisconnected, pipes.Read(server, 1, out _));
        Assert.Equal(NtStatus.PipeDisconnected, pipes.Control(server, PipeBench.Disconnect));
        Assert.Equal(NtStatus.Pending, pipes.Control(server, PipeBench.Listen, out block));
        pipes.Connect();
        Assert.Equal(NtStatus.Success, pipes.StatusOf(block));
    }

    [Fact]
    public void DisconnectEndsEverything()
    {
        (uint server, uint client) = pipes.Pair();
        Assert.Equal(NtStatus.Pending, pipes.Read(client, 4, out uint read));
        Assert.Equal(NtStatus.Success, pipes.Write(client, "lost"));
        Assert.Equal(NtStatus.IllegalFunction, pipes.Control(client, PipeBench.Disconnect));
        Assert.Equal(NtStatus.Success, pipes.Control(server, PipeBench.Disconnect));
        Assert.Equal((NtStatus.PipeDisconnected, 0u), (pipes.StatusOf(read), pipes.InformationOf(read)));
        Assert.Equal(NtStatus.PipeDisconnected, pipes.Read(client, 4, out _));
        Assert.Equal(NtStatus.PipeDisconnected, pipes.Write(client, "x"));
        Assert.Equal(NtStatus.PipeDisconnected, Peek(client, out _));
        Assert.Equal(NtStatus.InvalidPipeState, Peek(server, out _));
        Assert.Equal(NtStatus.PipeDisconnected, pipes.Guest.Call("NtFlushBuffersFile", client, pipes.Files.Block));
        Assert.Equal(NtStatus.PipeDisconnected, pipes.Files.Query(client, 24, 0x28, out _));
        Assert.Equal(NtStatus.PipeDisconnected, pipes.Files.Query(client, 9, 100, out _));
        Assert.Equal(NtStatus.Success, pipes.Files.Query(server, 24, 0x28, out byte[] local));
        Assert.Equal(1, BitConverter.ToInt32(local, 0x20));
    }

    [Fact]
    public void InstancesAreCounted()
    {
        Assert.Equal(NtStatus.ObjectNameNotFound, pipes.Files.TryOpen(PipeBench.Name, out _));
        Assert.Equal(NtStatus.ObjectNameNotFound, pipes.TryCreate(out _, disposition: 1));
        uint first = pipes.Create(instances: 2);
        Assert.Equal(NtStatus.AccessDenied, pipes.TryCreate(out _, disposition: 2));
        Assert.Equal(NtStatus.AccessDenied, pipes.TryCreate(out _, share: 1));
        Assert.Equal(NtStatus.AccessDenied, pipes.TryCreate(out _, type: PipeBench.Message));
        pipes.Create();
        Assert.Equal(NtStatus.InstanceNotAvailable, pipes.TryCreate(out _));
        pipes.Connect();
        pipes.Connect();
        Assert.Equal(NtStatus.PipeNotAvailable, pipes.Files.TryOpen(PipeBench.Name, out _));
        Assert.Equal(NtStatus.Success, pipes.Files.Query(first, 24, 0x28, out byte[] local));
        Assert.Equal((2, 2), (BitConverter.ToInt32(local, 8), BitConverter.ToInt32(local, 0xC)));
        pipes.Files.Close(first);
        Assert.Equal(NtStatus.Success, pipes.TryCreate(out _));
    }

    [Theory]
    [InlineData(0u, 3u, 0u, 0u)]
    [InlineData(7u, 3u, 0u, 0u)]
    [InlineData(3u, 4u, 0u, 0u)]
    [InlineData(3u, 0u, 0u, 0u)]
    [InlineData(3u, 3u, 0x40u, 0u)]
    [InlineData(3u, 3u, 0u, 4u)]
    public void BadParametersMakeNoPipe(uint share, uint disposition, uint options, uint type) =>
        Assert.Equal(NtStatus.InvalidParameter, pipes.TryCreate(out _, type, share: share, disposition: disposition, options: options));

    [Fact]
    public void MessageReadsNeedMessages()
    {
        Assert.Equal(NtStatus.InvalidParameter, pipes.TryCreate(out _, type: PipeBench.Byte, readMode: PipeBench.Message));
        (_, uint client) = pipes.Pair();
        Assert.Equal(NtStatus.InvalidParameter, pipes.Files.Set(client, 23, [1, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Equal(NtStatus.InvalidParameter, pipes.Files.Set(client, 23, [0, 0, 0, 0, 2, 0, 0, 0]));
        Assert.Equal(NtStatus.Success, pipes.Files.Set(client, 23, [0, 0, 0, 0, 1, 0, 0, 0]));
        Assert.Equal(NtStatus.PipeEmpty, pipes.Read(client, 1, out _));
    }

    [Theory]
    [InlineData(1u, 1u)]
    [InlineData(2u, 0u)]
    [InlineData(3u, 2u)]
    public void SharingIsTheDirection(uint share, uint configuration)
    {
        Assert.Equal(NtStatus.Success, pipes.TryCreate(out uint server, share: share));
        Assert.Equal(NtStatus.Success, pipes.Files.Query(server, 24, 0x28, out byte[] local));
        Assert.Equal(configuration, BitConverter.ToUInt32(local, 4));
        Assert.Equal(share == 2 ? NtStatus.AccessDenied : NtStatus.Success, pipes.Files.TryOpen(PipeBench.Name, out uint reader, 0x80100080));
        if (reader != 0) pipes.Files.Close(reader);
        pipes.TryCreate(out _, share: share);
        Assert.Equal(share == 1 ? NtStatus.AccessDenied : NtStatus.Success, pipes.Files.TryOpen(PipeBench.Name, out _, 0x40100080));
    }

    [Fact]
    public void WaitingForAnInstance()
    {
        byte[] Request(long timeout) =>
            [.. BitConverter.GetBytes(timeout), .. BitConverter.GetBytes(8u), 1, 0, .. System.Text.Encoding.Unicode.GetBytes("TEST")];
        NtStatus Wait(uint handle, long timeout, out uint block) =>
            pipes.Control(handle, PipeBench.WaitCode, out block, pipes.Guest.Put(Request(timeout)), 22);
        uint root = pipes.Files.OpenFile(@"\Device\NamedPipe\", options: 0), device = pipes.Files.OpenFile(@"\Device\NamedPipe", options: 0);
        Assert.Equal(NtStatus.IllegalFunction, Wait(device, 0, out _));
        Assert.Equal(NtStatus.ObjectNameNotFound, Wait(root, 0, out _));
        uint server = pipes.Create(instances: 1);
        Assert.Equal(NtStatus.Success, Wait(root, 0, out _));
        uint client = pipes.Connect();
        Assert.Equal(NtStatus.IoTimeout, Wait(root, 0, out _));
        Assert.Equal(NtStatus.Pending, Wait(root, -10_000_000, out uint timed));
        Assert.Equal(NtStatus.Pending, Wait(root, long.MinValue, out uint forever));
        pipes.Guest.Kernel.Dispatcher.Timers.ExpireUntil(pipes.Guest.Kernel.Clock.InterruptTime100ns + 20_000_000);
        Assert.Equal(NtStatus.IoTimeout, pipes.StatusOf(timed));
        Assert.Equal(Untouched, pipes.StatusOf(forever));
        pipes.Files.Close(client);
        Assert.Equal(NtStatus.Success, pipes.Control(server, PipeBench.Disconnect));
        Assert.Equal(NtStatus.Pending, pipes.Control(server, PipeBench.Listen));
        Assert.Equal(NtStatus.Success, pipes.StatusOf(forever));
    }

    [Fact]
    public void PipesWithoutNamesAreOpenedThroughTheirServers()
    {
        uint root = pipes.Files.OpenFile(@"\Device\NamedPipe\", options: 0), device = pipes.Files.OpenFile(@"\Device\NamedPipe", options: 0);
        Assert.Equal(NtStatus.ObjectNameInvalid, pipes.TryCreate(out _, name: "", root: device));
        Assert.Equal(NtStatus.Success, pipes.TryCreate(out uint first, name: "", root: root));
        Assert.Equal(NtStatus.Success, pipes.TryCreate(out uint second, name: "", root: root));
        Assert.Equal(NtStatus.ObjectNameInvalid, pipes.Files.TryOpen("a", out _, root: first, options: 0));
        uint client = pipes.Files.OpenFile("", FileBench.GenericWrite, root: second, options: 0);
        Assert.Equal(NtStatus.PipeNotAvailable, pipes.Files.TryOpen("", out _, root: second, options: 0));
        Assert.Equal(NtStatus.Success, pipes.Write(client, "text"));
        Assert.Equal(NtStatus.Success, pipes.Read(second, 8, out uint block));
        Assert.Equal("text", pipes.TextOf(block));
        Assert.Equal(NtStatus.PipeListening, pipes.Read(first, 8, out _));
    }

    [Fact]
    public void NamesAreListedAndTold()
    {
        uint server = pipes.Create(name: @"\??\pipe\one\two");
        pipes.Create();
        Assert.Equal(NtStatus.Success, pipes.Files.Query(server, 9, 100, out byte[] name));
        Assert.Equal(@"\one\two", System.Text.Encoding.Unicode.GetString(name, 4, name.Length - 4));
        uint root = pipes.Files.OpenFile(@"\??\pipe\"), buffer = pipes.Guest.Take(0x400);
        Assert.Equal(NtStatus.Success, pipes.Guest.Call(
            "NtQueryDirectoryFile", root, 0, 0, 0, pipes.Files.Block, buffer, 0x400, 12, 0, 0, 0));
        Assert.Equal(@"one\two", pipes.Guest.ReadText(buffer + 0xC, (int)pipes.Guest.Read32(buffer + 8)));
        Assert.Equal(NtStatus.Success, pipes.Guest.Call("NtQueryVolumeInformationFile", server, pipes.Files.Block, buffer, 8, 4));
        Assert.Equal(0x11u, pipes.Guest.Read32(buffer));
    }
}
