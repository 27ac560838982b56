using System.Text;

namespace NtGlass.Install.Packages;

/// <summary>An installed Wine: its folder <c>i386-windows</c>, or one above it, or a flat folder with all files.</summary>
sealed class WineFolder
{
    const string Windows = "i386-windows";
    const int DeepestFolder = 5;

    /// <summary>DLLs that say which version of Wine they are of.</summary>
    static readonly string[] Versioned = ["wined3d.dll", "winevulkan.dll", "xinputuap.dll"];

    readonly string libraries;
    readonly string tables;

    WineFolder(string libraries, string tables)
    {
        this.libraries = libraries;
        this.tables = tables;
    }

    /// <exception cref="UserlandException">The folder holds no Wine of that version.</exception>
    public static WineFolder Open(string folder, string version)
    {
        if (!Directory.Exists(folder)) throw Wrong(folder, "there is no such folder");
        string full = Path.GetFullPath(folder);
        string libraries = Folders(full).FirstOrDefault(one => File.Exists(Path.Join(one, "ntdll.dll")) && IsFlatOrWindows(one))
            ?? throw Wrong(folder, $"there is no {Windows}/ntdll.dll in it");
        string tables = TableFolders(full, libraries).FirstOrDefault(one => File.Exists(Path.Join(one, "locale.nls")))
            ?? throw Wrong(folder, "its nls files (share/wine/nls/locale.nls) are neither in it nor near it");
        string? found = Versioned.Select(name => Path.Join(libraries, name)).Where(File.Exists).Select(VersionOf).FirstOrDefault(one => one is not null);
        if (found != version) throw Wrong(folder, $"it is {(found is null ? "of no version that can be read" : $"Wine {found}")}; NtGlass works with Wine {version}");
        return new WineFolder(libraries, tables);
    }

    public IEnumerable<SourceFile> Read(CancellationToken cancellationToken)
    {
        IEnumerable<string> paths = Directory.EnumerateFiles(libraries).Concat(tables == libraries ? [] : Directory.EnumerateFiles(tables)).Concat(Near("zlib1.dll"));
        foreach (string path in paths.Where(path => FileSelection.IsWanted(Path.GetFileName(path))).DistinctBy(Path.GetFileName))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new SourceFile(FileSelection.SystemFile(Path.GetFileName(path)), File.ReadAllBytes(path), Path.GetDirectoryName(path)!);
        }
        string setup = Path.Join(Path.GetDirectoryName(tables), FileSelection.Setup);
        if (File.Exists(setup)) yield return new SourceFile(FileSelection.SharedFile(FileSelection.Setup), File.ReadAllBytes(setup), Path.GetDirectoryName(setup)!);
    }

    /// <summary>Debian has zlib apart, under its compiler's folder.</summary>
    IEnumerable<string> Near(string name) => Ancestors(libraries).Select(folder => Path.Join(folder, "i686-w64-mingw32", "lib", name)).Where(File.Exists).Take(1);

    static bool IsFlatOrWindows(string folder) => Path.GetFileName(folder) == Windows || File.Exists(Path.Join(folder, "locale.nls"));

    static IEnumerable<string> Folders(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestFolder, AttributesToSkip = FileAttributes.ReparsePoint };
        return new[] { folder }.Concat(Directory.EnumerateDirectories(folder, Windows, options));
    }

    static IEnumerable<string> TableFolders(string folder, string libraries) =>
        [libraries, Path.Join(folder, "nls"), .. Ancestors(libraries).SelectMany(one => new[] { Path.Join(one, "share", "wine", "nls"), Path.Join(one, "nls") })];

    static IEnumerable<string> Ancestors(string folder)
    {
        for (string? one = folder; one is not null; one = Path.GetDirectoryName(one)) yield return one;
    }

    /// <summary>The product version in a DLL's version resource, which is UTF-16 text after its name.</summary>
    static string? VersionOf(string path)
    {
        byte[] mark = Encoding.Unicode.GetBytes("ProductVersion\0");
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        int at = file.IndexOf(mark);
        if (at < 0) return null;
        ReadOnlySpan<byte> rest = file[(at + mark.Length)..];
        string text = Encoding.Unicode.GetString(rest[..Math.Min(64, rest.Length & ~1)]).TrimStart('\0');
        return text.Split('\0')[0];
    }

    static UserlandException Wrong(string folder, string reason) => new(UserlandProblem.Wrong, $"{folder}: {reason}");
}
