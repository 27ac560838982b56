namespace NtGlass.Tools.Tests.Cli;

/// <summary>Programs for the tests, in <c>tests/guest/cli</c>, and the samples.</summary>
static class GuestPrograms
{
    public static string Path(string name) => System.IO.Path.Combine(GoldenFile.RepositoryFolder(), "tests", "guest", "cli", name + ".exe");

    public static string Sample(string name) => System.IO.Path.Combine(GoldenFile.RepositoryFolder(), "samples", name + ".exe");
}
