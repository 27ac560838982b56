using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A console screen buffer: cells, a cursor and the window through which they are seen.</summary>
public sealed class ScreenBuffer
{
    /// <summary>A buffer has at most so many cells; Windows fails for want of memory.</summary>
    const int MostCells = 1 << 22;

    ScreenCell[][] rows;

    public ScreenBuffer(int width, int height)
    {
        rows = NewRows(width, height, ScreenCell.Blank);
        Window = new ScreenRectangle(0, 0, width - 1, height - 1);
        (MaximumWidth, MaximumHeight) = (width, height);
    }

    /// <summary>Told before the rows move up by one, so that what leaves the screen can be shown first, and after it.</summary>
    public Action<ScreenBuffer>? Scrolling { get; set; }

    /// <inheritdoc cref="Scrolling"/>
    public Action<ScreenBuffer>? Scrolled { get; set; }

    public int Width => rows[0].Length;

    public int Height => rows.Length;

    public int CursorX { get; set; }

    public int CursorY { get; set; }

    /// <summary>How much of a cell the cursor fills, in percent.</summary>
    public int CursorSize { get; set; } = 25;

    public bool IsCursorVisible { get; set; } = true;

    public ushort Attributes { get; set; } = ScreenCell.DefaultAttributes;

    /// <summary>What sequences have set beyond the attributes.</summary>
    public TextStyle Style { get; set; }

    /// <summary>The colours of pop-up windows; nothing shows any.</summary>
    public ushort PopupAttributes { get; set; } = 0xF5;

    public ScreenRectangle Window { get; private set; }

    /// <summary>The largest window there is room for.</summary>
    public int MaximumWidth { get; set; }

    /// <inheritdoc cref="MaximumWidth"/>
    public int MaximumHeight { get; set; }

    public OutputModes Mode { get; set; } = OutputModes.Processed | OutputModes.WrapAtEol;

    /// <summary>The rows that have changed since <see cref="ClearDirty"/>; empty when first is behind last.</summary>
    public (int First, int Last) Dirty { get; private set; } = (0, -1);

    /// <summary>What an erased cell becomes.</summary>
    public ScreenCell Empty => new(' ', (ushort)(Attributes & 0xFF), Style with { Effects = TextEffects.None });

    public ReadOnlySpan<ScreenCell> Row(int y) => rows[y];

    /// <summary>The cells of a row for change.</summary>
    public Span<ScreenCell> Change(int y)
    {
        Touch(y, y);
        return rows[y];
    }

    public void ClearDirty() => Dirty = (int.MaxValue, -1);

    public void Touch(int first, int last) => Dirty = (Math.Min(Dirty.First, first), Math.Max(Dirty.Last, last));

    /// <summary>Moves rows up within a part of the buffer, or down when the count is negative.</summary>
    public void MoveRows(int top, int bottom, int count)
    {
        bool isWhole = count == 1 && top == 0 && bottom == Height - 1;
        if (isWhole) Scrolling?.Invoke(this);
        int height = bottom - top + 1, moved = Math.Clamp(count, -height, height);
        ScreenCell[][] old = rows[top..(bottom + 1)];
        for (int index = 0; index < height; index++)
        {
            int from = index + moved;
            bool isNew = from < 0 || from >= height;
            ScreenCell[] row = old[isNew ? (from + height) % height : from];
            if (isNew) Array.Fill(row, Empty);
            rows[top + index] = row;
        }
        if (!isWhole)
        {
            Touch(top, bottom);
            return;
        }
        ShiftDirty();
        if (!Empty.IsBlank) Touch(bottom, bottom);
        Scrolled?.Invoke(this);
    }

