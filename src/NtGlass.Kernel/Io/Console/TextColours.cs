namespace NtGlass.Kernel;

/// <summary>SGR: the colours and effects that sequences choose for what is written next.</summary>
sealed class TextColours(ScreenBuffer buffer)
{
    const int ForegroundBits = 0xF, BackgroundBits = 0xF0, IntensityBit = 8;

    /// <summary>The colours a reset goes back to are those the buffer had when sequences began.</summary>
    readonly ushort normal = (ushort)(buffer.Attributes & 0xFF);

    /// <summary>Takes the parameters of one sequence; none is a reset.</summary>
    public void Select(List<int> parameters)
    {
        if (parameters.Count == 0) Take(0);
        for (int index = 0; index < parameters.Count; index++)
        {
            int code = Math.Max(0, parameters[index]);
            if (code is 38 or 48) index += TakeExtended(code == 48, parameters, index + 1);
            else Take(code);
        }
    }

    /// <summary>The order of the colours in attributes is blue, green, red; in sequences it is red, green, blue.</summary>
    public static int Swap(int colour) => (colour & 2) | (colour & 1) << 2 | (colour & 4) >> 2;

    void Take(int code)
    {
        switch (code)
        {
            case 0:
                buffer.Attributes = normal;
                buffer.Style = default;
                break;
            case 7:
                buffer.Attributes |= ScreenCell.Reverse;
                break;
            case 27:
                buffer.Attributes &= unchecked((ushort)~ScreenCell.Reverse);
                break;
            case 39:
                SetForeground(normal & ForegroundBits);
                break;
            case 49:
                SetBackground((normal & BackgroundBits) >> 4);
                break;
            case >= 30 and <= 37:
                SetForeground(Swap(code - 30));
                break;
            case >= 40 and <= 47:
                SetBackground(Swap(code - 40));
                break;
            case >= 90 and <= 97:
                SetForeground(Swap(code - 90) | IntensityBit);
                break;
            case >= 100 and <= 107:
                SetBackground(Swap(code - 100) | IntensityBit);
                break;
            default:
                TakeEffect(code);
                break;
        }
    }

    void TakeEffect(int code)
    {
        TextEffects effects = buffer.Style.Effects;
        effects = code switch
        {
            1 => effects | TextEffects.Bold,
            2 => effects | TextEffects.Faint,
            3 => effects | TextEffects.Italic,
            4 or 21 => effects | TextEffects.Underline,
            5 or 6 => effects | TextEffects.Blink,
            8 => effects | TextEffects.Hidden,
            9 => effects | TextEffects.CrossedOut,
            22 => effects & ~(TextEffects.Bold | TextEffects.Faint),
            23 => effects & ~TextEffects.Italic,
            24 => effects & ~TextEffects.Underline,
            25 => effects & ~TextEffects.Blink,
            28 => effects & ~TextEffects.Hidden,
            29 => effects & ~TextEffects.CrossedOut,
            _ => effects,
        };
        buffer.Style = buffer.Style with { Effects = effects };
    }

    // 5 and an index, or 2 and three components.
    int TakeExtended(bool isBackground, List<int> parameters, int at)
    {
        int kind = at < parameters.Count ? parameters[at] : 0;
        if (kind == 5 && at + 1 < parameters.Count)
        {
            SetExtended(isBackground, TextStyle.Indexed(Math.Max(0, parameters[at + 1])));
            return 2;
        }
        if (kind != 2 || at + 3 >= parameters.Count) return parameters.Count;
        SetExtended(isBackground, TextStyle.Rgb(parameters[at + 1], parameters[at + 2], parameters[at + 3]));
        return 4;
    }

    void SetExtended(bool isBackground, int colour) =>
        buffer.Style = isBackground ? buffer.Style with { Background = colour } : buffer.Style with { Foreground = colour };

    void SetForeground(int colour)
    {
        buffer.Attributes = (ushort)(buffer.Attributes & ~ForegroundBits | colour);
        buffer.Style = buffer.Style with { Foreground = 0 };
    }

    void SetBackground(int colour)
    {
        buffer.Attributes = (ushort)(buffer.Attributes & ~BackgroundBits | colour << 4);
        buffer.Style = buffer.Style with { Background = 0 };
    }
}
