using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class VolumeNameTests : IDisposable
{
    readonly TemporaryFolder work = new();

    public void Dispose() => work.Dispose();

    [Fact]
    public void NamesAreFoundInAnyCaseAndKeepTheirs()
    {
        work.Write("MixedCase.Txt", "");
        using VolumeBench bench = new(work);
        Assert.Equal("MixedCase.Txt", bench.Node(@"\WORK\mixedcase.TXT").Name);
        Assert.Equal(@"\work\MixedCase.Txt", bench.Node(@"\WORK\mixedcase.TXT").Path);
    }

    [Fact]
    public void OfTwoHostNamesTheFirstByCodePointIsShown()
    {
        work.Write("readme", "lower");
        work.Write("README", "upper");
        using VolumeBench bench = new(work);
        Assert.Equal(["README"], bench.List(@"\work"));
        Assert.Equal("upper", bench.Read(@"\work\readme"));
    }

    [Theory]
    [InlineData("a:b")]
    [InlineData("a<b")]
    [InlineData("a|b")]
    [InlineData("a*")]
    [InlineData("a?")]
    [InlineData("a\u0001")]
    [InlineData("a\"b")]
    [InlineData("back\\slash")]
    public void HostNamesThatNtCannotHaveAreNotShown(string name)
    {
        File.WriteAllText(work[name], "");
        using VolumeBench bench = new(work);
        Assert.Empty(bench.List(@"\work"));
    }

    [Theory]
    [InlineData(@"\work\a:b", "C0000033")]
    [InlineData(@"\work\a/b", "C0000033")]
    [InlineData(@"\work\..\x", "C0000033")]
    [InlineData(@"\work\\x", "C0000033")]
    [InlineData(@"\nowhere\x", "C000003A")]
    [InlineData(@"\work\file\x", "C000003A")]
    [InlineData(@"\work\x", "C0000034")]
    public void BadPathsHaveNtsStatuses(string path, string status)
    {
        work.Write("file", "");
        using VolumeBench bench = new(work);
        Assert.Equal(new NtStatus(Convert.ToUInt32(status, 16)), bench.Find(path, out _));
    }

    [Fact]
    public void NameHasAtMost255Characters()
    {
        using VolumeBench bench = new(work);
        VolumeNode temp = bench.Node(@"\WINDOWS\Temp");
        Assert.Equal(NtStatus.Success, bench.Volume.Create(temp, new string('a', 255), false, 0, out _));
        Assert.Equal(NtStatus.ObjectNameInvalid, bench.Volume.Create(temp, new string('a', 256), false, 0, out _));
    }

    [Fact]
    public void ListsInTheOrderOfUpperCaseNames()
    {
        foreach (string name in new[] { "b", "A", "_", "c", "Z" }) work.Write(name, "");
        using VolumeBench bench = new(work);
        Assert.Equal(["A", "b", "c", "Z", "_"], bench.List(@"\work"));
    }

    [Theory]
    [InlineData(@"D:\x")]
    [InlineData(@"C:\")]
    [InlineData(@"C:\a*b")]
    [InlineData(@"C:\WINDOWS\system32")]
    public void MountAtABadPlaceIsRefused(string guestPath)
    {
        VolumeOptions options = new() { Mounts = [new VolumeMount(work.Path, guestPath)] };
        Assert.Throws<VolumeException>(() => new GuestVolume(options, new VirtualClock()));
    }

    [Fact]
    public void MountOfAMissingFolderIsRefused()
    {
        VolumeOptions options = new() { Mounts = [new VolumeMount(work["missing"], @"C:\work")] };
        Assert.Throws<VolumeException>(() => new GuestVolume(options, new VirtualClock()));
    }
}
