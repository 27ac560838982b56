using System.Text;
using NtGlass.Abi;

namespace NtGlass.Trace.Decoders;

/// <summary>Guest text in quotes: control characters and quotes are escaped, backslashes are not, for they are in every path.</summary>
static class QuotedText
{
    const int LongestText = 512;

    public static void Write(StringBuilder text, ReadOnlySpan<char> characters, bool isCut = false)
    {
        text.Append('"');
        foreach (char character in characters)
            text.Append(character switch
            {
                '"' => "\\\"",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\x7F' => $"\\x{(int)character:x2}",
                _ => $"{character}",
            });
        text.Append(isCut ? "\"..." : "\"");
    }

    /// <summary>A UNICODE_STRING; NULL where it has no buffer.</summary>
    /// <returns>False when it cannot be read.</returns>
    public static bool TryWriteUnicodeString(StringBuilder text, IGuestMemory memory, GuestAddress address)
    {
        if (memory.ReadUInt16(address) is not ushort length || memory.ReadAddress(address + 4) is not GuestAddress buffer) return false;
        if (buffer.IsNull)
        {
            text.Append(length == 0 ? "\"\"" : "NULL");
            return true;
        }
        return TryWriteWide(text, memory, buffer, length / 2);
    }

    /// <returns>False when it cannot be read.</returns>
    public static bool TryWriteWide(StringBuilder text, IGuestMemory memory, GuestAddress address, int characters)
    {
        int shown = Math.Min(characters, LongestText);
        byte[] bytes = new byte[shown * 2];
        if (memory.Read(address, bytes) != bytes.Length) return false;
        Write(text, Encoding.Unicode.GetString(bytes), shown < characters);
        return true;
    }

    /// <summary>Text that ends with a zero character.</summary>
    /// <returns>False when its start cannot be read.</returns>
    public static bool TryWriteTerminated(StringBuilder text, IGuestMemory memory, GuestAddress address)
    {
        var characters = new StringBuilder();
        for (uint at = 0; at < LongestText; at++)
        {
            if (memory.ReadUInt16(address + at * 2) is not ushort character)
            {
                if (at == 0) return false;
                break;
            }
            if (character == 0) break;
            characters.Append((char)character);
        }
        Write(text, characters.ToString(), characters.Length == LongestText);
        return true;
    }
}
