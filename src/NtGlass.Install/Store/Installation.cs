using System.Security.Cryptography;
using NtGlass.Install.Images;
using NtGlass.Install.Packages;
using NtGlass.Pe;

namespace NtGlass.Install.Store;

/// <summary>A userland that is being written, in a folder beside its place; it appears there whole or not at all.</summary>
sealed class Installation : IDisposable
{
    const string Prefix = ".installing-";
    const string Changes = "DWARF sections and symbols other than functions are left out";

    readonly string final;
    readonly Dictionary<string, ManifestFile> files = new(StringComparer.Ordinal);
    readonly List<ManifestSource> sources = [];
    string? temporary;

    Installation(string temporary, string final)
    {
        this.temporary = temporary;
        this.final = final;
    }

    /// <summary>A folder for downloads that goes with the installation.</summary>
    public string DownloadFolder => Directory.CreateDirectory(Path.Join(temporary, "download")).FullName;

    public static Installation Begin(UserlandStore store, string name)
    {
        foreach (string left in Directory.EnumerateDirectories(store.Folder, ".*")) Directory.Delete(left, recursive: true);
        string temporary = Path.Join(store.Folder, $"{Prefix}{Environment.ProcessId}");
        Directory.CreateDirectory(temporary);
        return new Installation(temporary, store.PathOf(name));
    }

    public void AddSource(ManifestSource source) => sources.Add(source);

    public bool HasSource(string name) => sources.Exists(source => source.Name == name);

    /// <summary>Writes a file, without its debug sections; of two with one name the first counts.</summary>
    public void Add(SourceFile file)
    {
        if (files.ContainsKey(file.Name)) return;
        byte[] content = DebugSections.Strip(file.Content);
        string path = Path.Join(temporary, file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        files.Add(file.Name, new ManifestFile(file.Name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), file.Source));
    }

    /// <summary>Writes the manifest and puts the folder in its place.</summary>
    public InstalledUserland Commit(UserlandRelease release)
    {
        string[] missing = [.. release.Required.Concat(release.Required.SelectMany(Imports)).Distinct(StringComparer.OrdinalIgnoreCase).Where(name => !files.ContainsKey(FileSelection.SystemFile(name)))];
        if (missing.Length > 0) throw new UserlandException(UserlandProblem.Wrong, $"{string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} not among the files");
        string folder = temporary!;
        if (Directory.Exists(DownloadFolder)) Directory.Delete(DownloadFolder, recursive: true);
        var manifest = new Manifest(release.Name, release.Version, release.License, sources, Changes, DateTimeOffset.UtcNow,
            [.. files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)]);
        manifest.Write(folder);
        string old = $"{folder}-old";
        bool isReplacing = Directory.Exists(final);
        if (isReplacing) Directory.Move(final, old);
        Directory.Move(folder, final);
        temporary = null;
        if (isReplacing) Directory.Delete(old, recursive: true);
        return InstalledUserland.From(final, manifest);
    }

    IEnumerable<string> Imports(string name)
    {
        string path = Path.Join(temporary, FileSelection.SystemFile(name));
        if (!name.EndsWith(".dll", StringComparison.Ordinal) || !File.Exists(path)) return [];
        try
        {
            return [.. PeImportedModule.ReadAll(PeImage.Read(File.ReadAllBytes(path))).Select(module => module.Name).Where(module => !ApiSetName.Is(module))];
        }
        catch (PeFormatException error)
        {
            throw new UserlandException(UserlandProblem.Wrong, $"{name} is {error.Message}", error);
        }
    }

    public void Dispose()
    {
        if (temporary is not null && Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        temporary = null;
    }
}
