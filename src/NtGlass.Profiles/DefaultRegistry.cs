namespace NtGlass.Profiles;

/// <summary>The registry of a new machine, as .reg files with <c>${Name}</c> where the machine's own facts belong.</summary>
public static class DefaultRegistry
{
    const string Folder = "registry/";

    /// <summary>The files by name, in the order in which they are to be read.</summary>
    public static IEnumerable<(string Name, string Text)> Files =>
        from path in DataFile.Paths
        where path.StartsWith(Folder, StringComparison.Ordinal)
        orderby path
        select (path[Folder.Length..], string.Join('\n', DataFile.Lines(path)));

    /// <summary>A file <c>NAME-10.reg</c> is for versions from 10 on.</summary>
    public static bool IsFor(string name, int majorVersion)
    {
        int dash = name.LastIndexOf('-'), end = name.LastIndexOf('.');
        return dash < 0 || !int.TryParse(name[(dash + 1)..end], out int from) || majorVersion >= from;
    }
}
