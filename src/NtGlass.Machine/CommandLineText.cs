using System.Text;

namespace NtGlass.Machine;

/// <summary>Arguments as one command line that Windows programs split into the same arguments.</summary>
public static class CommandLineText
{
    public static string Join(string program, IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Select(Quote).Prepend($"\"{program}\""));

    /// <summary>Backslashes count only before a quotation mark.</summary>
    static string Quote(string argument)
    {
        if (argument.Length > 0 && !argument.AsSpan().ContainsAny(" \t\"")) return argument;
        StringBuilder text = new("\"");
        int backslashes = 0;
        foreach (char character in argument)
        {
            if (character == '"') text.Append('\\', backslashes + 1);
            backslashes = character == '\\' ? backslashes + 1 : 0;
            text.Append(character);
        }

        return text.Append('\\', backslashes).Append('"').ToString();
    }
}
