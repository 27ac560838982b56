using System.Text;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>What the user's terminal gets: it is read back by a terminal of our own, whose screen has to look like the console's.</summary>
public sealed class TerminalViewTests
{
    const int Width = 20, Height = 5;
    const uint VirtualTerminal = 7;

    [Fact]
    public void PlainTextGoesOutAsItIs()
    {
        using ConsoleBench console = Make();
        console.Write("one\r\ntwo\r\n");
        Assert.Equal("one\r\ntwo\r\n", console.Host.OutputText);
    }

    [Theory]
    [InlineData("short", false)]
    [InlineData("a line that is longer than the screen is wide", false)]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9", false)]
    [InlineData("tab\there\rT\b\b\n\x01\x02", false)]
    [InlineData("\x1b[31mred\x1b[1;44mon blue\x1b[0m\n\x1b[38;5;200mpink\x1b[48;2;1;2;3mdark\x1b[m", true)]
    [InlineData("a\nb\nc\x1b[2;1Hin between\x1b[K\x1b[1;5Htop\x1b[5;20H!", true)]
    [InlineData("1\n2\n3\n4\n5\x1b[2;4r\x1b[2;1H\x1b[M\x1b[L\x1bM\x1b[4;1H\nx", true)]
    [InlineData("abcdef\x1b[1;3H\x1b[2Pxy\x1b[2@\x1b[3X\x1b[1;1H\x1b[1J\x1b[5;1Hend", true)]
    [InlineData("before\x1b[?1049hinside\n\n\nfar\x1b[?1049lafter", true)]
    [InlineData("\x1b[7mreverse\x1b[27m \x1b[4munder\x1b[24m\x1b]0;title\a\x1b[2J", true)]
    [InlineData("日本語 text\n\ud83d\ude00 smile\n日本語日本語日本語x", true)]
    public void TheTerminalLooksLikeTheBuffer(string text, bool takesSequences)
    {
        using ConsoleBench console = Make();
        if (takesSequences) console.SetOutputMode(VirtualTerminal);
        foreach (string part in new[] { text[..(text.Length / 2)], text[(text.Length / 2)..] }) console.Write(part);
        AssertSame(console);
    }

    [Fact]
    public void LinesThatScrollAwayAreSeenFirst()
    {
        using ConsoleBench console = Make();
        console.Write(string.Concat(Enumerable.Range(1, 40).Select(line => $"line {line}\n")));
        for (int line = 1; line <= 40; line++) Assert.Contains($"line {line}\r\n", console.Host.OutputText);
        AssertSame(console);
    }

    [Fact]
    public void ABufferLargerThanTheWindowShowsWhereTheCursorIs()
    {
        using ConsoleBench console = Make();
        byte[] parameters = new byte[104];
        BitConverter.TryWriteBytes(parameters, 4);
        BitConverter.TryWriteBytes(parameters.AsSpan(4 + 8), (short)Width);
        BitConverter.TryWriteBytes(parameters.AsSpan(4 + 10), (short)100);
        console.Tell(console.Output, ConsoleBench.SetOutputInfo, parameters);
        console.Write(string.Concat(Enumerable.Range(1, 12).Select(line => $"line {line}\n")));
        for (int line = 1; line <= 12; line++) Assert.Contains($"line {line}\r\n", console.Host.OutputText);
        AssertSame(console);
    }

    [Fact]
    public void OnlyWhatChangedIsDrawn()
    {
        using ConsoleBench console = Make();
        console.Write("one\r\ntwo\r\nthree");
        int before = console.Host.OutputText.Length;
        byte[] cell = [(byte)'W', 0, 7, 0];
        console.Ask(console.Output, ConsoleBench.FillOutput, 4, [.. ConsoleBench.Fields(1, 1, 2, 1, 0), .. cell]);
        Assert.Equal("\x1b[1A\x1b[2GW\r\n\x1b[6G", console.Host.OutputText[before..]);
    }

    [Fact]
    public void TheEndLeavesTheTerminalInOrder()
    {
        using ConsoleBench console = Make();
        console.SetOutputMode(VirtualTerminal);
        console.Write("\x1b[?25l\x1b[31m1\n2\n3\x1b[1;1H");
        console.Guest.Kernel.EndConsole();
        Assert.EndsWith("\x1b[0m\r\n\r\n\r\n\x1b[?25h", console.Host.OutputText);
    }

    static ConsoleBench Make() => new(new InMemoryConsole { Size = (Width, Height) });

    static void AssertSame(ConsoleBench console)
    {
        ScreenBuffer shown = console.Guest.Kernel.Console.Active.Buffer;
        ScreenBuffer terminal = new(Width, Height) { Mode = (OutputModes)VirtualTerminal | OutputModes.NoAutoReturn };
        new ScreenWriter(terminal).Write(console.Host.OutputText);
        ScreenRectangle window = shown.Window;
        StringBuilder expected = new(), actual = new();
        for (int y = 0; y < Height; y++)
        {
            foreach (ScreenCell cell in shown.Row(y + window.Top)) Describe(expected, cell);
            foreach (ScreenCell cell in terminal.Row(y)) Describe(actual, cell);
            expected.Append('\n');
            actual.Append('\n');
        }
        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.Equal((shown.CursorX, shown.CursorY - window.Top), (terminal.CursorX, terminal.CursorY));
    }

    // Blank cells look alike whatever their colours; a terminal shows control characters as the glyphs it was sent.
    static void Describe(StringBuilder text, ScreenCell cell)
    {
        if (cell.IsBlank) text.Append(' ');
        else text.Append(cell.Character switch { '\x01' => '☺', '\x02' => '☻', _ => cell.Character })
            .Append($"<{cell.Attributes & 0x40FF:x}{(cell.Style == default ? "" : cell.Style.ToString())}>");
    }
}
