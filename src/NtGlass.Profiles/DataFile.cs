namespace NtGlass.Profiles;

/// <summary>The text files under <c>data/</c>, embedded in this assembly under their path below that folder.</summary>
static class DataFile
{
    public static IEnumerable<string> Paths => typeof(DataFile).Assembly.GetManifestResourceNames();

    public static string[] Lines(string path)
    {
        using Stream stream = typeof(DataFile).Assembly.GetManifestResourceStream(path)
            ?? throw new FileNotFoundException($"There is no data file '{path}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }

    /// <summary>The lines that hold facts: comments (from '#' on), trailing blanks and empty lines are gone.</summary>
    public static IEnumerable<string> Facts(string path) =>
        Lines(path).Select(WithoutComment).Where(line => line.Length > 0);

    static string WithoutComment(string line)
    {
        int comment = line.StartsWith('#') ? 0 : line.IndexOf("  #", StringComparison.Ordinal);
        return (comment < 0 ? line : line[..comment]).TrimEnd();
    }
}
