using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class CookedInputTests
{
    const string Left = "\x1b[D", Right = "\x1b[C", Up = "\x1b[A", Down = "\x1b[B", Home = "\x1b[H", End = "\x1b[F", Delete = "\x1b[3~",
        ControlLeft = "\x1b[1;5D", F3 = "\x1bOR", F8 = "\x1b[19~", Insert = "\x1b[2~", Back = "\x7f";

    [Theory]
    [InlineData("plain\r", "plain")]
    [InlineData("ab" + Back + Back + Back + "c\r", "c")]
    [InlineData("world" + Home + "hello \r", "hello world")]
    [InlineData("ac" + Left + "b" + Right + "d\r", "abcd")]
    [InlineData("abc" + Home + Delete + End + "!\r", "bc!")]
    [InlineData("one two" + ControlLeft + "x\r", "one xtwo")]
    [InlineData("abcd" + Left + Left + Insert + "XY\r", "abXY")]
    [InlineData("ü€\r", "ü€")]
    public void KeysEditTheLine(string typed, string line)
    {
        using ConsoleBench console = Make(typed);
        Assert.Equal(line + "\r\n", console.ReadLine());
        Assert.Equal(line, console.Row(0, 20));
        Assert.Equal((0, 1), console.Cursor);
    }

    [Fact]
    public void EarlierLinesComeBack()
    {
        using ConsoleBench console = Make("first\rsecond\r" + Up + Up + "!\r" + Up + Up + Down + "?\r" + F3 + "\rfi" + F8 + "\r");
        string[] lines = [.. Enumerable.Range(0, 6).Select(_ => console.ReadLine())];
        Assert.Equal(["first\r\n", "second\r\n", "first!\r\n", "first!?\r\n", "first!?\r\n", "first!?\r\n"], lines);
    }

    [Fact]
    public void ALongLineWrapsAndScrolls()
    {
        string text = string.Concat(Enumerable.Range(0, 130).Select(index => (char)('a' + index % 26)));
        using ConsoleBench console = Make(text + Home + ">\r");
        console.Write("prompt> ");
        Assert.Equal(">" + text + "\r\n", console.ReadLine());
        Assert.Equal((0, 4), console.Cursor);
        Assert.Equal((">" + text)[^19..], console.Row(3, 20));
    }

    [Fact]
    public void WithoutEchoNothingIsSeen()
    {
        using ConsoleBench console = Make("secret\r");
        console.SetInputMode(3);
        Assert.Equal("secret\r\n", console.ReadLine());
        Assert.Equal("", console.Host.OutputText);
    }

    [Fact]
    public void BytesComeInTheInputCodePage()
    {
        using ConsoleBench console = Make("é\rü\r");
        Assert.Equal([0x82, 13, 10], console.Ask(console.Input, ConsoleBench.ReadFile, 100));
        console.Tell(console.Reference, ConsoleBench.SetInputInfo, ConsoleBench.Fields(1, 65001, 0));
        Assert.Equal([0xC3], console.Ask(console.Input, ConsoleBench.ReadFile, 1));
        Assert.Equal([0xBC, 13, 10], console.Ask(console.Input, ConsoleBench.ReadFile, 100));
    }

    [Fact]
    public void ControlZIsAnEndOfFileForBytesOnly()
    {
        using ConsoleBench console = Make("\x1a\r\x1a\rnext\r");
        Assert.Empty(console.Ask(console.Input, ConsoleBench.ReadFile, 100));
        Assert.Equal("\x1a\r\n", console.ReadLine());
        Assert.Equal("next\r\n", console.ReadLine());
    }

    [Fact]
    public void CharactersComeOneByOneWithoutLineMode()
    {
        using ConsoleBench console = Make("ab");
        console.SetInputMode(1);
        Assert.Equal("a", console.ReadLine(1));
        Assert.Equal("b", console.ReadLine());
    }

    [Fact]
    public void AControlCharacterCanEndTheRead()
    {
        using ConsoleBench console = Make("X\tmore\r");
        byte[] given = [.. BitConverter.GetBytes(1u << '\t'), .. Encoding.Unicode.GetBytes("di")];
        byte[] answer = console.Ask(console.Input, ConsoleBench.ReadConsoleControl, 100, given);
        Assert.Equal("diX\t", Encoding.Unicode.GetString(answer.AsSpan(4)));
        Assert.Equal("more\r\n", console.ReadLine());
    }

    [Fact]
    public void EventsTellTheKeys()
    {
        using ConsoleBench console = Make("aA" + Up);
        Assert.Equal(6u, BitConverter.ToUInt32(console.Ask(console.Input, ConsoleBench.GetInputCount, 4)));
        byte[] peeked = console.Ask(console.Input, ConsoleBench.Peek, 20);
        InputRecord[] records = MemoryMarshal.Cast<byte, InputRecord>(console.Ask(console.Input, ConsoleBench.ReadInput, 200)).ToArray();
        Assert.Equal(records[0], MemoryMarshal.Read<InputRecord>(peeked));
        Assert.Equal(InputRecord.OfKey(true, 'A', 0x1E, 'a', ControlKeyState.None), records[0]);
        Assert.Equal(InputRecord.OfKey(false, 'A', 0x1E, 'a', ControlKeyState.None), records[1]);
        Assert.Equal(InputRecord.OfKey(true, 'A', 0x1E, 'A', ControlKeyState.Shift), records[2]);
        Assert.Equal(InputRecord.OfKey(true, 0x26, 0x48, '\0', ControlKeyState.Enhanced), records[4]);
        Assert.Empty(console.Ask(console.Input, ConsoleBench.Peek, 20));
    }

    [Fact]
    public void ProgramsCanTypeThemselves()
    {
        using ConsoleBench console = Make("");
        byte[] key = MemoryMarshal.AsBytes<InputRecord>([InputRecord.OfKey(true, 'Q', 0x10, 'q', 0), InputRecord.OfKey(true, 13, 0x1C, '\r', 0)]).ToArray();
        console.Tell(console.Input, ConsoleBench.WriteInput, key);
        Assert.Equal("q\r\n", console.ReadLine());
        Assert.Equal(NtStatus.InvalidParameter, console.Control(console.Input, ConsoleBench.WriteInput, key.AsSpan(1), 0, out _));
    }

    [Fact]
    public void TheInputIsSignaledWhileItHasEvents()
    {
        using ConsoleBench console = Make("x");
        uint noTime = console.Guest.Put64(0);
        Assert.Equal(NtStatus.Success, console.Guest.Call("NtWaitForSingleObject", console.Input, 0, noTime));
        console.Ask(console.Input, ConsoleBench.ReadInput, 200);
        Assert.Equal(NtStatus.Timeout, console.Guest.Call("NtWaitForSingleObject", console.Input, 0, noTime));
    }

    static ConsoleBench Make(string typed) => new(new InMemoryConsole(typed) { Size = (20, 5) });
}
