using System.Globalization;

namespace NtGlass.Debugger.Expressions;

/// <summary>Numbers as the debuggers read them: hexadecimal, or 0x, 0n (decimal), 0t (octal), 0y (binary), or with h behind.</summary>
static class Number
{
    public static long? Parse(string text)
    {
        string digits = text.Replace("`", "", StringComparison.Ordinal);
        string prefix = digits.Length > 2 ? digits[..2].ToLowerInvariant() : "";
        return prefix switch
        {
            "0x" => Hexadecimal(digits[2..]),
            "0n" => long.TryParse(digits[2..], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null,
            "0t" => Digits(digits[2..], 8),
            "0y" => Digits(digits[2..], 2),
            _ when digits.EndsWith('h') => Hexadecimal(digits[..^1]),
            _ => Hexadecimal(digits),
        };
    }

    static long? Hexadecimal(string digits) =>
        long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long value) ? value : null;

    static long? Digits(string digits, int radix)
    {
        long value = 0;
        foreach (char digit in digits)
        {
            int one = digit - '0';
            if (one < 0 || one >= radix) return null;
            value = value * radix + one;
        }
        return value;
    }
}
