namespace NtGlass.Kernel;

/// <summary>The lines that were typed, for the keys that bring them back.</summary>
sealed class LineHistory
{
    const int MostLines = 50;

    readonly List<string> lines = [];
    int position;

    /// <summary>The line typed last, which the function keys copy from.</summary>
    public string Template => lines.Count > 0 ? lines[^1] : "";

    public void Add(string line)
    {
        if (line.Length > 0 && line != Template) lines.Add(line);
        if (lines.Count > MostLines) lines.RemoveAt(0);
        position = lines.Count;
    }

    /// <summary>Goes back (-1) or forth (1) by one line.</summary>
    public string? Move(int step)
    {
        int target = position + step;
        if (target < 0 || target >= lines.Count) return null;
        position = target;
        return lines[target];
    }

    /// <summary>The next line before the one shown that begins with a text.</summary>
    public string? Search(string prefix)
    {
        for (int index = 0; index < lines.Count; index++)
        {
            int at = ((position - 1 - index) % lines.Count + lines.Count) % lines.Count;
            if (!lines[at].StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            position = at;
            return lines[at];
        }
        return null;
    }
}
