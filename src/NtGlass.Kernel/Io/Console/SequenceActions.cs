namespace NtGlass.Kernel;

/// <summary>What the VT sequences do to a screen buffer.</summary>
sealed class SequenceActions(ScreenWriter writer)
{
    /// <summary>A parameter that was left out.</summary>
    public const int Missing = -1;

    readonly TextColours colours = new(writer.Buffer);
    (int X, int Y, ushort Attributes, TextStyle Style) saved = (0, 0, ScreenCell.DefaultAttributes, default);

    ScreenBuffer Buffer => writer.Buffer;

    /// <summary>ESC and one character.</summary>
    public void Escape(char final)
    {
        switch (final)
        {
            case '7':
                Save();
                break;
            case '8':
                Restore();
                break;
            case 'D':
                writer.LineFeed();
                break;
            case 'E':
                Buffer.CursorX = 0;
                writer.LineFeed();
                break;
            case 'M':
                ReverseLineFeed();
                break;
            case 'c':
                Reset();
                Erase(0, 0, Buffer.Width - 1, Buffer.Height - 1);
                break;
        }
    }

    /// <summary>A control sequence with an intermediate character.</summary>
    public void ControlWith(char intermediate, char final, List<int> parameters)
    {
        if (intermediate == '!' && final == 'p') Reset();
        else if (intermediate == ' ' && final == 'q') Buffer.CursorSize = Number(parameters, 0, 1) is 1 or 2 ? 100 : 25;
    }

    /// <summary>A control sequence.</summary>
    public void Control(char prefix, char final, List<int> parameters)
    {
        if (prefix == '?')
        {
            if (final is 'h' or 'l') parameters.ForEach(mode => SetPrivateMode(mode, final == 'h'));
            return;
        }
        if (prefix != '\0') return;
        int count = Math.Max(1, Number(parameters, 0, 1));
        writer.IsWrapDue &= final == 'm';
        if (final == 'm') colours.Select(parameters);
        else if (!MoveCursor(final, count, parameters) && !Edit(final, count, parameters)) Ask(final, parameters);
    }

    /// <summary>An operating system command: a number, and text behind a semicolon.</summary>
    public void Command(string text)
    {
        int separator = text.IndexOf(';');
        if (separator >= 0 && text[..separator] is "0" or "2") writer.Title?.Invoke(text[(separator + 1)..]);
    }

    static int Number(List<int> parameters, int index, int missing) =>
        index < parameters.Count && parameters[index] != Missing ? parameters[index] : missing;

    bool MoveCursor(char final, int count, List<int> parameters)
    {
        (int top, int bottom) = writer.ScrollRows;
        (int x, int y) = (Buffer.CursorX, Buffer.CursorY);
        switch (final)
        {
            case 'A' or 'F':
                y = Math.Max(y >= top ? top : 0, y - count);
                break;
            case 'B' or 'E' or 'e':
                y = Math.Min(y <= bottom ? bottom : Buffer.Height - 1, y + count);
                break;
            case 'C' or 'a':
                x += count;
                break;
            case 'D':
                x -= count;
                break;
            case 'G' or '`':
                x = count - 1;
                break;
            case 'd':
                y = Buffer.Window.Top + count - 1;
                break;
            case 'H' or 'f':
                (x, y) = (Math.Max(1, Number(parameters, 1, 1)) - 1, Buffer.Window.Top + count - 1);
                break;
            case 'I':
                x = (x / 8 + count) * 8;
                break;
            case 'Z':
                x = Math.Max(0, (x + 7) / 8 - count) * 8;
                break;
            default:
                return false;
        }
        if (final is 'E' or 'F') x = 0;
        (Buffer.CursorX, Buffer.CursorY) = (Math.Clamp(x, 0, Buffer.Width - 1), Math.Clamp(y, 0, Buffer.Height - 1));
        return true;
    }

    bool Edit(char final, int count, List<int> parameters)
    {
        (int x, int y) = (Buffer.CursorX, Buffer.CursorY);
        (int top, int bottom) = writer.ScrollRows;
        bool isInside = y >= top && y <= bottom;
        switch (final)
        {
            case 'J':
                EraseDisplay(Number(parameters, 0, 0));
                break;
            case 'K':
                int which = Number(parameters, 0, 0);
                Erase(which == 0 ? x : 0, y, which == 1 ? x : Buffer.Width - 1, y);
                break;
            case 'L' when isInside:
                Buffer.MoveRows(y, bottom, -count);
                break;
            case 'M' when isInside:
                Buffer.MoveRows(y, bottom, count);
                break;
            case 'S':
                Buffer.MoveRows(top, bottom, count);
                break;
            case 'T':
                Buffer.MoveRows(top, bottom, -count);
                break;
            case '@' or 'P':
                ShiftCells(final == '@' ? count : -count);
                break;
            case 'X':
                Erase(x, y, Math.Min(x + count, Buffer.Width) - 1, y);
                break;
            case 'b':
                writer.Write(new string(writer.LastCharacter, Math.Min(count, Buffer.Width)));
                break;
            default:
                return false;
        }
        return true;
    }

