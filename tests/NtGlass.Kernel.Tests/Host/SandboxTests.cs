using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class SandboxTests : IDisposable
{
    readonly TemporaryFolder work = new();
    readonly TemporaryFolder data = new();

    public SandboxTests()
    {
        work.Write("a.txt", "host");
        work.Write("gone", "");
        work.Write("dir/inner", "inner");
    }

    public void Dispose()
    {
        work.Dispose();
        data.Dispose();
    }

    VolumeBench Open() => new(work, sandbox: "test", sandboxes: data.Path);

    static void Change(VolumeBench bench)
    {
        bench.Write(@"\work\a.txt", "guest");
        bench.Create(@"\work\new", isFolder: true);
        bench.Create(@"\work\new\b", "b");
        bench.Rename(@"\work\dir", @"\work\new\moved");
        bench.Create(@"\work\new\moved\c", "c");
        bench.Volume.Delete(bench.Node(@"\work\gone"));
        bench.Node(@"\work\new\b").SetAttributes(FileAttributes.Hidden);
    }

    static void Check(VolumeBench bench)
    {
        Assert.Equal("guest", bench.Read(@"\work\a.txt"));
        Assert.Equal("b", bench.Read(@"\work\new\b"));
        Assert.Equal("inner", bench.Read(@"\work\new\moved\inner"));
        Assert.Equal("c", bench.Read(@"\work\new\moved\c"));
        Assert.Equal(["a.txt", "new"], bench.List(@"\work"));
        Assert.Equal(FileAttributes.Hidden, bench.Node(@"\work\new\b").Attributes);
    }

    [Fact]
    public void NamedSandboxKeepsTheDisk()
    {
        string before = work.Fingerprint();
        using (VolumeBench first = Open()) Change(first);
        for (int run = 0; run < 2; run++)
        {
            using VolumeBench next = Open();
            Check(next);
        }
        Assert.Equal(before, work.Fingerprint());
    }

    [Fact]
    public void BrokenOffRunLosesAtMostTheLastRecord()
    {
        using TemporaryFolder copy = new();
        using (VolumeBench first = Open())
        {
            Change(first);
            Copy(data["test"], copy["test"]);
        }
        File.AppendAllText(copy["test/journal"], "gone\t\\work\\a.t");
        using VolumeBench bench = new(work, sandbox: "test", sandboxes: copy.Path);
        Check(bench);
    }

    [Fact]
    public void UnusedContentsAreSwept()
    {
        using (VolumeBench first = Open()) Change(first);
        File.WriteAllText(data["test/files/0000ffff"], "orphan");
        using VolumeBench bench = Open();
        Assert.False(File.Exists(data["test/files/0000ffff"]));
        Check(bench);
    }

    [Fact]
    public void SecondRunIsRefused()
    {
        using VolumeBench first = Open();
        Assert.Contains("in use", Assert.Throws<VolumeException>(Open).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    public void BadSandboxNamesAreRefused(string name) =>
        Assert.Throws<VolumeException>(() => new VolumeBench(work, sandbox: name, sandboxes: data.Path));

    [Fact]
    public void DamagedJournalIsRefused()
    {
        using (VolumeBench first = Open()) Change(first);
        File.AppendAllText(data["test/journal"], "nonsense\n");
        Assert.Throws<VolumeException>(Open);
    }

    [Fact]
    public void ReplacedFileKeepsItsContentAcrossRuns()
    {
        using (VolumeBench first = Open())
        {
            first.Create(@"\work\t", "t");
            first.Rename(@"\work\t", @"\work\a.txt", replace: true);
        }
        using VolumeBench second = Open();
        Assert.Equal("t", second.Read(@"\work\a.txt"));
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.Join(to, "files"));
        File.WriteAllBytes(Path.Join(to, "journal"), ReadShared(Path.Join(from, "journal")));
        foreach (string file in Directory.EnumerateFiles(Path.Join(from, "files")))
            File.WriteAllBytes(Path.Join(to, "files", Path.GetFileName(file)), ReadShared(file));
    }

    static byte[] ReadShared(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
