using NtGlass.Install.Packages;

namespace NtGlass.Install.Store;

/// <summary>The userlands in the user's cache.</summary>
public sealed class UserlandStore(string folder)
{
    /// <summary>The user's own store, as the XDG base directories say.</summary>
    public static UserlandStore Default => new(Path.Join(CacheFolder(), "ntglass", "userland"));

    public string Folder => folder;

    public string PathOf(string name) => Path.Join(folder, name);

    /// <summary>The guest's system folder of a userland; null when it is not installed. Nothing is read but the folder's name: it is renamed into place whole.</summary>
    public string? FindSystemFolder(string name)
    {
        string path = Path.Join(PathOf(name), FileSelection.SystemFolder);
        return Directory.Exists(path) ? path : null;
    }

    public IReadOnlyList<InstalledUserland> List() => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateDirectories(folder)
            .Where(path => Path.GetFileName(path)[0] != '.')
            .Order(StringComparer.Ordinal)
            .Select(path => InstalledUserland.From(path, Manifest.Read(path)))];

    /// <summary>Removes a userland and says what it was; null when there was none.</summary>
    /// <param name="waiting">Called once when another process installs or removes.</param>
    public RemovedUserland? Remove(string name, Action waiting, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(PathOf(name))) return null;
        using StoreLock held = StoreLock.Take(folder, waiting, cancellationToken);
        if (!Directory.Exists(PathOf(name))) return null;
        // A run that has its files open keeps them; others no longer find them.
        string gone = Path.Join(folder, $".removed-{Guid.NewGuid():n}");
        Directory.Move(PathOf(name), gone);
        FileInfo[] files = new DirectoryInfo(gone).GetFiles("*", SearchOption.AllDirectories);
        var removed = new RemovedUserland(name, PathOf(name), files.Length, files.Sum(file => file.Length));
        Directory.Delete(gone, recursive: true);
        return removed;
    }

    static string CacheFolder() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)
        ? cache
        : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".cache");
}

/// <summary>A userland that was removed.</summary>
public sealed record RemovedUserland(string Name, string Path, int Files, long Bytes);
