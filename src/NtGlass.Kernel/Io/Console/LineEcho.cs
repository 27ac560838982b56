using System.Text;

namespace NtGlass.Kernel;

/// <summary>Shows the line that the user edits in the active screen buffer, from where the cursor stood.</summary>
sealed class LineEcho
{
    readonly NtConsole console;
    readonly ScreenBuffer buffer;
    int startX, startY, drawn;

    public LineEcho(NtConsole console, string prefilled)
    {
        this.console = console;
        buffer = console.Active.Buffer;
        (startX, startY) = (buffer.CursorX, buffer.CursorY);
        drawn = Displayed(prefilled).Length;
        for (int column = 0; column < drawn; column++) StepBack();
    }

    /// <summary>Draws the line and puts the cursor into it.</summary>
    public void Draw(string text, int cursor)
    {
        string shown = Displayed(text);
        startX = Math.Min(startX, buffer.Width - 1);
        (int x, int y) = (startX, startY);
        int length = Math.Max(shown.Length, drawn);
        for (int index = 0; index < length; index++)
        {
            Put(x, ref y, index < shown.Length ? shown[index] : ' ');
            if (++x < buffer.Width) continue;
            (x, y) = (0, y + 1);
        }
        drawn = shown.Length;
        int offset = startX + Displayed(text[..cursor]).Length;
        int row = startY + offset / buffer.Width;
        if (row >= buffer.Height) row = ScrollTo(row);
        (buffer.CursorX, buffer.CursorY) = (offset % buffer.Width, Math.Max(0, row));
        buffer.ShowCursor();
        console.Active.Refresh();
    }

    /// <summary>Goes to the row behind the line.</summary>
    public void Finish(string text)
    {
        Draw(text, text.Length);
        buffer.CursorX = 0;
        console.Active.Writer.LineFeed();
        buffer.ShowCursor();
        console.Active.Refresh();
    }

    static string Displayed(string text)
    {
        StringBuilder shown = new();
        foreach (char next in text)
            if (next < ' ') shown.Append('^').Append((char)(next + '@'));
            else shown.Append(next);
        return shown.ToString();
    }

    void Put(int x, ref int y, char character)
    {
        if (y >= buffer.Height) y = ScrollTo(y);
        if (y >= 0) buffer.Change(y)[x] = new ScreenCell(character, (ushort)(buffer.Attributes & 0xFF), buffer.Style);
    }

    // Rows go up until the given one is the last.
    int ScrollTo(int y)
    {
        for (; y >= buffer.Height; y--, startY--)
        {
            buffer.MoveRows(0, buffer.Height - 1, 1);
            buffer.FollowCursor();
        }
        return y;
    }

    void StepBack()
    {
        if (startX > 0) startX--;
        else if (startY > 0) (startX, startY) = (buffer.Width - 1, startY - 1);
    }
}
