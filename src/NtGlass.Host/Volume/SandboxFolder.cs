namespace NtGlass.Host;

/// <summary>The host folder that holds an overlay: a private temporary one, or a named one that stays and that one run at a time may use.</summary>
sealed class SandboxFolder : IDisposable
{
    readonly FileStream? holder;
    string? path;

    SandboxFolder(string? path, FileStream? holder)
    {
        this.path = path;
        this.holder = holder;
    }

    /// <summary>The user's own place for them, as the XDG base directories say.</summary>
    public static string DefaultParent => Path.Join(
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data)
            ? data
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "ntglass", "sandboxes");

    public bool IsNamed => holder is not null;

    /// <summary>The journal of a named sandbox.</summary>
    public string JournalPath => Path.Join(path, "journal");

    /// <summary>What a named sandbox keeps of the registry.</summary>
    public string RegistryPath => Path.Join(path, "registry.reg");

    public static SandboxFolder Private() => new(null, null);

    /// <exception cref="VolumeException">The name is not one, or another run has it.</exception>
    public static SandboxFolder Named(string parent, string name)
    {
        if (!IsName(name))
            throw new VolumeException($"'{name}' cannot name a sandbox: letters, digits, '-', '_' and '.' can");
        string folder = Path.Join(parent, name);
        try
        {
            Directory.CreateDirectory(Path.Join(folder, "files"));
            FileStream holder = new(Path.Join(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new(folder, holder);
        }
        catch (IOException exception)
        {
            throw new VolumeException($"the sandbox '{name}' is in use by another run, or '{folder}' cannot be used", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new VolumeException($"'{folder}' may not be written", exception);
        }
    }

    /// <summary>The name can be one, and nothing has been kept under it.</summary>
    public static bool IsMissing(string parent, string name) => IsName(name) && !Directory.Exists(Path.Join(parent, name));

    /// <summary>Where the content of an overlay file is; the folder is made when it is first asked for.</summary>
    public string ContentPath(long id) => Path.Join(Folder(), id.ToString("x8"));

    public IEnumerable<string> ContentPaths() => path is null ? [] : Directory.EnumerateFiles(Folder());

    public void Dispose()
    {
        if (holder is not null) holder.Dispose();
        else if (path is not null) Directory.Delete(path, recursive: true);
        path = null;
    }

    string Folder()
    {
        if (holder is not null) return Path.Join(path, "files");
        return path ??= Directory.CreateTempSubdirectory("ntglass-").FullName;
    }

    static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
