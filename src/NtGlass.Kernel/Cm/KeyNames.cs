namespace NtGlass.Kernel;

/// <summary>How the registry compares names: without case, one UTF-16 unit at a time.</summary>
sealed class KeyNames : IComparer<string>, IEqualityComparer<string>
{
    /// <summary>Characters that the name of a key may have.</summary>
    public const int LongestKey = 255;

    /// <summary>Characters that the name of a value may have.</summary>
    public const int LongestValue = 16383;

    /// <summary>Keys between the root of the registry and the deepest one.</summary>
    public const int MostLevels = 512;

    public static KeyNames Comparer { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return x is null ? y is null ? 0 : -1 : 1;
        int common = Math.Min(x.Length, y.Length);
        for (int index = 0; index < common; index++)
        {
            if (x[index] == y[index]) continue;
            int difference = char.ToUpperInvariant(x[index]) - char.ToUpperInvariant(y[index]);
            if (difference != 0) return difference;
        }
        return x.Length - y.Length;
    }

    public bool Equals(string? x, string? y) => x?.Length == y?.Length && Compare(x, y) == 0;

    public int GetHashCode(string text)
    {
        uint hash = 2166136261;
        foreach (char unit in text) hash = (hash ^ char.ToUpperInvariant(unit)) * 16777619;
        return (int)hash;
    }

    /// <summary>Takes the next name off a path; separators before it, however many, do not count.</summary>
    public static ReadOnlySpan<char> TakeFirst(ref ReadOnlySpan<char> path)
    {
        path = path.TrimStart('\\');
        int end = path.IndexOf('\\');
        ReadOnlySpan<char> name = end < 0 ? path : path[..end];
        path = path[name.Length..];
        return name;
    }
}
