using System.Globalization;

namespace NtGlass.Kernel;

/// <summary>Writes text into a screen buffer: control characters, wrapping, scrolling, and sequences where the mode says so.</summary>
public sealed class ScreenWriter
{
    const int TabStop = 8;

    readonly SequenceReader sequences;
    (ScreenCell[][] Cells, int X, int Y)? kept;

    public ScreenWriter(ScreenBuffer buffer)
    {
        Buffer = buffer;
        sequences = new SequenceReader(new SequenceActions(this));
    }

    public ScreenBuffer Buffer { get; }

    /// <summary>The rows that scroll; sequences can make them fewer than the buffer's.</summary>
    public (int Top, int Bottom)? Margins { get; set; }

    /// <summary>The last column is written, and the next character goes to the next row.</summary>
    public bool IsWrapDue { get; set; }

    /// <summary>Told of a bell character.</summary>
    public Action? Bell { get; set; }

    /// <summary>Told what a sequence asks the terminal to answer.</summary>
    public Action<string>? Reply { get; set; }

    /// <summary>Told of a title that a sequence sets.</summary>
    public Action<string>? Title { get; set; }

    /// <summary>What was written last, for a sequence that repeats it.</summary>
    public char LastCharacter { get; private set; } = ' ';

    bool IsProcessed => (Buffer.Mode & OutputModes.Processed) != 0;

    bool TakesSequences => IsProcessed && (Buffer.Mode & OutputModes.VirtualTerminal) != 0;

    /// <summary>The first and the last row that scroll.</summary>
    public (int Top, int Bottom) ScrollRows => Margins is var (top, bottom) && bottom < Buffer.Height ? (top, bottom) : (0, Buffer.Height - 1);

    public void Write(ReadOnlySpan<char> text)
    {
        foreach (char next in text)
            if (!TakesSequences || !sequences.Take(next)) Put(next);
        Buffer.ShowCursor();
    }

    /// <summary>Moves the cursor to the next row, scrolling where there is none.</summary>
    public void LineFeed()
    {
        (int top, int bottom) = ScrollRows;
        if (Buffer.CursorY == bottom) Buffer.MoveRows(top, bottom, 1);
        else if (Buffer.CursorY < Buffer.Height - 1) Buffer.CursorY++;
        Buffer.FollowCursor();
        IsWrapDue = false;
    }

    /// <summary>Goes to an empty screen of its own, or back to what was there before.</summary>
    public void UseAlternate(bool isAlternate)
    {
        if (isAlternate == kept is not null) return;
        Margins = null;
        ScreenCell[][] screen = Buffer.Copy();
        if (kept is var (cells, x, y))
        {
            kept = null;
            Buffer.Paste(cells);
            (Buffer.CursorX, Buffer.CursorY) = (Math.Min(x, Buffer.Width - 1), Math.Min(y, Buffer.Height - 1));
            return;
        }
        kept = (screen, Buffer.CursorX, Buffer.CursorY);
        for (int row = 0; row < Buffer.Height; row++) Buffer.Change(row).Fill(Buffer.Empty);
    }

    void Put(char next)
    {
        if (IsProcessed && IsControl(next)) return;
        int columns = CharacterWidth.Of(next);
        if (columns == 0)
        {
            PutHalf(next);
            return;
        }
        if (IsWrapDue || (Buffer.CursorX + columns > Buffer.Width && Wraps)) Wrap();
        LastCharacter = next;
        Set(Buffer.CursorX, next, columns == 2 ? ScreenCell.Leading : (ushort)0);
        if (columns == 2 && Buffer.CursorX + 1 < Buffer.Width) Set(Buffer.CursorX + 1, next, ScreenCell.Trailing);
        Advance(columns);
    }

    bool Wraps => (Buffer.Mode & OutputModes.WrapAtEol) != 0;

    void Set(int x, char character, ushort half) =>
        Buffer.Change(Buffer.CursorY)[x] = new ScreenCell(character, (ushort)(Buffer.Attributes | half), Buffer.Style);

    // The second half of a surrogate pair stands in the cell behind the first; a combining character has no cell in a console.
    void PutHalf(char next)
    {
        if (!char.IsLowSurrogate(next)) return;
        if (IsWrapDue || Buffer.CursorX >= Buffer.Width) Wrap();
        Set(Buffer.CursorX, next, 0);
        Advance(1);
    }

    void Advance(int columns)
    {
        Buffer.CursorX += columns;
        if (Buffer.CursorX < Buffer.Width) return;
        if (!Wraps) Buffer.CursorX = Buffer.Width - 1;
        else if (TakesSequences)
        {
            Buffer.CursorX = Buffer.Width - 1;
            IsWrapDue = true;
        }
        else Wrap();
    }

    void Wrap()
    {
        Buffer.CursorX = 0;
        LineFeed();
    }

    bool IsControl(char next)
    {
        switch (next)
        {
            case '\a':
                Bell?.Invoke();
                return true;
            case '\b':
                if (Buffer.CursorX > 0 && !IsWrapDue) Buffer.CursorX--;
                IsWrapDue = false;
                return true;
            case '\t':
                Tab();
                return true;
            case '\n':
                if ((Buffer.Mode & OutputModes.NoAutoReturn) == 0) Buffer.CursorX = 0;
                LineFeed();
                return true;
            case '\r':
                Buffer.CursorX = 0;
                IsWrapDue = false;
                return true;
            default:
                return false;
        }
    }

    void Tab()
    {
        int target = Math.Min((Buffer.CursorX / TabStop + 1) * TabStop, Buffer.Width - 1);
        if (TakesSequences)
        {
            Buffer.CursorX = target;
            return;
        }
        if (Buffer.CursorX == Buffer.Width - 1) Wrap();
        else while (Buffer.CursorX < target) Put(' ');
    }
}

/// <summary>How many columns a character takes.</summary>
static class CharacterWidth
{
    // East Asian Width W and F of the basic plane, as ranges.
    static readonly (char First, char Last)[] Wide =
    [
        ('\u1100', '\u115F'), ('\u2E80', '\u303E'), ('\u3041', '\u33FF'), ('\u3400', '\u4DBF'), ('\u4E00', '\u9FFF'), ('\uA000', '\uA4CF'),
        ('\uA960', '\uA97C'), ('\uAC00', '\uD7A3'), ('\uF900', '\uFAFF'), ('\uFE10', '\uFE19'), ('\uFE30', '\uFE6F'), ('\uFF00', '\uFF60'),
        ('\uFFE0', '\uFFE6'),
    ];

    /// <returns>0 for what has no column of its own, 1, or 2.</returns>
    public static int Of(char character)
    {
        if (character < '\u0300') return 1;
        if (char.IsLowSurrogate(character)) return 0;
        if (CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) return 0;
        return Array.Exists(Wide, range => character >= range.First && character <= range.Last) ? 2 : 1;
    }
}
