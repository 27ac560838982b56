using System.Globalization;

namespace NtGlass.Kernel;

/// <summary>Reads .reg files of both forms, REGEDIT4 and version 5.</summary>
public sealed class RegTextReader
{
    const string Version4 = "REGEDIT4", Version5 = "Windows Registry Editor Version 5.00";

    readonly string[] lines;
    bool isVersion4;
    int next;

    RegTextReader(string text) => lines = text.Split('\n');

    /// <exception cref="RegTextException">The text is no .reg file; the message names the line.</exception>
    public static IEnumerable<RegEntry> Read(string text) => new RegTextReader(text).Entries();

    IEnumerable<RegEntry> Entries()
    {
        string first = TakeLine();
        while (first.Length == 0 && next < lines.Length) first = TakeLine();
        isVersion4 = first == Version4;
        if (!isVersion4 && first != Version5) throw Bad($"begins neither with '{Version5}' nor with '{Version4}'");
        while (next < lines.Length)
        {
            string line = TakeLine();
            if (line.Length > 0 && Entry(line) is RegEntry entry) yield return entry;
        }
    }

    RegEntry? Entry(string line) => line[0] switch
    {
        ';' => null,
        '#' => Property(line),
        '[' => Key(line),
        '@' => Value("", line[1..].TrimStart()),
        '"' => Named(line),
        _ => throw Bad("is neither a key nor a value"),
    };

    RegEntry Key(string line)
    {
        int end = line.LastIndexOf(']');
        if (end < 0) throw Bad("has no ']'");
        string path = line[1..end];
        return path.StartsWith('-') ? new RegKeyDeletion(next, path[1..]) : new RegKey(next, path);
    }

    RegEntry Named(string line)
    {
        int end = RegString.End(line, 0);
        if (end < 0) throw Bad("has a name without an end");
        return Value(RegString.Unescape(line[1..end]), line[(end + 1)..].TrimStart());
    }

    RegEntry Value(string name, string rest)
    {
        if (!rest.StartsWith('=')) throw Bad("has no '='");
        string data = rest[1..].TrimStart();
        if (data == "-") return new RegValueDeletion(next, name);
        if (data.StartsWith('"')) return new RegValue(next, new KeyValue(name, ValueType.String, Text(data)));
        if (data.StartsWith("dword:", StringComparison.OrdinalIgnoreCase))
            return uint.TryParse(data[6..].Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number)
                ? new RegValue(next, new KeyValue(name, ValueType.Dword, BitConverter.GetBytes(number)))
                : throw Bad("has a dword that is no number");
        if (data.StartsWith("hex", StringComparison.OrdinalIgnoreCase)) return new RegValue(next, Hex(name, data[3..]));
        if (data.StartsWith("str(", StringComparison.Ordinal)) return Typed(name, data[3..]);
        throw Bad("has a value of no known form");
    }

    /// <summary><c>str(2):"text"</c>: a text of another type than REG_SZ, which Wine's own files have too.</summary>
    RegValue Typed(string name, string data)
    {
        uint type = Type(ref data);
        return data.StartsWith(":\"", StringComparison.Ordinal)
            ? new RegValue(next, new KeyValue(name, type, Text(data[1..])))
            : throw Bad("has no text behind its type");
    }

    byte[] Text(string data)
    {
        int end = RegString.End(data, 0);
        if (end < 0) throw Bad("has a text without an end");
        return KeyText.ToZeroEnded(RegString.Unescape(data[1..end]));
    }

    KeyValue Hex(string name, string data)
    {
        uint type = data.StartsWith('(') ? Type(ref data) : ValueType.Binary;
        if (!data.StartsWith(':')) throw Bad("has no ':' behind hex");
        byte[] bytes = Bytes(data[1..]);
        bool isAnsiText = isVersion4 && (type is ValueType.String or ValueType.ExpandString or ValueType.MultiString);
        return new KeyValue(name, type, isAnsiText ? KeyText.ToBytes(Windows1252.Decode(bytes)) : bytes);
    }

    /// <summary>Takes <c>(N)</c> off the data.</summary>
    uint Type(ref string data)
    {
        int end = data.IndexOf(')', StringComparison.Ordinal);
        if (end < 0 || !uint.TryParse(data[1..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint type))
            throw Bad("has a type that is no number");
        data = data[(end + 1)..];
        return type;
    }

    byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        while (true)
        {
            text = text.Trim();
            bool goesOn = text.EndsWith('\\');
            foreach (string part in (goesOn ? text[..^1] : text).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                bytes.Add(byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)
                    ? value
                    : throw Bad($"has '{part}' where a byte is due"));
            if (!goesOn || next >= lines.Length) return [.. bytes];
            text = TakeLine();
        }
    }

    RegEntry? Property(string line)
    {
        int sign = line.IndexOf('=', StringComparison.Ordinal);
        string name = sign < 0 ? line[1..] : line[1..sign], value = sign < 0 ? "" : line[(sign + 1)..];
        if (value.StartsWith('"') && RegString.End(value, 0) is > 0 and int end) value = RegString.Unescape(value[1..end]);
        return name == "key" ? new RegKey(next, value) : new RegProperty(next, name, value);
    }

    string TakeLine() => lines[next++].Trim();

    RegTextException Bad(string what) => new($"line {next} {what}");
}
