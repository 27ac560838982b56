namespace NtGlass.Kernel;

/// <summary>The code page that .reg files of the old form are written in.</summary>
static class Windows1252
{
    /// <summary>Bytes 80 to 9F; where the code page has nothing, the C1 control character.</summary>
    const string Upper =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
        "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[bytes.Length];
        for (int index = 0; index < text.Length; index++)
            text[index] = bytes[index] is >= 0x80 and < 0xA0 ? Upper[bytes[index] - 0x80] : (char)bytes[index];
        return new string(text);
    }

    public static byte[] Encode(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int index = 0; index < bytes.Length; index++) bytes[index] = Encode(text[index]);
        return bytes;
    }

    static byte Encode(char letter)
    {
        int place = Upper.IndexOf(letter, StringComparison.Ordinal);
        return place >= 0 ? (byte)(0x80 + place) : letter < 0x100 ? (byte)letter : (byte)'?';
    }
}
