using System.Text;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>Draws a console on the user's terminal: what has changed, below where the run began, so that earlier lines scroll away as usual.</summary>
sealed class TerminalView : IConsoleView
{
    const int Unknown = -1;

    /// <summary>How the first 32 characters of code page 437 look, and 127.</summary>
    const string ControlGlyphs = " ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼";

    readonly IConsole host;
    readonly ConsoleStream stream;
    readonly StringBuilder output = new();
    readonly TerminalPen pen;

    ScreenBuffer? shownBuffer;
    ScreenCell[][] shown = [];
    int shownTop;
    bool isCursorShown = true;

    /// <summary>Where the terminal's cursor is; the column is unknown behind characters whose width terminals disagree about.</summary>
    (int X, int Y) at;

    /// <summary>How many rows exist on the terminal below where the run began.</summary>
    int depth = 1;

    public TerminalView(IConsole host, ConsoleStream stream)
    {
        this.host = host;
        this.stream = stream;
        pen = new TerminalPen(output);
    }

    public void Written(ScreenBuffer buffer, ReadOnlySpan<char> text)
    {
    }

    public void Show(ScreenBuffer buffer)
    {
        Draw(buffer);
        PlaceCursor(buffer);
        Send();
    }

    public void Ring() => output.Append('\a');

    public void SetTitle(string title)
    {
        output.Append("\x1b]0;").Append([.. title.Where(character => !char.IsControl(character))]).Append('\a');
        Send();
    }

    public void End(ScreenBuffer buffer)
    {
        Draw(buffer);
        int last = Array.FindLastIndex(shown, row => Array.Exists(row, cell => !cell.IsBlank));
        int cursor = Math.Clamp(buffer.CursorY - shownTop, 0, Math.Max(0, shown.Length - 1));
        pen.Reset();
        if (last > cursor) MoveTo(0, last + 1);
        else MoveTo(Math.Min(buffer.CursorX - buffer.Window.Left, Math.Max(0, buffer.Window.Width - 1)), cursor);
        if (!isCursorShown) output.Append("\x1b[?25h");
        isCursorShown = true;
        Send();
    }

    void Draw(ScreenBuffer buffer)
    {
        Follow(buffer);
        (int first, int last) = buffer.Dirty;
        ScreenRectangle window = buffer.Window;
        for (int y = Math.Max(first, window.Top); y <= Math.Min(last, window.Bottom); y++)
            DrawRow(y - window.Top, buffer.Row(y).Slice(window.Left, window.Width));
        buffer.ClearDirty();
    }

    // Another buffer, another size: every row is compared. A window that moved down scrolls the terminal.
    void Follow(ScreenBuffer buffer)
    {
        ScreenRectangle window = buffer.Window;
        bool isSame = buffer == shownBuffer && shown.Length == window.Height && (shown.Length == 0 || shown[0].Length == window.Width);
        if (isSame && shownTop == window.Top) return;
        if (!isSame)
        {
            if (shownBuffer is not null) (shownBuffer.Scrolling, shownBuffer.Scrolled) = (null, null);
            Resize(window.Width, window.Height);
            shownBuffer = buffer;
            buffer.Scrolling = Draw;
            buffer.Scrolled = Scroll;
        }
        else if (window.Top > shownTop && window.Top - shownTop < shown.Length)
            for (int row = shownTop; row < window.Top; row++) ScrollTerminal();
        shownTop = window.Top;
        buffer.Touch(0, buffer.Height - 1);
    }

    void Resize(int width, int height)
    {
        ScreenCell[][] resized = new ScreenCell[height][];
        for (int y = 0; y < height; y++)
        {
            resized[y] = new ScreenCell[width];
            Array.Fill(resized[y], ScreenCell.Blank);
            if (y < shown.Length) shown[y].AsSpan(0, Math.Min(width, shown[y].Length)).CopyTo(resized[y]);
        }
        if (shown.Length > 0 && (width != shown[0].Length || height < shown.Length)) Clear(resized);
        shown = resized;
    }

