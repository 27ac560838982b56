using System.Security.Cryptography;
using System.Text;

namespace NtGlass.Kernel.Tests;

/// <summary>A host folder for one test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ntglass-test-").FullName;

    public string this[string name] => System.IO.Path.Join(Path, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    public string Read(string name) => File.ReadAllText(this[name]);

    /// <summary>Says everything about the folder that a run could change: names, kinds, contents and times.</summary>
    public string Fingerprint()
    {
        StringBuilder text = new();
        foreach (string path in Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            FileInfo file = new(path);
            bool isContent = file.LinkTarget is null && File.Exists(path);
            string content = isContent ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : file.LinkTarget ?? "folder";
            text.AppendLine($"{path} {content} {file.LastWriteTimeUtc.Ticks}");
        }
        return text.ToString();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
