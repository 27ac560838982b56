using System.Text.Json;
using System.Text.Json.Serialization;

namespace NtGlass.Install.Store;

/// <summary>What was installed: version, licence, sources, and the SHA-256 of each file.</summary>
public sealed record Manifest(
    string Name, string Version, string License, IReadOnlyList<ManifestSource> Sources, string Changes, DateTimeOffset Installed, IReadOnlyList<ManifestFile> Files)
{
    public const string FileName = "manifest.json";

    public long Bytes => Files.Sum(file => file.Bytes);

    /// <exception cref="UserlandException">The folder holds no readable manifest.</exception>
    public static Manifest Read(string folder)
    {
        try
        {
            using FileStream stream = File.OpenRead(Path.Join(folder, FileName));
            return JsonSerializer.Deserialize(stream, ManifestJson.Default.Manifest) ?? throw new JsonException("it is empty");
        }
        catch (Exception error) when (error is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserlandException(UserlandProblem.Wrong, $"{folder} has no readable {FileName}: {error.Message}", error);
        }
    }

    public void Write(string folder)
    {
        using FileStream stream = File.Create(Path.Join(folder, FileName));
        JsonSerializer.Serialize(stream, this, ManifestJson.Default.Manifest);
    }
}

/// <summary>A package, with its SHA-256, or a folder that files came from.</summary>
public sealed record ManifestSource(string Name, string? Version, string? License, string? Sha256);

/// <summary>One installed file, by its path in the userland's folder.</summary>
public sealed record ManifestFile(string Path, long Bytes, string Sha256, string Source);

/// <summary>Manifests as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(InstalledUserland[]))]
public sealed partial class ManifestJson : JsonSerializerContext;
