namespace NtGlass.Kernel;

/// <summary>The colours of one cell that CHAR_INFO cannot hold, as sequences set them.</summary>
/// <param name="Foreground">0 for the attributes' colour, else <see cref="Indexed"/> or <see cref="Rgb"/>.</param>
/// <param name="Background">As <paramref name="Foreground"/>.</param>
public readonly record struct TextStyle(int Foreground, int Background, TextEffects Effects)
{
    const int IndexedBit = 1 << 24, RgbBit = 1 << 25;

    /// <summary>One of the terminal's 256 colours.</summary>
    public static int Indexed(int index) => IndexedBit | (index & 0xFF);

    public static int Rgb(int red, int green, int blue) => RgbBit | (red & 0xFF) << 16 | (green & 0xFF) << 8 | (blue & 0xFF);

    public static bool IsRgb(int colour) => (colour & RgbBit) != 0;
}

/// <summary>What a character looks like besides its colours.</summary>
[Flags]
public enum TextEffects
{
    None = 0,
    Bold = 1,
    Faint = 2,
    Italic = 4,
    Underline = 8,
    Blink = 0x10,
    Hidden = 0x20,
    CrossedOut = 0x40,
}

/// <summary>One character of a screen buffer: a CHAR_INFO and the style that goes beyond it.</summary>
public readonly record struct ScreenCell(char Character, ushort Attributes, TextStyle Style)
{
    /// <summary>COMMON_LVB_LEADING_BYTE and COMMON_LVB_TRAILING_BYTE: the halves of a character two columns wide.</summary>
    public const ushort Leading = 0x100, Trailing = 0x200;

    /// <summary>COMMON_LVB_REVERSE_VIDEO and COMMON_LVB_UNDERSCORE.</summary>
    public const ushort Reverse = 0x4000, Underscore = 0x8000;

    /// <summary>White on black.</summary>
    public const ushort DefaultAttributes = 7;

    public static ScreenCell Blank => new(' ', DefaultAttributes, default);

    /// <summary>A space on the terminal's own background: nothing has to be drawn for it.</summary>
    public bool IsBlank => Character is ' ' or '\0' && (Attributes & 0xC0F0) == 0 && Style is { Background: 0, Effects: TextEffects.None };
}
