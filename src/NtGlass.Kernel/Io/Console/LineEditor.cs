using System.Text;

namespace NtGlass.Kernel;

/// <summary>Edits one line that the user types, and shows it.</summary>
sealed class LineEditor
{
    const int MostCharacters = 8191;
    const char Control = '\x1f';

    readonly NtConsole console;
    readonly LineHistory history;
    readonly LineEcho? echo;
    readonly StringBuilder text;
    int cursor;
    bool overwrites;

    public LineEditor(NtConsole console, LineHistory history, string prefilled)
    {
        this.console = console;
        this.history = history;
        text = new StringBuilder(prefilled);
        cursor = prefilled.Length;
        if ((console.Input.Mode & InputModes.Echo) != 0) echo = new LineEcho(console, prefilled);
    }

    public string Text => text.ToString();

    /// <summary>The text with a character put in at the cursor.</summary>
    public string TextWith(char character) => Text.Insert(cursor, character.ToString());

    /// <summary>Takes a key.</summary>
    /// <returns>True when it ends the line.</returns>
    public bool Take(InputRecord record)
    {
        if ((VirtualKey)record.Key == VirtualKey.Return || record.Character == '\r')
        {
            echo?.Finish(Text);
            history.Add(Text);
            return true;
        }
        for (int repeat = 0; repeat < Math.Min(record.Repeat, MostCharacters); repeat++)
            if (!Move(record) && !Delete(record) && !Recall((VirtualKey)record.Key)) Insert(record.Character);
        echo?.Draw(Text, cursor);
        return false;
    }

    /// <summary>Leaves the line as it stands.</summary>
    public void Abandon() => echo?.Finish(Text + "^C");

    static bool HasControl(InputRecord record) =>
        ((ControlKeyState)record.ControlKeys & (ControlKeyState.LeftControl | ControlKeyState.RightControl)) != 0;

    bool Move(InputRecord record)
    {
        bool byWord = HasControl(record);
        switch ((VirtualKey)record.Key)
        {
            case VirtualKey.Left:
                cursor = byWord ? WordBefore() : Math.Max(0, cursor - 1);
                return true;
            case VirtualKey.Right when cursor == text.Length && !byWord:
                CopyTemplate(1);
                return true;
            case VirtualKey.Right:
                cursor = byWord ? WordBehind() : cursor + 1;
                return true;
            case VirtualKey.Home when !byWord:
                cursor = 0;
                return true;
            case VirtualKey.End when !byWord:
                cursor = text.Length;
                return true;
            case VirtualKey.Insert:
                overwrites = !overwrites;
                return true;
            default:
                return false;
        }
    }

    bool Delete(InputRecord record)
    {
        switch ((VirtualKey)record.Key)
        {
            case VirtualKey.Back:
                int start = HasControl(record) ? WordBefore() : Math.Max(0, cursor - 1);
                Remove(start, cursor - start);
                return true;
            case VirtualKey.Delete:
                Remove(cursor, Math.Min(1, text.Length - cursor));
                return true;
            case VirtualKey.Escape:
                Remove(0, text.Length);
                return true;
            case VirtualKey.Home:
                Remove(0, cursor);
                return true;
            case VirtualKey.End:
                Remove(cursor, text.Length - cursor);
                return true;
            default:
                return false;
        }
    }

    bool Recall(VirtualKey key)
    {
        switch (key)
        {
            case VirtualKey.Up or VirtualKey.F5:
                Replace(history.Move(-1));
                return true;
            case VirtualKey.Down:
                Replace(history.Move(1));
                return true;
            case VirtualKey.F8:
                int kept = cursor;
                Replace(history.Search(Text[..cursor]));
                cursor = Math.Min(kept, text.Length);
                return true;
            case VirtualKey.F1:
                CopyTemplate(1);
                return true;
            case VirtualKey.F3:
                CopyTemplate(int.MaxValue);
                return true;
            case VirtualKey.PageUp or VirtualKey.PageDown or VirtualKey.F2 or VirtualKey.F4 or (>= VirtualKey.F5 and < (VirtualKey)0x88):
                return true;
            default:
                return false;
        }
    }

    // What the last line has at this place and behind it.
    void CopyTemplate(int most)
    {
        string template = history.Template;
        if (cursor >= template.Length) return;
        string copied = template.Substring(cursor, Math.Min(most, template.Length - cursor));
        Remove(cursor, Math.Min(copied.Length, text.Length - cursor));
        text.Insert(cursor, copied);
        cursor += copied.Length;
    }

    void Insert(char character)
    {
        bool isText = character > Control || character is '\t' or '\x1a' || (console.Input.Mode & InputModes.Processed) == 0;
        if (character == '\0' || !isText || text.Length >= MostCharacters) return;
        if (overwrites && cursor < text.Length) text[cursor] = character;
        else text.Insert(cursor, character);
        cursor++;
    }

    void Replace(string? line)
    {
        if (line is null) return;
        text.Clear().Append(line);
        cursor = text.Length;
    }

    void Remove(int start, int count)
    {
        text.Remove(start, count);
        cursor = start;
    }

    int WordBefore()
    {
        int at = cursor;
        while (at > 0 && text[at - 1] == ' ') at--;
        while (at > 0 && text[at - 1] != ' ') at--;
        return at;
    }

    int WordBehind()
    {
        int at = cursor;
        while (at < text.Length && text[at] != ' ') at++;
        while (at < text.Length && text[at] == ' ') at++;
        return at;
    }
}
