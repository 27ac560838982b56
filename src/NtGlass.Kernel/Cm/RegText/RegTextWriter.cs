using System.Text;

namespace NtGlass.Kernel;

/// <summary>Writes .reg files of version 5.</summary>
public sealed class RegTextWriter
{
    const int LongestLine = 78;

    readonly StringBuilder text = new("Windows Registry Editor Version 5.00\r\n");

    public override string ToString() => text.ToString();

    /// <summary>Begins a key.</summary>
    public void Key(string path)
    {
        if (RegString.IsPlain(path)) text.Append("\r\n[").Append(path).Append("]\r\n");
        else text.Append("\r\n#key=").Append(RegString.Quote(path)).Append("\r\n");
    }

    public void KeyDeletion(string path) => text.Append("\r\n[-").Append(path).Append("]\r\n");

    public void Property(string name, string value) =>
        text.Append('#').Append(name).Append('=').Append(RegString.Quote(value)).Append("\r\n");

    public void ValueDeletion(string name) => text.Append(Name(name)).Append("=-\r\n");

    public void Value(KeyValue value)
    {
        int start = text.Length;
        text.Append(Name(value.Name)).Append('=');
        ReadOnlySpan<byte> data = value.Data.Span;
        if (value.Type == ValueType.String && AsText(data) is string plain) text.Append(RegString.Quote(plain));
        else if (value.Type == ValueType.Dword && data.Length == 4) text.Append("dword:").Append(BitConverter.ToUInt32(data).ToString("x8"));
        else Hex(value.Type, data, text.Length - start);
        text.Append("\r\n");
    }

    static string Name(string name) => name.Length == 0 ? "@" : RegString.Quote(name);

    /// <summary>The text of a REG_SZ that is one line and ends with the only zero, else null.</summary>
    static string? AsText(ReadOnlySpan<byte> data)
    {
        if (data.Length < 2 || (data.Length & 1) != 0) return null;
        string all = KeyText.FromBytes(data);
        return all[^1] == '\0' && RegString.IsPlain(all.AsSpan(0, all.Length - 1)) ? all[..^1] : null;
    }

    void Hex(uint type, ReadOnlySpan<byte> data, int column)
    {
        int before = text.Length;
        text.Append(type == ValueType.Binary ? "hex:" : $"hex({type:x}):");
        column += text.Length - before;
        for (int index = 0; index < data.Length; index++)
        {
            text.Append(data[index].ToString("x2"));
            if (index + 1 == data.Length) break;
            text.Append(',');
            if ((column += 3) <= LongestLine - 3) continue;
            text.Append("\\\r\n  ");
            column = 2;
        }
    }
}
