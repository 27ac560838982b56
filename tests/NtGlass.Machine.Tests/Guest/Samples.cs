namespace NtGlass.Machine.Tests.Guest;

/// <summary>The programs of the folder samples.</summary>
public static class Samples
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples");

    public static TheoryData<string> All => [.. Directory.EnumerateFiles(Folder, "*.exe").Select(Path.GetFileNameWithoutExtension).Order().OfType<string>()];

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".exe"));
}
