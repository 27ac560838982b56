using System.Text;

namespace NtGlass.Kernel;

/// <summary>Texts in quotes as .reg files have them.</summary>
static class RegString
{
    /// <summary>Where the quote is that ends the text which begins with the quote at <paramref name="start"/>; -1 where there is none.</summary>
    public static int End(string line, int start)
    {
        for (int index = start + 1; index < line.Length; index++)
        {
            if (line[index] == '\\') index++;
            else if (line[index] == '"') return index;
        }
        return -1;
    }

    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            char letter = text[index];
            if (letter == '\\' && index + 1 < text.Length)
            {
                letter = text[++index] switch { 'n' => '\n', 'r' => '\r', '0' => '\0', char other => other };
            }
            result.Append(letter);
        }
        return result.ToString();
    }

    public static string Quote(string text) =>
        "\"" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal)
            .Replace("\0", @"\0", StringComparison.Ordinal) + "\"";

    /// <summary>The text can stand in a line as it is.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAny('\n', '\r', '\0');
}
