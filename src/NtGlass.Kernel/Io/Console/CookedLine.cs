using System.Text;

namespace NtGlass.Kernel;

/// <summary>The text that a console's input gives to reads: lines as the user finishes them, or characters as they are typed.</summary>
sealed class CookedLine(NtConsole console)
{
    const char EndOfFile = '\x1a';

    string rest = "";
    byte[] restBytes = [];
    LineEditor? editor;

    /// <summary>Something is left for the next read.</summary>
    public bool HasText => rest.Length > 0 || restBytes.Length > 0;

    /// <summary>The control keys that were down at the end of the line.</summary>
    public ControlKeyState ControlKeys { get; private set; }

    public LineHistory History { get; } = new();

    /// <summary>Begins a line with text that the program gives.</summary>
    public void Prefill(string text) => editor ??= new LineEditor(console, History, text);

    /// <summary>Takes events until there is text for a read.</summary>
    /// <returns>False when there is not enough input yet; true also at the end of the input, where no text is.</returns>
    public bool Read(ConsoleInput input, uint wakeupMask)
    {
        bool isLine = (input.Mode & InputModes.Line) != 0;
        while (rest.Length == 0 && input.Take() is InputRecord record)
            if (record.IsTyped && (isLine ? Edit(input, record, wakeupMask) : Append(record))) break;
        if (!isLine)
            while (input.Take() is InputRecord more) Append(more);
        if (rest.Length == 0 && input.HasEnded) rest = editor?.Text ?? "";
        if (rest.Length == 0 && !input.HasEnded) return false;
        editor = null;
        return true;
    }

    /// <summary>Takes as much as fits; a line of bytes that begins with Ctrl+Z is an end of file.</summary>
    public byte[] Take(int most, Encoding? codes)
    {
        if (codes is null) return TakeText(most);
        if (restBytes.Length == 0)
        {
            restBytes = rest.StartsWith(EndOfFile) ? [] : codes.GetBytes(rest);
            rest = "";
        }
        byte[] taken = restBytes[..Math.Min(most, restBytes.Length)];
        restBytes = restBytes[taken.Length..];
        return taken;
    }

    /// <summary>Forgets the line that is being typed, as Ctrl+C does.</summary>
    public void Abandon()
    {
        editor?.Abandon();
        editor = null;
        rest = "";
        restBytes = [];
    }

    byte[] TakeText(int most)
    {
        if (restBytes.Length > 0)
        {
            rest = CodePages.Find(console.InputCodePage)!.GetString(restBytes);
            restBytes = [];
        }
        string taken = rest[..Math.Min(most / 2, rest.Length)];
        rest = rest[taken.Length..];
        return Encoding.Unicode.GetBytes(taken);
    }

    bool Append(InputRecord record)
    {
        if (!record.IsTyped || record.Character == '\0') return false;
        rest += new string(record.Character, record.Repeat);
        ControlKeys = (ControlKeyState)record.ControlKeys;
        return true;
    }

    bool Edit(ConsoleInput input, InputRecord record, uint wakeupMask)
    {
        editor ??= new LineEditor(console, History, "");
        ControlKeys = (ControlKeyState)record.ControlKeys;
        bool isWakeup = record.Character < ' ' && record.Character != '\0' && (wakeupMask >> record.Character & 1) != 0;
        if (isWakeup)
        {
            rest = editor.TextWith(record.Character);
            return true;
        }
        if (!editor.Take(record)) return false;
        rest = editor.Text + ((input.Mode & InputModes.Processed) != 0 ? "\r\n" : "\r");
        return true;
    }
}
