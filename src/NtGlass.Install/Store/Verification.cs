using System.Security.Cryptography;
using NtGlass.Install.Packages;

namespace NtGlass.Install.Store;

/// <summary>Holds an installed userland against its manifest.</summary>
public static class Verification
{
    /// <summary>One line for each file that is missing, changed or too many; none when all is as it was installed.</summary>
    public static IEnumerable<string> Problems(string folder, CancellationToken cancellationToken)
    {
        Manifest manifest = Manifest.Read(folder);
        foreach (ManifestFile file in manifest.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = Path.Join(folder, file.Path);
            if (!File.Exists(path)) yield return $"{file.Path} is missing";
            else if (!IsSame(path, file)) yield return $"{file.Path} was changed: its SHA-256 is not {file.Sha256}";
        }
        HashSet<string> known = [.. manifest.Files.Select(file => Path.Join(folder, file.Path))];
        string system = Path.Join(folder, FileSelection.SystemFolder);
        if (!Directory.Exists(system)) yield break;
        foreach (string path in Directory.EnumerateFiles(system).Where(path => !known.Contains(path)))
            yield return $"{FileSelection.SystemFolder}/{Path.GetFileName(path)} was not installed with it";
    }

    static bool IsSame(string path, ManifestFile file)
    {
        using FileStream stream = File.OpenRead(path);
        return stream.Length == file.Bytes && Convert.ToHexStringLower(SHA256.HashData(stream)) == file.Sha256;
    }
}
