using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class PipeTransferTests : IDisposable
{
    static readonly NtStatus Untouched = new(0x55555555);

    readonly PipeBench pipes = new();

    public void Dispose() => pipes.Dispose();

    string ReadText(uint handle, int length, NtStatus expected)
    {
        Assert.Equal(expected, pipes.Read(handle, length, out uint block));
        return pipes.TextOf(block);
    }

    [Fact]
    public void BytesHaveNoBoundaries()
    {
        (uint server, uint client) = pipes.Pair();
        foreach (string part in new[] { "one", "", "two", "three" }) Assert.Equal(NtStatus.Success, pipes.Write(client, part));
        Assert.Equal("onetw", ReadText(server, 5, NtStatus.Success));
        Assert.Equal("othree", ReadText(server, 100, NtStatus.Success));
    }

    [Fact]
    public void MessagesAreReadWhole()
    {
        (uint server, uint client) = pipes.Pair(PipeBench.Message);
        foreach (string part in new[] { "first", "", "second" }) Assert.Equal(NtStatus.Success, pipes.Write(server, part));
        Assert.Equal("fir", ReadText(client, 3, NtStatus.BufferOverflow));
        Assert.Equal("st", ReadText(client, 100, NtStatus.Success));
        Assert.Equal("", ReadText(client, 100, NtStatus.Success));
        Assert.Equal("second", ReadText(client, 6, NtStatus.Success));
    }

    [Fact]
    public void MessagesCanBeReadAsBytes()
    {
        uint server = pipes.Create(PipeBench.Message, PipeBench.Message), client = pipes.Connect();
        Assert.Equal(NtStatus.Success, pipes.Write(server, "first"));
        Assert.Equal(NtStatus.Success, pipes.Write(server, "second"));
        Assert.Equal("firstsec", ReadText(client, 8, NtStatus.Success));
        Assert.Equal("ond", ReadText(client, 8, NtStatus.Success));
    }

    [Fact]
    public void AReadWaitsForData()
    {
        (uint server, uint client) = pipes.Pair();
        uint signal = pipes.NewEvent();
        Assert.True(pipes.IsSignaled(server));
        Assert.Equal(NtStatus.Pending, pipes.Read(server, 4, out uint first, signal));
        Assert.Equal(NtStatus.Pending, pipes.Read(server, 4, out uint second));
        Assert.False(pipes.IsSignaled(server));
        Assert.Equal(NtStatus.Success, pipes.Write(client, "abcdef"));
        Assert.Equal(("abcd", "ef"), (pipes.TextOf(first), pipes.TextOf(second)));
        Assert.True(pipes.IsSignaled(signal));
        Assert.True(pipes.IsSignaled(server));
    }

    [Fact]
    public void AWriteWaitsForRoom()
    {
        (uint server, uint client) = pipes.Pair(quota: 4);
        Assert.Equal(NtStatus.Success, pipes.Write(client, "abcd"));
        Assert.Equal(NtStatus.Pending, pipes.Write(client, "efghij", out uint block));
        Assert.Equal(NtStatus.Success, pipes.Files.Query(client, 24, 0x28, out byte[] local));
        Assert.Equal(0, BitConverter.ToInt32(local, 0x1C));
        Assert.Equal("abcde", ReadText(server, 5, NtStatus.Success));
        Assert.Equal(Untouched, pipes.StatusOf(block));
        Assert.Equal("f", ReadText(server, 1, NtStatus.Success));
        Assert.Equal((NtStatus.Success, 6u), (pipes.StatusOf(block), pipes.InformationOf(block)));
        Assert.Equal("ghij", ReadText(server, 9, NtStatus.Success));
    }

    [Fact]
    public void NonBlockingWritesTakeWhatFits()
    {
        (uint server, uint client) = pipes.Pair(quota: 4);
        Assert.Equal(NtStatus.Success, pipes.Files.Set(client, 23, [0, 0, 0, 0, 1, 0, 0, 0]));
        Assert.Equal(NtStatus.Success, pipes.Write(client, "abcdef", out uint block));
        Assert.Equal(4u, pipes.InformationOf(block));
        Assert.Equal(NtStatus.Success, pipes.Write(client, "x", out block));
        Assert.Equal(0u, pipes.InformationOf(block));
        Assert.Equal("abcd", ReadText(server, 9, NtStatus.Success));
    }

    [Fact]
    public void PeekTakesNothing()
    {
        (uint server, uint client) = pipes.Pair(PipeBench.Message);
        Assert.Equal(NtStatus.Success, pipes.Write(client, "abc"));
        Assert.Equal(NtStatus.Success, pipes.Write(client, "de"));
        uint output = pipes.Guest.Take(0x20);
        Assert.Equal(NtStatus.InfoLengthMismatch, pipes.Control(server, PipeBench.PeekCode, out _, output: output, outputLength: 0xF));
        Assert.Equal(NtStatus.BufferOverflow, pipes.Control(server, PipeBench.PeekCode, out uint block, output: output, outputLength: 0x12));
        Assert.Equal(0x12u, pipes.InformationOf(block));
        Assert.Equal((3u, 5u), (pipes.Guest.Read32(output), pipes.Guest.Read32(output + 4)));
        Assert.Equal((2u, 3u), (pipes.Guest.Read32(output + 8), pipes.Guest.Read32(output + 0xC)));
        Assert.Equal(NtStatus.Success, pipes.Control(server, PipeBench.PeekCode, out block, output: output, outputLength: 0x20));
        Assert.Equal(0x13u, pipes.InformationOf(block));
        Assert.Equal("abc", ReadText(server, 9, NtStatus.Success));
    }

    [Fact]
    public void TransceiveWritesAndReads()
    {
        (uint server, uint client) = pipes.Pair(PipeBench.Message);
        uint question = pipes.Guest.Put("ask"u8), answer = pipes.Guest.Take(16);
        Assert.Equal(NtStatus.Pending, pipes.Control(client, PipeBench.Transceive, out uint block, question, 3, answer, 16));
        Assert.Equal("ask", ReadText(server, 9, NtStatus.Success));
        Assert.Equal(NtStatus.Success, pipes.Write(server, "reply"));
        Assert.Equal((NtStatus.Success, 5u), (pipes.StatusOf(block), pipes.InformationOf(block)));
        Assert.Equal("reply"u8.ToArray(), pipes.Guest.Read(answer, 5));
        Assert.Equal(NtStatus.Success, pipes.Write(server, "unasked"));
        Assert.Equal(NtStatus.PipeBusy, pipes.Control(client, PipeBench.Transceive, out _, question, 3, answer, 16));
        pipes.Create(name: @"\??\pipe\bytes");
        uint bytes = pipes.Connect(name: @"\??\pipe\bytes");
        Assert.Equal(NtStatus.InvalidReadMode, pipes.Control(bytes, PipeBench.Transceive, out _, question, 3, answer, 16));
    }

    [Fact]
    public void TheReadersEndBreaksWritesAndReads()
    {
        (uint server, uint client) = pipes.Pair(quota: 2);
        Assert.Equal(NtStatus.Pending, pipes.Write(client, "abcd", out uint write));
        Assert.Equal(NtStatus.Pending, pipes.Read(client, 4, out uint read));
        pipes.Files.Close(server);
        Assert.Equal((NtStatus.PipeBroken, NtStatus.PipeBroken), (pipes.StatusOf(write), pipes.StatusOf(read)));
        Assert.Equal(NtStatus.PipeClosing, pipes.Write(client, "x"));
    }

    [Fact]
    public void CancellingEndsWhatIsPending()
    {
        (uint server, uint client) = pipes.Pair(quota: 2);
        uint answer = pipes.Guest.Take(8);
        Assert.Equal(NtStatus.Pending, pipes.Read(server, 4, out uint first));
        Assert.Equal(NtStatus.Pending, pipes.Read(server, 4, out uint second));
        Assert.Equal(NtStatus.NotFound, pipes.Guest.Call("NtCancelIoFileEx", server, answer, answer));
        Assert.Equal(NtStatus.Success, pipes.Guest.Call("NtCancelIoFileEx", server, second, answer));
        Assert.Equal((Untouched, NtStatus.Cancelled), (pipes.StatusOf(first), pipes.StatusOf(second)));
        Assert.Equal(NtStatus.Success, pipes.Guest.Call("NtCancelIoFile", server, answer));
        Assert.Equal((NtStatus.Cancelled, 0u), (pipes.StatusOf(first), pipes.InformationOf(first)));
        Assert.Equal(NtStatus.Pending, pipes.Write(client, "abcd", out uint write));
        Assert.Equal(NtStatus.Success, pipes.Guest.Call("NtCancelIoFile", client, answer));
        Assert.Equal(NtStatus.Cancelled, pipes.StatusOf(write));
        Assert.Equal(NtStatus.Pending, pipes.Read(server, 4, out first));
        pipes.Files.Close(server);
        Assert.Equal(NtStatus.Cancelled, pipes.StatusOf(first));
    }

    [Fact]
    public void ACancelledThreadsRequestsEnd()
    {
        (uint server, _) = pipes.Pair();
        KThread other = pipes.Guest.MakeThread();
        uint block = pipes.Guest.Take(16), number = (uint)pipes.Guest.Kernel.Profile.FindService("NtReadFile")!.Number;
        Assert.Equal(NtStatus.Pending, pipes.Guest.Kernel.InvokeService(other, number, [server, 0, 0, 0, block, block + 8, 4, 0, 0]));
        Ps.TerminateThread(other, NtStatus.Success);
        Assert.Equal(NtStatus.Cancelled, pipes.StatusOf(block));
    }

    [Fact]
    public void PortsHearOfWhatWasPending()
    {
        (uint server, uint client) = pipes.Pair();
        uint cell = pipes.Guest.Take(4), list = pipes.Guest.Take(0x40), removed = pipes.Guest.Take(4);
        Assert.Equal(NtStatus.Success, pipes.Guest.Call("NtCreateIoCompletion", cell, 0x1F0003, 0, 0));
        uint port = pipes.Guest.Read32(cell);
        Assert.Equal(NtStatus.Success, pipes.Files.Set(server, 30, [.. BitConverter.GetBytes(port), .. BitConverter.GetBytes(0x11u)]));
        Assert.Equal(NtStatus.Success, pipes.Files.Set(server, 41, [3, 0, 0, 0]));
        Assert.Equal(NtStatus.Success, pipes.Write(client, "a"));
        Assert.Equal(NtStatus.Success, pipes.Read(server, 4, out _, apcContext: 0x22));
        Assert.False(pipes.IsSignaled(server));
        for (uint context = 0x31; context < 0x34; context++) Assert.Equal(NtStatus.Pending, pipes.Read(server, 1, out _, apcContext: context));
        Assert.Equal(NtStatus.Success, pipes.Write(client, "xyz"));
        Assert.Equal(NtStatus.InvalidParameter, pipes.Guest.Call("NtRemoveIoCompletionEx", port, list, 0, removed, pipes.Guest.Put64(0), 0));
        Assert.Equal(NtStatus.Success, pipes.Guest.Call("NtRemoveIoCompletionEx", port, list, 2, removed, pipes.Guest.Put64(0), 0));
        Assert.Equal(2u, pipes.Guest.Read32(removed));
        Assert.Equal((0x11u, 0x31u, 1u), (pipes.Guest.Read32(list), pipes.Guest.Read32(list + 4), pipes.Guest.Read32(list + 0xC)));
        Assert.Equal(0x32u, pipes.Guest.Read32(list + 0x14));
        Assert.Equal(NtStatus.Success, pipes.Guest.Call("NtRemoveIoCompletionEx", port, list, 4, removed, pipes.Guest.Put64(0), 0));
        Assert.Equal(1u, pipes.Guest.Read32(removed));
        Assert.Equal(NtStatus.Timeout, pipes.Guest.Call("NtRemoveIoCompletionEx", port, list, 4, removed, pipes.Guest.Put64(0), 0));
    }

    [Fact]
    public void ManyBytesMeetALimit()
    {
        (_, uint client) = pipes.Pair(quota: 0xFFFFFFFF);
        uint room = pipes.Guest.Take(0x80000), block = pipes.Guest.Take(8);
        NtStatus status = NtStatus.Success;
        int writes = 0;
        for (; status.IsSuccess && writes < 1000; writes++) status = pipes.Guest.Call("NtWriteFile", client, 0, 0, 0, block, room, 0x80000, 0, 0);
        Assert.Equal(NtStatus.InsufficientResources, status);
        Assert.InRange(writes, 100, 200);
    }
}
