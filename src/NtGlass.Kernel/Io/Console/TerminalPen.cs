using System.Text;

namespace NtGlass.Kernel;

/// <summary>The colours that the user's terminal writes with.</summary>
sealed class TerminalPen(StringBuilder output)
{
    (ushort Attributes, TextStyle Style) current = (ScreenCell.DefaultAttributes, default);

    /// <summary>Makes the terminal write as the cell looks.</summary>
    public void Use(ScreenCell cell)
    {
        ushort attributes = (ushort)(cell.Attributes & (0xFF | ScreenCell.Reverse | ScreenCell.Underscore));
        if ((attributes, cell.Style) == current) return;
        current = (attributes, cell.Style);
        output.Append("\x1b[0");
        AppendEffects(attributes, cell.Style.Effects);
        AppendColour(cell.Style.Foreground, attributes & 0xF, ScreenCell.DefaultAttributes & 0xF, normal: 30, bright: 90);
        AppendColour(cell.Style.Background, attributes >> 4 & 0xF, 0, normal: 40, bright: 100);
        output.Append('m');
    }

    /// <summary>Goes back to the terminal's own colours.</summary>
    public void Reset() => Use(ScreenCell.Blank);

    void AppendEffects(ushort attributes, TextEffects effects)
    {
        if ((effects & TextEffects.Bold) != 0) output.Append(";1");
        if ((effects & TextEffects.Faint) != 0) output.Append(";2");
        if ((effects & TextEffects.Italic) != 0) output.Append(";3");
        if ((effects & TextEffects.Underline) != 0 || (attributes & ScreenCell.Underscore) != 0) output.Append(";4");
        if ((effects & TextEffects.Blink) != 0) output.Append(";5");
        if ((attributes & ScreenCell.Reverse) != 0) output.Append(";7");
        if ((effects & TextEffects.Hidden) != 0) output.Append(";8");
        if ((effects & TextEffects.CrossedOut) != 0) output.Append(";9");
    }

    // The user's own colours stand for white on black.
    void AppendColour(int extended, int colour, int usual, int normal, int bright)
    {
        if (TextStyle.IsRgb(extended)) output.Append($";{normal + 8};2;{extended >> 16 & 0xFF};{extended >> 8 & 0xFF};{extended & 0xFF}");
        else if (extended != 0) output.Append($";{normal + 8};5;{extended & 0xFF}");
        else if (colour != usual) output.Append($";{((colour & 8) != 0 ? bright : normal) + TextColours.Swap(colour & 7)}");
    }
}
