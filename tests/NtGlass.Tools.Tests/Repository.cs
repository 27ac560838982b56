namespace NtGlass.Tools.Tests;

/// <summary>The working tree that the tests were built from.</summary>
static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    static string Find(string folder) => File.Exists(Path.Combine(folder, "Directory.Packages.props"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests do not run inside the repository."));
}
