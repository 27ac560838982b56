using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class ExportTests : IDisposable
{
    readonly TemporaryFolder work = new();
    readonly TemporaryFolder target = new();

    public void Dispose()
    {
        work.Dispose();
        target.Dispose();
    }

    [Fact]
    public void NewAndChangedFilesComeOut()
    {
        work.Write("a.txt", "host");
        work.Write("dir/deep", "deep");
        work.Write("untouched", "");
        using VolumeBench bench = new(work);
        bench.Write(@"\work\a.txt", "guest");
        bench.Create(@"\WINDOWS\Temp\t", "t");
        bench.Rename(@"\work\dir", @"\work\other");
        ExportReport report = bench.Volume.Export(target["out"]);
        Assert.True(report.IsComplete);
        Assert.Equal("guest", target.Read("out/work/a.txt"));
        Assert.Equal("t", target.Read("out/WINDOWS/Temp/t"));
        Assert.Equal("deep", target.Read("out/work/other/deep"));
        Assert.False(File.Exists(target["out/work/untouched"]));
    }

    [Fact]
    public void HostFilesAreNotOverwritten()
    {
        target.Write("work/a", "mine");
        target.Write("work/b", "same");
        using VolumeBench bench = new(work);
        bench.Create(@"\work\a", "guest");
        bench.Create(@"\work\b", "same");
        ExportReport report = bench.Volume.Export(target.Path);
        Assert.Equal([ExportOutcome.Refused, ExportOutcome.Same], report.Files.Select(file => file.Outcome));
        Assert.False(report.IsComplete);
        Assert.Equal("mine", target.Read("work/a"));
    }

    [Fact]
    public void LinksInTheTargetAreNotFollowed()
    {
        using TemporaryFolder outside = new();
        Directory.CreateSymbolicLink(target["work"], outside.Path);
        using VolumeBench bench = new(work);
        bench.Create(@"\work\a", "guest");
        Assert.Equal([ExportOutcome.Refused], bench.Volume.Export(target.Path).Files.Select(file => file.Outcome));
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside.Path));
    }
}
