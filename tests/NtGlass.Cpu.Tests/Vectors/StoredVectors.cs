namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>The stored vector file, read once: the one beside the tests, or the one that NTGLASS_VECTORS names.</summary>
public static class StoredVectors
{
    private static readonly Lazy<ILookup<string, Vector>> Vectors = new(() => VectorFile.Read(FilePath).ToLookup(v => v.Class));

    public static string FilePath =>
        Environment.GetEnvironmentVariable("NTGLASS_VECTORS") ?? Path.Combine(AppContext.BaseDirectory, "cpu.vec.gz");

    public static IEnumerable<string> Classes => Vectors.Value.Select(group => group.Key).Order(StringComparer.Ordinal);

    public static IEnumerable<Vector> All => Vectors.Value.SelectMany(group => group);

    public static IReadOnlyCollection<Vector> OfClass(string name) => [.. Vectors.Value[name]];
}
