using System.Globalization;

namespace NtGlass.Profiles;

/// <summary>The spellings of types and members in <c>dt</c> listings.</summary>
static class DtText
{
    /// <summary>The size of a type that needs no other definition, or null.</summary>
    public static int? SimpleSize(string type) => type switch
    {
        "UChar" or "Char" => 1,
        "Uint2B" or "Int2B" => 2,
        "Uint4B" or "Int4B" or "Float" => 4,
        "Uint8B" or "Int8B" or "Double" => 8,
        _ when type.StartsWith("Ptr32 ", StringComparison.Ordinal) => 4,
        _ => null,
    };

    /// <summary>Splits <c>[8] Uint4B</c> into its count and its element type.</summary>
    public static bool TryArray(string type, out int count, out string element)
    {
        count = 0;
        element = "";
        int close = type.IndexOf("] ", StringComparison.Ordinal);
        if (type.Length == 0 || type[0] != '[' || close < 0) return false;
        element = type.Substring(close + 2);
        return TryNumber(type.Substring(1, close - 1), NumberStyles.None, out count) && count > 0;
    }

    /// <summary>Reads <c>ntdll!_TEB, 0xfb8 bytes</c>.</summary>
    public static bool TryHeader(string line, out string module, out string name, out int size)
    {
        module = name = "";
        size = 0;
        int bang = line.IndexOf('!'), comma = line.IndexOf(", 0x", StringComparison.Ordinal);
        if (bang <= 0 || comma < bang || !line.EndsWith(" bytes", StringComparison.Ordinal)) return false;
        module = line.Substring(0, bang);
        name = line.Substring(bang + 1, comma - bang - 1);
        return TryNumber(line.Substring(comma + 4, line.Length - comma - 10), NumberStyles.HexNumber, out size);
    }

    /// <summary>Reads <c>   +0x018 Self             : Ptr32 _NT_TIB</c>.</summary>
    public static bool TryMember(string line, out string name, out int offset, out string type)
    {
        name = type = "";
        offset = 0;
        const string start = "   +0x";
        int colon = line.IndexOf(" : ", StringComparison.Ordinal), space = line.IndexOf(' ', Math.Min(start.Length, line.Length));
        if (!line.StartsWith(start, StringComparison.Ordinal) || space < 0 || colon <= space) return false;
        name = line.Substring(space, colon - space).Trim();
        type = line.Substring(colon + 3);
        return TryNumber(line.Substring(start.Length, space - start.Length), NumberStyles.HexNumber, out offset);
    }

    /// <summary>Reads <c>   NtProductServer = 0n3</c>.</summary>
    public static bool TryEnumMember(string line, out string name, out int value)
    {
        int equals = line.IndexOf(" = 0n", StringComparison.Ordinal);
        name = equals > 0 ? line.Substring(0, equals).Trim() : "";
        value = 0;
        return equals > 0 && TryNumber(line.Substring(equals + 5), NumberStyles.AllowLeadingSign, out value);
    }

    static bool TryNumber(string text, NumberStyles styles, out int value) =>
        int.TryParse(text, styles, CultureInfo.InvariantCulture, out value);
}
