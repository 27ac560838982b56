using System.Xml.Linq;
using Xunit;

namespace NtGlass.Tools.Tests;

/// <summary>Holds the project references against the table in ARCHITECTURE.md.</summary>
public sealed class ArchitectureTests
{
    static readonly string Root = GoldenFile.RepositoryFolder();

    [Fact]
    public void ProjectsReferenceOnlyWhatTheTableAllows()
    {
        Dictionary<string, HashSet<string>> allowed = Table();
        foreach (string path in Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            string project = Path.GetFileNameWithoutExtension(path);
            if (project == "NtGlass.Generators") continue;
            Assert.True(allowed.ContainsKey(project), $"{project} is not in the table of ARCHITECTURE.md.");
            foreach (string reference in References(path))
                Assert.True(allowed[project].Contains(reference), $"{project} references {reference}, which ARCHITECTURE.md does not allow.");
        }
    }

    [Fact]
    public void TheTableHasNoCycle()
    {
        Dictionary<string, HashSet<string>> allowed = Table();
        while (allowed.Count > 0)
        {
            string? leaf = allowed.Keys.FirstOrDefault(name => allowed[name].All(reference => !allowed.ContainsKey(reference)));
            Assert.True(leaf is not null, $"These reference each other: {string.Join(", ", allowed.Keys)}");
            allowed.Remove(leaf);
        }
    }

    [Fact]
    public void OnlyMemoryAndCpuAreUnsafe() =>
        Assert.Equal(["NtGlass.Cpu", "NtGlass.Memory"], Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(path => XDocument.Load(path).Descendants("AllowUnsafeBlocks").Any(element => element.Value == "true"))
            .Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal));

    static Dictionary<string, HashSet<string>> Table() => File.ReadLines(Path.Combine(Root, "ARCHITECTURE.md"))
        .Where(line => line.StartsWith("| NtGlass.", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(
            cells => cells[0],
            cells => cells.Length < 2 ? [] : cells[1].Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(name => $"NtGlass.{name}").ToHashSet());

    static IEnumerable<string> References(string path) => XDocument.Load(path).Descendants("ProjectReference")
        .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value.Replace('\\', '/')))
        .Where(name => name != "NtGlass.Generators");
}
