using System.Text;

namespace NtGlass.Kernel;

/// <summary>Turns what a terminal sends into key events.</summary>
sealed class TerminalKeys(Action<InputRecord> emit)
{
    const char Escape = '\x1b', Delete = '\x7f';

    readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    bool lastWasReturn;

    /// <summary>Programs want function keys as the sequences that they are (ENABLE_VIRTUAL_TERMINAL_INPUT).</summary>
    public bool KeepsSequences { get; set; }

    /// <summary>Takes what has come in at once; an escape at its end is the key of that name.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[decoder.GetCharCount(bytes, flush: false)];
        decoder.GetChars(bytes, text, flush: false);
        for (int at = 0; at < text.Length;) at += TakeOne(text.AsSpan(at));
    }

    /// <summary>Presses and releases the key of a character.</summary>
    public void Type(char character, ControlKeyState state = ControlKeyState.None)
    {
        (ushort key, ushort scan, bool isShifted) = KeyboardLayout.Find(character);
        if (isShifted) state |= ControlKeyState.Shift;
        if (key == 0 && character is > '\0' and < ' ')
        {
            (key, scan, _) = KeyboardLayout.Find((char)(character | 0x60));
            state |= ControlKeyState.LeftControl;
        }
        Press(key, scan, character, state);
    }

    int TakeOne(ReadOnlySpan<char> text)
    {
        char first = text[0];
        bool followsReturn = lastWasReturn;
        lastWasReturn = first == '\r';
        if (first == '\n' && followsReturn) return 1;
        if (first == Escape && text.Length > 1 && !KeepsSequences) return TakeEscape(text);
        if (first == Delete) Type('\b');
        else if (first == '\b') Press((ushort)VirtualKey.Back, 0x0E, Delete, ControlKeyState.LeftControl);
        else Type(first == '\n' ? '\r' : first);
        return 1;
    }

    int TakeEscape(ReadOnlySpan<char> text)
    {
        if (text[1] is '[' or 'O')
        {
            int end = 2;
            while (end < text.Length && text[end] is (>= '0' and <= '9') or ';') end++;
            if (end < text.Length && Named(text[2..end].ToString(), text[end]) is var (key, state))
            {
                Press(key, KeyboardLayout.ScanCode(key), '\0', state | (key < (ushort)VirtualKey.F1 ? ControlKeyState.Enhanced : 0));
                return end + 1;
            }
            // A sequence that no key sends is nothing to the program.
            if (text.Length > 2 && end < text.Length && text[1] == '[') return end + 1;
        }
        Type(text[1] == Delete ? '\b' : text[1], ControlKeyState.LeftAlt);
        return 2;
    }

    /// <summary>The key of a sequence: its final character, or a number before a tilde; a second number tells the modifiers.</summary>
    static (ushort Key, ControlKeyState State)? Named(string numbers, char final)
    {
        string[] parts = numbers.Split(';');
        VirtualKey key = final switch
        {
            'A' => VirtualKey.Up,
            'B' => VirtualKey.Down,
            'C' => VirtualKey.Right,
            'D' => VirtualKey.Left,
            'H' => VirtualKey.Home,
            'F' => VirtualKey.End,
            'Z' => VirtualKey.Tab,
            >= 'P' and <= 'S' => VirtualKey.F1 + (ushort)(final - 'P'),
            '~' => Numbered(parts[0]),
            _ => 0,
        };
        if (key == 0) return null;
        ControlKeyState state = final == 'Z' ? ControlKeyState.Shift : Modifiers(parts.Length > 1 ? parts[1] : "");
        return ((ushort)key, state);
    }

    static VirtualKey Numbered(string number) => number switch
    {
        "1" or "7" => VirtualKey.Home,
        "2" => VirtualKey.Insert,
        "3" => VirtualKey.Delete,
        "4" or "8" => VirtualKey.End,
        "5" => VirtualKey.PageUp,
        "6" => VirtualKey.PageDown,
        "11" => VirtualKey.F1,
        "12" => VirtualKey.F2,
        "13" => VirtualKey.F3,
        "14" => VirtualKey.F4,
        "15" => VirtualKey.F5,
        "17" or "18" or "19" or "20" or "21" => VirtualKey.F5 + (ushort)(number[1] - '0' - 6 + (number[0] == '2' ? 10 : 0)),
        "23" or "24" => (VirtualKey)(0x7A + number[1] - '3'),
        _ => 0,
    };

    static ControlKeyState Modifiers(string number)
    {
        int bits = int.TryParse(number, out int value) ? value - 1 : 0;
        return ((bits & 1) != 0 ? ControlKeyState.Shift : 0) | ((bits & 2) != 0 ? ControlKeyState.LeftAlt : 0)
            | ((bits & 4) != 0 ? ControlKeyState.LeftControl : 0);
    }

    void Press(ushort key, ushort scan, char character, ControlKeyState state)
    {
        emit(InputRecord.OfKey(true, key, scan, character, state));
        emit(InputRecord.OfKey(false, key, scan, character, state));
    }
}
