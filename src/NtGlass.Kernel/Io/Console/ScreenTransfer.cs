using System.Buffers.Binary;

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

    /// <summary>Reads cells from a position on, as many as fit.</summary>
    public static byte[] Read(ScreenBuffer buffer, int x, int y, int bytes, Part part)
    {
        int size = SizeOf(part), count = Math.Min(bytes / size, (buffer.Height - y) * buffer.Width - x);
        byte[] read = new byte[count * size];
        for (int index = 0; index < count; index++, x++)
        {
            if (x == buffer.Width) (x, y) = (0, y + 1);
            Put(read.AsSpan(index * size), buffer.Row(y)[x], part);
        }
        return read;
    }

    /// <summary>Reads a rectangle that lies in the buffer.</summary>
    public static byte[] Read(ScreenBuffer buffer, ScreenRectangle area)
    {
        if (area.IsEmpty) return [];
        byte[] read = new byte[area.Width * area.Height * SizeOf(Part.Both)];
        Span<byte> next = read;
        for (int y = area.Top; y <= area.Bottom; y++)
        {
            foreach (ScreenCell cell in buffer.Row(y).Slice(area.Left, area.Width))
            {
                Put(next, cell, Part.Both);
                next = next[SizeOf(Part.Both)..];
            }
        }
        return read;
    }

    /// <summary>Writes cells from a position on.</summary>
    /// <returns>How many it wrote.</returns>
    public static int Write(ScreenBuffer buffer, int x, int y, ReadOnlySpan<byte> given, Part part)
    {
        if (x < 0 || y < 0 || x >= buffer.Width || y >= buffer.Height) return 0;
        int size = SizeOf(part), count = Math.Min(given.Length / size, (buffer.Height - y) * buffer.Width - x);
        for (int index = 0; index < count; index++, x++)
        {
            if (x == buffer.Width) (x, y) = (0, y + 1);
            Span<ScreenCell> row = buffer.Change(y);
            row[x] = Merge(row[x], Get(given[(index * size)..], part), part);
        }
        return count;
    }

    /// <summary>Writes a rectangle's cells, as far as they lie in the buffer.</summary>
    /// <returns>The rectangle that was written.</returns>
    public static ScreenRectangle Write(ScreenBuffer buffer, ScreenRectangle area, ReadOnlySpan<byte> given)
    {
        ScreenRectangle visible = area.Intersect(new ScreenRectangle(0, 0, buffer.Width - 1, buffer.Height - 1));
        for (int y = visible.Top; y <= visible.Bottom && !visible.IsEmpty; y++)
        {
            Span<ScreenCell> row = buffer.Change(y);
            int at = (y - area.Top) * area.Width - area.Left;
            for (int x = visible.Left; x <= visible.Right; x++) row[x] = Get(given[((at + x) * SizeOf(Part.Both))..], Part.Both);
        }
        return visible;
    }

    static int SizeOf(Part part) => part == Part.Both ? 4 : 2;

    static void Put(Span<byte> target, ScreenCell cell, Part part)
    {
        if (part != Part.Attributes) BinaryPrimitives.WriteUInt16LittleEndian(target, cell.Character);
        if (part != Part.Text) BinaryPrimitives.WriteUInt16LittleEndian(target[(SizeOf(part) - 2)..], cell.Attributes);
    }

    static ScreenCell Get(ReadOnlySpan<byte> given, Part part) => new(
        part == Part.Attributes ? ' ' : (char)BinaryPrimitives.ReadUInt16LittleEndian(given),
        part == Part.Text ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(given[(SizeOf(part) - 2)..]), default);

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
