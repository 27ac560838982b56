using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class ConDrvTests
{
    [Fact]
    public void WithoutAConnectionThereIsNoConsole()
    {
        using ConsoleBench console = new();
        Assert.Equal(NtStatus.Success, console.Guest.Call("NtClose", console.Connection));
        Assert.Equal(NtStatus.InvalidHandle, console.TryOpen(@"\Device\ConDrv\CurrentOut", out _));
        Assert.Equal(NtStatus.InvalidHandle, console.Control(console.Output, ConsoleBench.GetMode, [], 4, out _));
        console.Open("Connection", console.Reference);
        console.Open(@"\Device\ConDrv\CurrentOut");
    }

    [Theory]
    [InlineData("Nothing")]
    [InlineData(@"Input\more")]
    public void OtherNamesAreNotFound(string name)
    {
        using ConsoleBench console = new();
        Assert.Equal(NtStatus.ObjectNameNotFound, console.TryOpen(@"\Device\ConDrv\" + name, out _));
    }

    [Fact]
    public void TextGoesToTheHostAndIntoTheBuffer()
    {
        using ConsoleBench console = new();
        console.Write("Grüße\r\n> ");
        Assert.Equal("Grüße\r\n> ", console.Host.OutputText);
        Assert.Equal("Grüße", console.Row(0));
        Assert.Equal((2, 1), console.Cursor);
    }

    [Fact]
    public void BytesAreInTheOutputCodePage()
    {
        using ConsoleBench console = new();
        console.Tell(console.Output, ConsoleBench.WriteFile, 0x82, 0xE1, (byte)'\n');
        Assert.Equal(3u, console.Information);
        console.Tell(console.Reference, ConsoleBench.SetInputInfo, ConsoleBench.Fields(2, 0, 65001));
        console.Tell(console.Output, ConsoleBench.WriteFile, 0xE2, 0x82);
        console.Tell(console.Output, ConsoleBench.WriteFile, 0xAC);
        Assert.Equal("éß\n€", console.Host.OutputText);
    }

    [Fact]
    public void UnknownCodePagesAreRefused()
    {
        using ConsoleBench console = new();
        NtStatus status = console.Control(console.Reference, ConsoleBench.SetInputInfo, ConsoleBench.Fields(2, 0, 12345), 0, out _);
        Assert.Equal(NtStatus.InvalidParameter, status);
        Assert.Equal([437, 437], MemoryMarshal.Cast<byte, int>(console.Ask(console.Reference, ConsoleBench.GetInputInfo, 8)).ToArray());
    }

    [Fact]
    public void EachEndHasItsOwnModes()
    {
        using ConsoleBench console = new();
        Assert.Equal(0x1F7u, BitConverter.ToUInt32(console.Ask(console.Input, ConsoleBench.GetMode, 4)));
        Assert.Equal(3u, BitConverter.ToUInt32(console.Ask(console.Output, ConsoleBench.GetMode, 4)));
        console.SetOutputMode(7);
        Assert.Equal(7u, BitConverter.ToUInt32(console.Ask(console.Output, ConsoleBench.GetMode, 4)));
        Assert.Equal(NtStatus.InvalidHandle, console.Control(console.Output, ConsoleBench.ReadConsole, [], 10, out _));
        Assert.Equal(NtStatus.InvalidHandle, console.Control(console.Input, ConsoleBench.WriteConsole, [65, 0], 0, out _));
    }

    [Fact]
    public void TitlesAreKept()
    {
        using ConsoleBench console = new();
        console.Tell(console.Reference, ConsoleBench.SetTitle, Encoding.Unicode.GetBytes("first"));
        console.Tell(console.Reference, ConsoleBench.SetTitle, Encoding.Unicode.GetBytes("second"));
        byte[] answer = console.Ask(console.Reference, ConsoleBench.GetTitle, 10, 1, 0, 0, 0);
        Assert.Equal(6, BitConverter.ToInt32(answer));
        Assert.Equal("sec", Encoding.Unicode.GetString(answer.AsSpan(4)));
        answer = console.Ask(console.Reference, ConsoleBench.GetTitle, 100, 0, 0, 0, 0);
        Assert.Equal("first", Encoding.Unicode.GetString(answer.AsSpan(4)));
    }

    [Fact]
    public void TheProcessListTellsHowMuchRoomItNeeds()
    {
        using ConsoleBench console = new();
        byte[] list = console.Ask(console.Reference, ConsoleBench.GetProcessList, 40);
        Assert.Equal([console.Guest.Process.ProcessId], MemoryMarshal.Cast<byte, uint>(list).ToArray());
        Assert.Equal(NtStatus.InvalidParameter, console.Control(console.Reference, ConsoleBench.GetProcessList, [], 2, out _));
    }

    [Fact]
    public void FillsWrapAroundAndStopAtTheEnd()
    {
        using ConsoleBench console = new();
        byte[] cell = [(byte)'x', 0, 0x1F, 0];
        Assert.Equal(100, BitConverter.ToInt32(console.Ask(console.Output, ConsoleBench.FillOutput, 4, [.. ConsoleBench.Fields(70, 0, 2, 100, 1), .. cell])));
        Assert.Equal(new string(' ', 70) + new string('x', 10), console.Row(0));
        Assert.Equal(new string('x', 80), console.Row(1));
        Assert.Equal(new string('x', 10), console.Row(2));
        Assert.Equal(80, BitConverter.ToInt32(console.Ask(console.Output, ConsoleBench.FillOutput, 4, [.. ConsoleBench.Fields(0, 24, 1, 1 << 30, 1), .. cell])));
        Assert.Equal(0, BitConverter.ToInt32(console.Ask(console.Output, ConsoleBench.FillOutput, 4, [.. ConsoleBench.Fields(-1, 0, 1, 5, 1), .. cell])));
    }

    [Fact]
    public void RectanglesAreClippedToTheBuffer()
    {
        using ConsoleBench console = new();
        byte[] cells = MemoryMarshal.AsBytes("a\a".AsSpan()).ToArray();
        byte[] given = [.. ConsoleBench.Fields(79, 23, 2, 2), .. cells, .. cells, .. cells, .. cells, .. cells, .. cells];
        byte[] written = console.Ask(console.Output, ConsoleBench.WriteOutput, 8, given);
        Assert.Equal([79, 23, 79, 24], MemoryMarshal.Cast<byte, short>(written).ToArray());
        byte[] read = console.Ask(console.Output, ConsoleBench.ReadOutput, 8 + 4 * 4, ConsoleBench.Fields(78, 24, 2, 4));
        Assert.Equal([78, 24, 79, 24], MemoryMarshal.Cast<byte, short>(read.AsSpan(0, 8)).ToArray());
        Assert.Equal([(short)' ', 7, (short)'a', 7], MemoryMarshal.Cast<byte, short>(read.AsSpan(8)).ToArray());
    }

    [Fact]
    public void ScrollingMovesAndFills()
    {
        using ConsoleBench console = new();
        console.Write("one\r\ntwo\r\nthree");
        console.Tell(console.Output, ConsoleBench.Scroll, MemoryMarshal.AsBytes<short>([0, 1, 79, 2, 0, 0, 0, 0, 79, 24, (short)'.', 7]));
        Assert.Equal("two", console.Row(0));
        Assert.Equal("three", console.Row(1));
        Assert.Equal(new string('.', 80), console.Row(2));
    }

    [Fact]
    public void AnotherScreenBufferIsShownWhenItIsActive()
    {
        using ConsoleBench console = new();
        uint second = console.Open(@"\Device\ConDrv\ScreenBuffer"), first = console.Open(@"\Device\ConDrv\CurrentOut");
        console.Tell(second, ConsoleBench.WriteConsole, Encoding.Unicode.GetBytes("hidden"));
        Assert.Equal("", console.Host.OutputText);
        console.Tell(second, ConsoleBench.Activate);
        Assert.Equal("hidden", console.Row(0));
        console.Tell(first, ConsoleBench.WriteConsole, Encoding.Unicode.GetBytes("x"));
        Assert.Equal("hidden", console.Row(0));
        Assert.Equal(NtStatus.Success, console.Guest.Call("NtClose", second));
        Assert.Equal("x", console.Row(0));
    }

    [Fact]
    public void ANewSizeKeepsWhatFits()
    {
        using ConsoleBench console = new();
        console.Write("abc");
        byte[] parameters = new byte[104];
        BitConverter.TryWriteBytes(parameters, 4);
        BitConverter.TryWriteBytes(parameters.AsSpan(4 + 8), (short)100);
        BitConverter.TryWriteBytes(parameters.AsSpan(4 + 10), (short)300);
        console.Tell(console.Output, ConsoleBench.SetOutputInfo, parameters);
        byte[] info = console.Ask(console.Output, ConsoleBench.GetOutputInfo, 100);
        Assert.Equal([100, 300], MemoryMarshal.Cast<byte, short>(info.AsSpan(8, 4)).ToArray());
        Assert.Equal("abc", console.Row(0, 100));
        BitConverter.TryWriteBytes(parameters.AsSpan(4 + 8), (short)10);
        Assert.Equal(NtStatus.InvalidParameter, console.Control(console.Output, ConsoleBench.SetOutputInfo, parameters, 0, out _));
        BitConverter.TryWriteBytes(parameters.AsSpan(4 + 8), short.MaxValue);
        BitConverter.TryWriteBytes(parameters.AsSpan(4 + 10), short.MaxValue);
        Assert.Equal(NtStatus.NoMemory, console.Control(console.Output, ConsoleBench.SetOutputInfo, parameters, 0, out _));
    }

    [Fact]
    public void WrongLengthsAreRefused()
    {
        using ConsoleBench console = new();
        foreach (uint code in new[] { ConsoleBench.SetMode, ConsoleBench.FillOutput, ConsoleBench.Scroll, ConsoleBench.SetOutputInfo, ConsoleBench.WriteOutput })
            Assert.Equal(NtStatus.InvalidParameter, console.Control(console.Output, code, [1, 2, 3], 0, out _));
        Assert.Equal(NtStatus.InvalidParameter, console.Control(console.Output, ConsoleBench.GetOutputInfo, [], 20, out _));
        Assert.Equal(NtStatus.InvalidHandle, console.Control(console.Output, 0x50FFFC, [], 0, out _));
    }
}