    /// <summary>Gives the buffer another size; what fits stays.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for a size below one, STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    public NtStatus Resize(int width, int height)
    {
        if (width <= 0 || height <= 0) return NtStatus.InvalidParameter;
        if ((long)width * height > MostCells) return NtStatus.NoMemory;
        int skipped = Math.Max(0, Math.Min(CursorY - height + 1, Height - height));
        ScreenCell[][] resized = NewRows(width, height, Empty);
        for (int y = 0; y < Math.Min(height, Height - skipped); y++)
            rows[y + skipped].AsSpan(0, Math.Min(width, Width)).CopyTo(resized[y]);
        rows = resized;
        CursorX = Math.Min(CursorX, width - 1);
        CursorY = Math.Clamp(CursorY - skipped, 0, height - 1);
        ScreenRectangle window = new(Window.Left, Window.Top - skipped, Window.Right, Window.Bottom - skipped);
        int visibleWidth = Math.Min(window.Width, width), visibleHeight = Math.Min(window.Height, height);
        int left = Math.Clamp(window.Left, 0, width - visibleWidth), top = Math.Clamp(window.Top, 0, height - visibleHeight);
        Window = new ScreenRectangle(left, top, left + visibleWidth - 1, top + visibleHeight - 1);
        Touch(0, height - 1);
        return NtStatus.Success;
    }

    /// <summary>Shows another part of the buffer.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for what does not lie in the buffer or is larger than the largest window, STATUS_SUCCESS.</returns>
    public NtStatus SetWindow(ScreenRectangle window)
    {
        bool fits = !window.IsEmpty && window.Left >= 0 && window.Top >= 0 && window.Right < Width && window.Bottom < Height
            && window.Width <= MaximumWidth && window.Height <= MaximumHeight;
        if (!fits) return NtStatus.InvalidParameter;
        Window = window;
        return NtStatus.Success;
    }

    /// <summary>Moves the window so that the cursor is in it.</summary>
    public void ShowCursor()
    {
        int left = Math.Clamp(Window.Left, CursorX - Window.Width + 1, CursorX), top = Math.Clamp(Window.Top, CursorY - Window.Height + 1, CursorY);
        Window = Window.MoveTo(left, top);
    }

    /// <summary>The cursor has gone down by a row: the window goes with it, and shows each row on the way.</summary>
    public void FollowCursor()
    {
        if (CursorY <= Window.Bottom) return;
        Scrolling?.Invoke(this);
        ShowCursor();
    }

    /// <summary>All cells as they are now.</summary>
    public ScreenCell[][] Copy() => [.. rows.Select(row => row.ToArray())];

    /// <summary>Puts cells back, as far as the buffer's size now lets them in.</summary>
    public void Paste(ScreenCell[][] cells)
    {
        for (int y = 0; y < Math.Min(Height, cells.Length); y++)
            cells[y].AsSpan(0, Math.Min(Width, cells[y].Length)).CopyTo(Change(y));
    }

    static ScreenCell[][] NewRows(int width, int height, ScreenCell fill)
    {
        ScreenCell[][] made = new ScreenCell[height][];
        for (int y = 0; y < height; y++)
        {
            made[y] = new ScreenCell[width];
            Array.Fill(made[y], fill);
        }
        return made;
    }

    void ShiftDirty()
    {
        if (Dirty.Last >= 0) Dirty = (Math.Max(0, Dirty.First - 1), Dirty.Last - 1);
    }
}

/// <summary>The modes of a screen buffer.</summary>
[Flags]
public enum OutputModes : uint
{
    None = 0,

    /// <summary>ENABLE_PROCESSED_OUTPUT.</summary>
    Processed = 1,

    /// <summary>ENABLE_WRAP_AT_EOL_OUTPUT.</summary>
    WrapAtEol = 2,

    /// <summary>ENABLE_VIRTUAL_TERMINAL_PROCESSING.</summary>
    VirtualTerminal = 4,

    /// <summary>DISABLE_NEWLINE_AUTO_RETURN.</summary>
    NoAutoReturn = 8,

    /// <summary>ENABLE_LVB_GRID_WORLDWIDE.</summary>
    Grid = 0x10,
}