    void Ask(char final, List<int> parameters)
    {
        switch (final)
        {
            case 'n' when Number(parameters, 0, 0) == 6:
                writer.Reply?.Invoke($"\x1b[{Buffer.CursorY - Buffer.Window.Top + 1};{Buffer.CursorX - Buffer.Window.Left + 1}R");
                break;
            case 'n' when Number(parameters, 0, 0) == 5:
                writer.Reply?.Invoke("\x1b[0n");
                break;
            case 'c' when Number(parameters, 0, 0) == 0:
                writer.Reply?.Invoke("\x1b[?1;0c");
                break;
            case 'r':
                SetMargins(Number(parameters, 0, 1), Number(parameters, 1, Buffer.Window.Height));
                break;
            case 's':
                Save();
                break;
            case 'u':
                Restore();
                break;
        }
    }

    void SetMargins(int first, int last)
    {
        int top = Buffer.Window.Top + Math.Max(first, 1) - 1, bottom = Buffer.Window.Top + last - 1;
        bool isAll = first <= 1 && last >= Buffer.Window.Height;
        if (!isAll && (top >= bottom || bottom >= Buffer.Height)) return;
        writer.Margins = isAll ? null : (top, bottom);
        (Buffer.CursorX, Buffer.CursorY) = (0, Buffer.Window.Top);
    }

    void SetPrivateMode(int mode, bool isOn)
    {
        switch (mode)
        {
            case 25:
                Buffer.IsCursorVisible = isOn;
                break;
            case 7:
                Buffer.Mode = isOn ? Buffer.Mode | OutputModes.WrapAtEol : Buffer.Mode & ~OutputModes.WrapAtEol;
                break;
            case 47 or 1047 or 1049:
                writer.UseAlternate(isOn);
                break;
        }
    }

    void ReverseLineFeed()
    {
        (int top, int bottom) = writer.ScrollRows;
        if (Buffer.CursorY == top) Buffer.MoveRows(top, bottom, -1);
        else if (Buffer.CursorY > 0) Buffer.CursorY--;
    }

    void EraseDisplay(int which)
    {
        (int x, int y, int right) = (Buffer.CursorX, Buffer.CursorY, Buffer.Width - 1);
        ScreenRectangle window = Buffer.Window;
        if (which == 0)
        {
            Erase(x, y, right, y);
            Erase(0, y + 1, right, window.Bottom);
        }
        else if (which == 1)
        {
            Erase(0, window.Top, right, y - 1);
            Erase(0, y, x, y);
        }
        else if (which == 2) Erase(0, window.Top, right, window.Bottom);
    }

    void Erase(int left, int top, int right, int bottom)
    {
        for (int y = top; y <= bottom; y++) Buffer.Change(y)[left..(right + 1)].Fill(Buffer.Empty);
    }

    // Makes room at the cursor, or closes it up when the count is negative.
    void ShiftCells(int count)
    {
        Span<ScreenCell> rest = Buffer.Change(Buffer.CursorY)[Buffer.CursorX..];
        int shifted = Math.Min(Math.Abs(count), rest.Length);
        if (count > 0)
        {
            rest[..^shifted].CopyTo(rest[shifted..]);
            rest[..shifted].Fill(Buffer.Empty);
            return;
        }
        rest[shifted..].CopyTo(rest);
        rest[^shifted..].Fill(Buffer.Empty);
    }

    void Save() => saved = (Buffer.CursorX, Buffer.CursorY, Buffer.Attributes, Buffer.Style);

    void Restore()
    {
        (Buffer.CursorX, Buffer.CursorY) = (Math.Min(saved.X, Buffer.Width - 1), Math.Min(saved.Y, Buffer.Height - 1));
        (Buffer.Attributes, Buffer.Style) = (saved.Attributes, saved.Style);
    }

    void Reset()
    {
        writer.Margins = null;
        Buffer.IsCursorVisible = true;
        colours.Select([]);
    }
}
