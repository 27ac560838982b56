using NtGlass.Install.Packages;

namespace NtGlass.Install.Store;

/// <summary>A userland in the user's cache, as <c>list</c> shows it.</summary>
public sealed record InstalledUserland(string Name, string Version, string License, int Files, long Bytes, string Path)
{
    /// <summary>The folder whose contents are the guest's <c>C:\WINDOWS\system32</c>.</summary>
    public string SystemFolder => System.IO.Path.Join(Path, FileSelection.SystemFolder);

    internal static InstalledUserland From(string folder, Manifest manifest) =>
        new(manifest.Name, manifest.Version, manifest.License, manifest.Files.Count, manifest.Bytes, folder);
}
