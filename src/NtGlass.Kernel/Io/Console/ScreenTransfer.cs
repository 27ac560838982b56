namespace NtGlass.Kernel;

/// <summary>What programs do with the cells of a screen buffer besides writing text: fill, read, write and move them.</summary>
static class ScreenTransfer
{
    /// <summary>Which part of a cell a transfer takes.</summary>
    public enum Part : uint
    {
        Text = 0,
        Attributes = 1,
        Both = 2,
    }

    /// <summary>Fills cells from a position on.</summary>
    /// <returns>How many it filled.</returns>
    public static int Fill(ScreenBuffer buffer, int x, int y, int count, bool wraps, Part part, ScreenCell fill)
    {
        if (count <= 0 || x < 0 || y < 0 || x >= buffer.Width || y >= buffer.Height) return 0;
        int room = wraps ? (buffer.Height - y) * buffer.Width - x : buffer.Width - x, filled = Math.Min(count, room);
        for (int done = 0; done < filled; x = 0, y++)
        {
            Span<ScreenCell> row = buffer.Change(y)[x..];
            int here = Math.Min(row.Length, filled - done);
            for (int index = 0; index < here; index++) row[index] = Merge(row[index], fill, part);
            done += here;
        }
        return filled;
    }

    /// <summary>One cell with a part of it replaced.</summary>
    public static ScreenCell Merge(ScreenCell old, ScreenCell given, Part part) => part switch
    {
        Part.Text => old with { Character = given.Character },
        Part.Attributes => old with { Attributes = given.Attributes, Style = default },
        _ => given with { Style = default },
    };

    /// <summary>ScrollConsoleScreenBuffer: moves a rectangle's cells within a clipping rectangle and fills what becomes free.</summary>
    public static void Move(ScreenBuffer buffer, ScreenRectangle source, int toX, int toY, ScreenRectangle clip, ScreenCell fill)
    {
        ScreenRectangle whole = new(0, 0, buffer.Width - 1, buffer.Height - 1);
        clip = clip.Intersect(whole);
        ScreenRectangle from = source.Intersect(whole);
        if (from.IsEmpty || clip.IsEmpty) return;
        int dx = toX - source.Left, dy = toY - source.Top;
        ScreenCell[][] copy = [.. Enumerable.Range(from.Top, from.Height).Select(y => buffer.Row(y)[from.Left..(from.Right + 1)].ToArray())];
        FillRectangle(buffer, from.Intersect(clip), fill);
        ScreenRectangle target = from.MoveTo(from.Left + dx, from.Top + dy), visible = target.Intersect(clip);
        for (int y = visible.Top; y <= visible.Bottom && !visible.IsEmpty; y++)
            copy[y - target.Top].AsSpan(visible.Left - target.Left, visible.Width).CopyTo(buffer.Change(y)[visible.Left..]);
    }

    static void FillRectangle(ScreenBuffer buffer, ScreenRectangle area, ScreenCell fill)
    {
        for (int y = area.Top; y <= area.Bottom && !area.IsEmpty; y++) buffer.Change(y).Slice(area.Left, area.Width).Fill(fill);
    }
}
