using System.Text;
using NtGlass.Abi;
using NtGlass.Host;
using Xunit;
using static NtGlass.Kernel.Tests.FileBench;

namespace NtGlass.Kernel.Tests;

public sealed class ConsoleTests
{
    [Fact]
    public void TerminalGivesLinesWithCarriageReturns()
    {
        using FileBench files = new(new InMemoryConsole("one\ntwo\r\nlast"));
        uint input = files.OpenFile(@"\??\CONIN$");
        foreach (string expected in new[] { "one\r\n", "two\r\n", "last" })
        {
            Assert.Equal(NtStatus.Success, files.Read(input, 100, out string text));
            Assert.Equal(expected, text);
        }
        Assert.Equal(NtStatus.EndOfFile, files.Read(input, 100, out _));
    }

    [Fact]
    public void ShortReadsLeaveTheRestOfTheLine()
    {
        using FileBench files = new(new InMemoryConsole("abcdef\n"));
        uint input = files.OpenFile(@"\??\CON");
        Assert.Equal(NtStatus.Success, files.Read(input, 4, out string text));
        Assert.Equal("abcd", text);
        Assert.Equal(NtStatus.Success, files.Read(input, 100, out text));
        Assert.Equal("ef\r\n", text);
    }

    [Fact]
    public void RedirectedInputComesAsItIs()
    {
        using FileBench files = new(new InMemoryConsole("one\ntwo\n", isTerminal: false));
        Assert.Equal(NtStatus.Success, files.Read(files.OpenFile(@"\Device\ConIn"), 100, out string text));
        Assert.Equal("one\ntwo\n", text);
    }

    [Fact]
    public void OutputGoesToTheRightStream()
    {
        InMemoryConsole console = new();
        using FileBench files = new(console);
        Assert.Equal(NtStatus.Success, files.Write(files.OpenFile(@"\??\CONOUT$", GenericWrite), "out\n"));
        Assert.Equal(NtStatus.Success, files.Write(files.OpenFile(@"\Device\ConErr", GenericWrite), "err"));
        Assert.Equal(NtStatus.Success, files.Write(files.OpenFile(@"\??\CON", GenericWrite), "!"));
        Assert.Equal("out\nerr!", console.OutputText);
        Assert.Equal("", console.ErrorText);
    }

    [Fact]
    public void RedirectedStreamsStayApart()
    {
        InMemoryConsole console = new(isTerminal: false);
        using FileBench files = new(console);
        Assert.Equal(NtStatus.Success, files.Write(files.OpenFile(@"\Device\ConOut", GenericWrite), "out\n"));
        Assert.Equal(NtStatus.Success, files.Write(files.OpenFile(@"\Device\ConErr", GenericWrite), "err"));
        Assert.Equal("out\n", console.OutputText);
        Assert.Equal("err", console.ErrorText);
    }

    [Fact]
    public void SynchronousReadWaitsForInput()
    {
        SlowConsole console = new();
        using FileBench files = new(console);
        uint input = files.OpenFile(@"\??\CONIN$"), buffer = files.Guest.Take(16);
        Assert.Equal(NtStatus.Pending, files.Guest.Call("NtReadFile", input, 0, 0, 0, files.Block, buffer, 16, 0, 0));
        Assert.Equal(ThreadState.Waiting, files.Guest.Thread.State);
        Assert.True(files.Guest.Kernel.Idle.Input!.WantsInput);
        console.Input = "late\n";
        files.Guest.Kernel.Idle.Input.InputArrived();
        Assert.True(files.Guest.Kernel.LeaveDoor(files.Guest.Thread));
        Assert.True(files.Guest.Thread.TakeServiceResult(out NtStatus status));
        Assert.Equal(NtStatus.Success, status);
        Assert.Equal("late\r\n", Encoding.ASCII.GetString(files.Guest.Read(buffer, (int)files.Information)));
        Assert.False(files.Guest.Kernel.Idle.Input.WantsInput);
    }

    [Fact]
    public void AsynchronousReadIsPendingAndCanBeCancelled()
    {
        SlowConsole console = new();
        using FileBench files = new(console);
        uint input = files.OpenFile(@"\??\CONIN$", options: 0), buffer = files.Guest.Take(16);
        Assert.Equal(NtStatus.Pending, files.Read(input, 16, out _));
        Assert.Equal(ThreadState.Running, files.Guest.Thread.State);
        uint cancelBlock = files.Guest.Take(8);
        Assert.Equal(NtStatus.Success, files.Guest.Call("NtCancelIoFile", input, cancelBlock));
        Assert.Equal(NtStatus.Cancelled, files.BlockStatus);
        Assert.Equal(NtStatus.Pending, files.Guest.Call("NtReadFile", input, 0, 0, 0, files.Block, buffer, 16, 0, 0));
        console.Input = "x\n";
        files.Guest.Kernel.Idle.Input!.InputArrived();
        Assert.Equal(NtStatus.Success, files.BlockStatus);
        Assert.Equal("x\r\n", Encoding.ASCII.GetString(files.Guest.Read(buffer, (int)files.Information)));
    }

    [Fact]
    public void WhatOneReadLeavesTheNextOneGets()
    {
        SlowConsole console = new();
        using FileBench files = new(console);
        uint second = files.OpenFile(@"\??\CONIN$", options: 0), first = files.OpenFile(@"\??\CONIN$");
        uint buffer = files.Guest.Take(16), secondBlock = files.Guest.Take(8);
        Assert.Equal(NtStatus.Pending, files.Guest.Call("NtReadFile", first, 0, 0, 0, files.Block, buffer, 16, 0, 0));
        Assert.Equal(NtStatus.Pending, files.Guest.Call("NtReadFile", second, 0, 0, 0, secondBlock, buffer, 16, 0, 0));
        console.Input = "a\nbc\n";
        files.Guest.Kernel.Idle.Input!.InputArrived();
        Assert.True(files.Guest.Kernel.LeaveDoor(files.Guest.Thread));
        Assert.Equal((3u, 4u), (files.Information, files.Guest.Read32(secondBlock + 4)));
        Assert.False(files.Guest.Kernel.Idle.Input.WantsInput);
    }

    /// <summary>A terminal at which nothing was typed yet.</summary>
    sealed class SlowConsole : IConsole
    {
        public string Input { get; set; } = "";

        public bool IsTerminal(ConsoleStream stream) => true;

        public NtStatus Write(ConsoleStream stream, ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

        public int Read(Span<byte> bytes)
        {
            if (Input.Length == 0) return -1;
            int count = Encoding.ASCII.GetBytes(Input, bytes);
            Input = "";
            return count;
        }

        public bool WaitForInput(long? timeoutNs, CancellationToken cancellation) => Input.Length > 0;
    }
}
