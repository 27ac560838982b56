namespace NtGlass.Kernel;

/// <summary>The keys of the United States' keyboard: which one types a character.</summary>
static class KeyboardLayout
{
    // Each row: the keys' characters, the same with Shift, their virtual keys where the character's own code is none, the first scan code.
    static readonly (string Plain, string Shifted, string Keys, int Scan)[] Rows =
    [
        ("1234567890-=", "!@#$%^&*()_+", "1234567890\u00BD\u00BB", 0x02),
        ("qwertyuiop[]", "QWERTYUIOP{}", "QWERTYUIOP\u00DB\u00DD", 0x10),
        ("asdfghjkl;'`", "ASDFGHJKL:\"~", "ASDFGHJKL\u00BA\u00DE\u00C0", 0x1E),
        ("\\zxcvbnm,./", "|ZXCVBNM<>?", "\u00DCZXCVBNM\u00BC\u00BE\u00BF", 0x2B),
        ("\b\t", "", "\b\t", 0x0E),
        ("\r", "", "\r", 0x1C),
        ("\x1b", "", "\x1b", 0x01),
        (" ", "", " ", 0x39),
    ];

    static readonly Dictionary<char, (ushort Key, ushort Scan, bool IsShifted)> Characters = Build();

    /// <summary>The key that types a character; all zero when there is none on the keyboard.</summary>
    public static (ushort Key, ushort Scan, bool IsShifted) Find(char character) => Characters.GetValueOrDefault(character);

    /// <summary>The scan code of a virtual key; 0 when the keyboard has none.</summary>
    public static ushort ScanCode(ushort virtualKey) => (VirtualKey)virtualKey switch
    {
        VirtualKey.PageUp => 0x49,
        VirtualKey.PageDown => 0x51,
        VirtualKey.End => 0x4F,
        VirtualKey.Home => 0x47,
        VirtualKey.Left => 0x4B,
        VirtualKey.Up => 0x48,
        VirtualKey.Right => 0x4D,
        VirtualKey.Down => 0x50,
        VirtualKey.Insert => 0x52,
        VirtualKey.Delete => 0x53,
        >= VirtualKey.F1 and < (VirtualKey)0x7A => (ushort)(0x3B + virtualKey - (ushort)VirtualKey.F1),
        (VirtualKey)0x7A => 0x57,
        (VirtualKey)0x7B => 0x58,
        _ => Characters.Values.FirstOrDefault(entry => entry.Key == virtualKey).Scan,
    };

    /// <summary>The virtual key of a scan code, or 0.</summary>
    public static ushort KeyOf(ushort scanCode) =>
        Characters.Values.FirstOrDefault(entry => entry.Scan == scanCode).Key is var key and not 0
            ? key
            : (ushort)Enumerable.Range(0x21, 0x5B).FirstOrDefault(candidate => scanCode != 0 && ScanCode((ushort)candidate) == scanCode);

    /// <summary>The character of a virtual key without Shift, letters as capitals; 0 when it has none.</summary>
    public static char CharacterOf(ushort virtualKey) =>
        char.ToUpperInvariant(Characters.FirstOrDefault(pair => pair.Value.Key == virtualKey && !pair.Value.IsShifted).Key);

    static Dictionary<char, (ushort Key, ushort Scan, bool IsShifted)> Build()
    {
        Dictionary<char, (ushort, ushort, bool)> built = [];
        foreach ((string plain, string shifted, string keys, int scan) in Rows)
        {
            for (int index = 0; index < keys.Length; index++)
            {
                ushort key = keys[index], code = (ushort)(scan + index);
                built.Add(plain[index], (key, code, false));
                if (index < shifted.Length) built.Add(shifted[index], (key, code, true));
            }
        }
        return built;
    }
}
