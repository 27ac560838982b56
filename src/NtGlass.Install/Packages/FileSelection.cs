namespace NtGlass.Install.Packages;

/// <summary>Which files of a package or folder belong to a userland, and where they go in it.</summary>
public static class FileSelection
{
    /// <summary>The folder of an installed userland whose contents are the guest's <c>system32</c>.</summary>
    public const string SystemFolder = "system32";

    /// <summary>What a new registry is made from.</summary>
    public const string Setup = "wine.inf";

    static readonly HashSet<string> Kinds = new([".dll", ".exe", ".drv", ".nls", ".acm", ".ax", ".com", ".cpl", ".ds", ".ocx", ".tlb"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Where a package's file goes; null when it is not needed.</summary>
    public static string? FromPackage(string path, string package)
    {
        string[] parts = path.TrimStart('.').Trim('/').Split('/');
        string folder = $"/{string.Join('/', parts[..^1])}";
        string name = parts[^1];
        bool isSystem = folder.EndsWith("/wine/i386-windows", StringComparison.Ordinal) || folder.EndsWith("/share/wine/nls", StringComparison.Ordinal)
            || folder == "/usr/i686-w64-mingw32/lib";
        if (isSystem) return IsWanted(name) ? SystemFile(name) : null;
        if (folder.EndsWith("/share/wine", StringComparison.Ordinal) && name == Setup) return SharedFile(name);
        return folder.Contains("/share/doc/", StringComparison.Ordinal) && name == "copyright" ? SharedFile($"copyright-{package}") : null;
    }

    /// <summary>True for the kinds of files that a program may load; not for 16-bit ones and drivers.</summary>
    public static bool IsWanted(string name) => Kinds.Contains(Path.GetExtension(name));

    /// <summary>Where a file goes that the guest does not see.</summary>
    public static string SharedFile(string name) => $"share/{name}";

    public static string SystemFile(string name) => $"{SystemFolder}/{name.ToLowerInvariant()}";
}
