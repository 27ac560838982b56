using NtGlass.Install.Packages;
using NtGlass.Install.Store;

namespace NtGlass.Install;

/// <summary>Installs a release into a store, from Debian's archive, from .deb files or from an installed Wine.</summary>
/// <param name="progress">Told how far it is.</param>
public sealed class UserlandInstaller(UserlandStore store, UserlandRelease release, Action<InstallProgress> progress, CancellationToken cancellationToken)
{
    /// <summary>The release's system folder; its packages are fetched when it is not installed.</summary>
    /// <exception cref="UserlandException">They cannot be fetched, or are not what they should be.</exception>
    public string Provide()
    {
        if (store.FindSystemFolder(release.Name) is string folder) return folder;
        using StoreLock held = Lock();
        return store.FindSystemFolder(release.Name) ?? Install(AddFromArchive).SystemFolder;
    }

    /// <summary>Fetches the packages with the machine's apt.</summary>
    /// <exception cref="UserlandException">They cannot be fetched, or are not what they should be.</exception>
    public InstalledUserland FromArchive()
    {
        using StoreLock held = Lock();
        return Install(AddFromArchive);
    }

    /// <summary>Installs from the release's .deb files, in any order and under any name, and from a folder for what they do not have.</summary>
    public InstalledUserland FromFiles(IReadOnlyList<string> debs, string? wineFolder)
    {
        using StoreLock held = Lock();
        return Install(installation =>
        {
            AddPackages(installation, debs);
            if (wineFolder is not null) AddFolder(installation, wineFolder);
            else if (release.Packages.FirstOrDefault(package => !installation.HasSource(package.Name)) is DebPackage absent)
                throw new UserlandException(UserlandProblem.Wrong, $"{absent.Name} {absent.Version} ({absent.Architecture}) is needed too");
        });
    }

    StoreLock Lock() => StoreLock.Take(store.Folder, () => progress(new InstallProgress("waiting for another installation", 0)), cancellationToken);

    InstalledUserland Install(Action<Installation> addFiles)
    {
        using Installation installation = Installation.Begin(store, release.Name);
        addFiles(installation);
        return installation.Commit(release);
    }

    void AddFromArchive(Installation installation)
    {
        var apt = new AptDownload(installation.DownloadFolder, release.Suite, cancellationToken);
        AddPackages(installation, apt.Fetch(release.Packages, (step, done) => progress(new InstallProgress(step, done))));
    }

    void AddPackages(Installation installation, IReadOnlyList<string> paths)
    {
        List<(DebPackage Package, string Path)> known = [.. paths.Select(path => (Identify(path), path))];
        long total = known.Sum(one => one.Package.UnpackedBytes);
        long before = 0;
        foreach ((DebPackage package, string path) in known)
        {
            void Passed(long bytes) => progress(new InstallProgress("unpacking", total == 0 ? 0 : Math.Min(1, (double)(before + bytes) / total)));
            foreach (SourceFile file in DebFile.Read(path, package.Name, Passed, cancellationToken)) installation.Add(file);
            before += package.UnpackedBytes;
            installation.AddSource(new ManifestSource(package.Name, package.Version, package.License, package.Sha256));
        }
    }

    /// <summary>Which of the release's packages a file is, by its SHA-256.</summary>
    DebPackage Identify(string path)
    {
        if (!File.Exists(path)) throw new UserlandException(UserlandProblem.Host, $"{path}: there is no such file");
        progress(new InstallProgress("checking", 0));
        string hash = DebFile.Hash(path, cancellationToken);
        return release.Packages.FirstOrDefault(package => package.Sha256 == hash) ?? throw new UserlandException(UserlandProblem.Wrong,
            $"{path} is none of {string.Join(", ", release.Packages.Select(package => $"{package.Name} {package.Version} ({package.Architecture})"))}: its SHA-256 is {hash}");
    }

    void AddFolder(Installation installation, string folder)
    {
        progress(new InstallProgress("copying", 0));
        foreach (SourceFile file in WineFolder.Open(folder, release.Version).Read(cancellationToken)) installation.Add(file);
        installation.AddSource(new ManifestSource(Path.GetFullPath(folder), release.Version, release.License, null));
    }
}
