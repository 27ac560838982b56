using System.Runtime.CompilerServices;
using Xunit;

namespace NtGlass.Tools.Tests;

/// <summary>Texts that are compared with files under Golden/; <c>./test --accept</c> rewrites the files, to be read as diffs.</summary>
static class GoldenFile
{
    public static void Check(string name, string actual, [CallerFilePath] string caller = "")
    {
        string path = Path.Combine(RepositoryFolder(caller), "tests", "NtGlass.Tools.Tests", "Golden", name);
        if (Environment.GetEnvironmentVariable("NTGLASS_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        Assert.True(File.Exists(path), $"{path} is missing; ./test --accept writes it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    public static string RepositoryFolder([CallerFilePath] string caller = "")
    {
        DirectoryInfo folder = new(Path.GetDirectoryName(caller)!);
        while (!File.Exists(Path.Combine(folder.FullName, "NtGlass.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
