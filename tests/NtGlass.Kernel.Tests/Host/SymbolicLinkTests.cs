using System.Diagnostics;
using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class SymbolicLinkTests : IDisposable
{
    readonly TemporaryFolder outside = new();
    readonly TemporaryFolder work = new();

    public SymbolicLinkTests()
    {
        outside.Write("secret", "secret");
        outside.Write("folder/secret", "secret");
        work.Write("inside", "inside");
        work.Write("sub/file", "file");
    }

    public void Dispose()
    {
        work.Dispose();
        outside.Dispose();
    }

    [Fact]
    public void LinksOutOfTheMountAreNotThere()
    {
        File.CreateSymbolicLink(work["absolute"], outside["secret"]);
        File.CreateSymbolicLink(work["relative"], $"../{Path.GetFileName(outside.Path)}/secret");
        Directory.CreateSymbolicLink(work["folder"], outside["folder"]);
        Directory.CreateSymbolicLink(work["up"], "..");
        File.CreateSymbolicLink(work["hop"], "absolute");
        File.CreateSymbolicLink(work["proc"], "/proc/self/cwd");
        using VolumeBench bench = new(work);
        Assert.Equal(["inside", "sub"], bench.List(@"\work"));
        Assert.Equal(NtStatus.ObjectNameNotFound, bench.Find(@"\work\absolute", out _));
        Assert.Equal(NtStatus.ObjectPathNotFound, bench.Find(@"\work\folder\secret", out _));
    }

    [Fact]
    public void LinksInsideTheMountAreFollowed()
    {
        File.CreateSymbolicLink(work["link"], "inside");
        Directory.CreateSymbolicLink(work["other"], work["sub"]);
        using VolumeBench bench = new(work);
        Assert.Equal("inside", bench.Read(@"\work\link"));
        Assert.Equal("file", bench.Read(@"\work\other\file"));
    }

    [Fact]
    public void LoopsAndDeadLinksAreNotThere()
    {
        File.CreateSymbolicLink(work["one"], "two");
        File.CreateSymbolicLink(work["two"], "one");
        File.CreateSymbolicLink(work["dead"], "nothing");
        using VolumeBench bench = new(work);
        Assert.Equal(["inside", "sub"], bench.List(@"\work"));
    }

    [Fact]
    public void FileReplacedByALinkIsNotOpened()
    {
        using VolumeBench bench = new(work);
        VolumeNode node = bench.Node(@"\work\inside");
        File.Delete(work["inside"]);
        File.CreateSymbolicLink(work["inside"], outside["secret"]);
        Assert.Equal(NtStatus.AccessDenied, node.Read(0, new byte[10], out _));
        Assert.Equal(NtStatus.AccessDenied, node.Write(0, "x"u8));
    }

    [Fact]
    public void FolderReplacedByALinkIsNotFollowed()
    {
        using VolumeBench bench = new(work, writable: true);
        VolumeNode file = bench.Node(@"\work\sub\file");
        VolumeNode folder = bench.Node(@"\work\sub");
        string before = outside.Fingerprint();
        Directory.Delete(work["sub"], recursive: true);
        Directory.CreateSymbolicLink(work["sub"], outside["folder"]);
        Assert.NotEqual(NtStatus.Success, file.Write(0, "x"u8));
        Assert.Equal(NtStatus.AccessDenied, bench.Volume.Create(folder, "new", false, 0, out _));
        Assert.Equal(NtStatus.AccessDenied, bench.Volume.Delete(file));
        Assert.Equal(before, outside.Fingerprint());
    }

    [Fact]
    public void DeletingALinkKeepsItsTarget()
    {
        File.CreateSymbolicLink(work["link"], "inside");
        using VolumeBench bench = new(work, writable: true);
        Assert.Equal(NtStatus.Success, bench.Volume.Delete(bench.Node(@"\work\link")));
        Assert.Equal("inside", work.Read("inside"));
        Assert.Null(new FileInfo(work["link"]).LinkTarget);
    }

    [Fact]
    public void PipesAreNotShown()
    {
        using Process make = Process.Start("mkfifo", work["pipe"]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        using VolumeBench bench = new(work);
        Assert.Equal(["inside", "sub"], bench.List(@"\work"));
    }
}