    // The terminal has arranged its lines anew, or the window ends above what is drawn.
    void Clear(ScreenCell[][] cells)
    {
        pen.Reset();
        MoveTo(0, 0);
        output.Append("\x1b[J");
        foreach (ScreenCell[] row in cells) Array.Fill(row, ScreenCell.Blank);
        depth = 1;
    }

    void Scroll(ScreenBuffer buffer)
    {
        if (buffer.Window.Height == buffer.Height) ScrollTerminal();
        else buffer.Touch(0, buffer.Height - 1);
    }

    void ScrollTerminal()
    {
        pen.Reset();
        if (at.Y != shown.Length - 1) MoveTo(0, shown.Length - 1);
        output.Append("\r\n");
        at.X = 0;
        ScreenCell[] first = shown[0];
        Array.Copy(shown, 1, shown, 0, shown.Length - 1);
        Array.Fill(first, ScreenCell.Blank);
        shown[^1] = first;
        if (output.Length > 0x4000) Send();
    }

    void DrawRow(int y, ReadOnlySpan<ScreenCell> row)
    {
        Span<ScreenCell> old = shown[y];
        int first = row.CommonPrefixLength(old);
        if (first == row.Length) return;
        int last = row.Length - 1;
        while (row[last] == old[last]) last--;
        int content = row.Length;
        while (content > 0 && row[content - 1].IsBlank) content--;
        if ((row[first].Attributes & ScreenCell.Trailing) != 0 && first > 0) first--;
        MoveTo(Math.Min(first, content), y);
        for (int x = first; x < Math.Min(last + 1, content); x++) x += DrawCell(row, x);
        if (last >= content)
        {
            pen.Reset();
            MoveTo(content, y);
            output.Append("\x1b[K");
        }
        row.CopyTo(old);
    }

    /// <returns>1 when the cell's character takes the next cell too.</returns>
    int DrawCell(ReadOnlySpan<ScreenCell> row, int x)
    {
        ScreenCell cell = row[x];
        if (at.X == Unknown) output.Append($"\x1b[{x + 1}G");
        pen.Use(cell);
        bool isPair = char.IsHighSurrogate(cell.Character) && x + 1 < row.Length && char.IsLowSurrogate(row[x + 1].Character);
        bool isWide = (cell.Attributes & ScreenCell.Leading) != 0 && x + 1 < row.Length;
        if (isPair) output.Append(cell.Character).Append(row[x + 1].Character);
        else output.Append(Visible(cell.Character));
        int columns = isPair || isWide ? 2 : 1;
        bool isCertain = cell.Character < '\u2000' && x + 1 < row.Length;
        at.X = isCertain ? x + 1 : Unknown;
        return columns - 1;
    }

    static char Visible(char character) => character switch
    {
        < ' ' => ControlGlyphs[character],
        '\x7f' => '⌂',
        >= '\x80' and < '\xa0' => ' ',
        _ when char.IsSurrogate(character) => '\ufffd',
        _ => character,
    };

    void PlaceCursor(ScreenBuffer buffer)
    {
        bool isInside = buffer.Window.Contains(buffer.CursorX, buffer.CursorY), isShown = buffer.IsCursorVisible && isInside;
        if (isInside) MoveTo(buffer.CursorX - buffer.Window.Left, buffer.CursorY - buffer.Window.Top);
        if (isShown != isCursorShown) output.Append(isShown ? "\x1b[?25h" : "\x1b[?25l");
        isCursorShown = isShown;
    }

    // Line feeds scroll the terminal where the rows below do not exist yet; relative moves keep what was there before the run.
    void MoveTo(int x, int y)
    {
        if (y > at.Y)
        {
            if (y >= depth) pen.Reset();
            output.Insert(output.Length, "\r\n", y - at.Y);
            at.X = 0;
            depth = Math.Max(depth, y + 1);
        }
        else if (y < at.Y) output.Append($"\x1b[{at.Y - y}A");
        if (x != at.X) output.Append(x == 0 ? "\r" : $"\x1b[{x + 1}G");
        at = (x, y);
    }

    void Send()
    {
        if (output.Length == 0) return;
        host.Write(stream, Encoding.UTF8.GetBytes(output.ToString()));
        output.Clear();
    }
}
