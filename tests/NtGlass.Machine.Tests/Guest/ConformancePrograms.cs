namespace NtGlass.Machine.Tests.Guest;

/// <summary>The programs of the folder tests/guest, which hold what they see against what Windows documents.</summary>
public static class ConformancePrograms
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "conformance");

    public static TheoryData<string> All => [.. Directory.EnumerateFiles(Folder, "*.exe").Select(Path.GetFileNameWithoutExtension).Order().OfType<string>()];

    /// <summary>The libraries that programs load, by the path at which the guest has them.</summary>
    public static Dictionary<string, ReadOnlyMemory<byte>> Libraries => Directory.EnumerateFiles(Folder, "*.dll")
        .ToDictionary(path => @"C:\app\" + Path.GetFileName(path), path => new ReadOnlyMemory<byte>(File.ReadAllBytes(path)));

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".exe"));
}
