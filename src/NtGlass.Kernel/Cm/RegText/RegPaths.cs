namespace NtGlass.Kernel;

/// <summary>The names that .reg files and the user give to places of the registry.</summary>
public sealed class RegPaths
{
    readonly (string Long, string Short, string Path)[] roots;

    public RegPaths(string userSid) => roots =
    [
        ("HKEY_CLASSES_ROOT", "HKCR", @"MACHINE\SOFTWARE\Classes"),
        ("HKEY_CURRENT_USER", "HKCU", @"USER\" + userSid),
        ("HKEY_CURRENT_CONFIG", "HKCC", @"MACHINE\SYSTEM\CurrentControlSet\Hardware Profiles\Current"),
        ("HKEY_LOCAL_MACHINE", "HKLM", "MACHINE"),
        ("HKEY_USERS", "HKU", "USER"),
    ];

    /// <summary>Turns <c>HKLM\Software</c> into the path below <c>\REGISTRY</c>; null where it begins with none of the roots.</summary>
    public string? ToNative(string path)
    {
        int end = path.IndexOf('\\', StringComparison.Ordinal);
        string root = end < 0 ? path : path[..end], rest = end < 0 ? "" : path[end..];
        foreach ((string full, string brief, string native) in roots)
        {
            if (root.Equals(full, StringComparison.OrdinalIgnoreCase) || root.Equals(brief, StringComparison.OrdinalIgnoreCase)) return native + rest;
        }
        return null;
    }

    /// <summary>Turns <c>HKLM\Software</c> into <c>HKEY_LOCAL_MACHINE\Software</c>.</summary>
    public string ToLong(string path)
    {
        int end = path.IndexOf('\\', StringComparison.Ordinal);
        string root = end < 0 ? path : path[..end], rest = end < 0 ? "" : path[end..].TrimEnd('\\');
        return (roots.FirstOrDefault(one => root.Equals(one.Short, StringComparison.OrdinalIgnoreCase)).Long ?? root.ToUpperInvariant()) + rest;
    }

    /// <summary>The path of a key as regedit shows it.</summary>
    public static string ToRegedit(KeyNode node)
    {
        string path = node.Path;
        foreach ((string native, string full) in new[] { (@"\REGISTRY\MACHINE", "HKEY_LOCAL_MACHINE"), (@"\REGISTRY\USER", "HKEY_USERS") })
            if (path.Equals(native, StringComparison.OrdinalIgnoreCase) || path.StartsWith(native + @"\", StringComparison.OrdinalIgnoreCase)) return full + path[native.Length..];
        return path;
    }
}
