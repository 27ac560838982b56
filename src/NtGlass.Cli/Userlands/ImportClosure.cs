using NtGlass.Pe;

namespace NtGlass.Cli.Userlands;

/// <summary>Follows what a program imports, through the DLLs in its own folder, and finds what a userland does not have.</summary>
/// <param name="system">The userland's modules by file name; null for one that it does not have.</param>
sealed class ImportClosure(string programFolder, Func<string, SystemModule?> system)
{
    readonly Dictionary<string, string> ownFiles = OwnFiles(programFolder);
    readonly HashSet<string> visited = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, SystemModule?> known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is missing, in the order in which the loader would find it; a module that is no image counts as one that imports nothing.</summary>
    public IEnumerable<MissingImport> Missing(string programPath)
    {
        var pending = new Queue<string>([programPath]);
        while (pending.TryDequeue(out string? path))
        {
            foreach (PeImportedModule module in Imports(path))
            {
                string name = Path.HasExtension(module.Name) ? module.Name : $"{module.Name}.dll";
                if (ownFiles.TryGetValue(name, out string? own))
                {
                    if (visited.Add(own)) pending.Enqueue(own);
                    continue;
                }
                string importer = Path.GetFileName(path);
                if (!known.TryGetValue(name, out SystemModule? found)) known.Add(name, found = system(name));
                if (found is null) yield return new MissingImport(importer, name, null);
                else foreach (PeImport import in module.Symbols.Where(import => !found.Has(import))) yield return new MissingImport(importer, name, import.ToString());
            }
        }
    }

    static IReadOnlyList<PeImportedModule> Imports(string path)
    {
        try
        {
            return PeImportedModule.ReadAll(PeImage.Read(File.ReadAllBytes(path)));
        }
        catch (Exception error) when (error is PeFormatException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    static Dictionary<string, string> OwnFiles(string folder)
    {
        var files = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string path in Directory.EnumerateFiles(folder)) files.TryAdd(Path.GetFileName(path), path);
        return files;
    }
}

/// <summary>Something that a program imports and that is nowhere.</summary>
/// <param name="Function">Its name or #number; null when the whole module is missing.</param>
sealed record MissingImport(string Importer, string Module, string? Function);
