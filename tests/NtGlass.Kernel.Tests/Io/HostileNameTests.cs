using NtGlass.Abi;
using NtGlass.Host;
using Xunit;
using HostDirectory = System.IO.Directory;
using static NtGlass.Kernel.Tests.FileBench;

namespace NtGlass.Kernel.Tests;

/// <summary>No name that a guest gives reaches a file of the host outside the mounted folder.</summary>
public sealed class HostileNameTests : IDisposable
{
    readonly TemporaryFolder outside = new();
    readonly TemporaryFolder work = new();
    readonly GuestBench guest;
    readonly uint block, cell;

    public HostileNameTests()
    {
        outside.Write("secret", "host only");
        work.Write("inside/file", "guest");
        File.CreateSymbolicLink(work["link"], outside["secret"]);
        File.CreateSymbolicLink(work["folder"], outside.Path);
        File.CreateSymbolicLink(work["up"], "..");
        guest = new GuestBench(new VolumeOptions { Mounts = [new VolumeMount(work.Path, @"C:\work", IsWritable: true)] });
        block = guest.Take(8);
        cell = guest.Take(4);
    }

    public void Dispose()
    {
        guest.Dispose();
        work.Dispose();
        outside.Dispose();
    }

    NtStatus Open(string name, uint disposition, uint options = Synchronous, uint access = GenericAll) =>
        guest.Call("NtCreateFile", cell, access, guest.Attributes(name), block, 0, 0x80, 7, disposition, options, 0, 0);

    [Theory]
    [InlineData(@"\??\C:\work\..\x", "C0000033")]
    [InlineData(@"\??\C:\work\inside\..\..\..\x", "C0000033")]
    [InlineData(@"\??\C:\work\.\x", "C0000033")]
    [InlineData(@"\??\C:\work\inside/../../x", "C0000033")]
    [InlineData(@"\??\C:\work\x:stream", "C0000033")]
    [InlineData(@"\??\C:\work\inside:stream:$DATA", "C0000033")]
    [InlineData(@"\??\C:\work\link", "C0000022")]
    [InlineData(@"\??\C:\work\folder\secret", "C000003A")]
    [InlineData(@"\??\C:\work\up\x", "C000003A")]
    [InlineData("\\??\\C:\\work\\zero\0x", "C0000033")]
    [InlineData(@"\??\C:\work\x*", "C0000033")]
    [InlineData(@"\??\C:\..\etc\passwd", "C0000033")]
    [InlineData(@"\??\C:\/etc/passwd", "C0000033")]
    [InlineData(@"\??\Z:\etc\passwd", "C000003A")]
    [InlineData(@"\??\UNC\server\share\x", "C000003A")]
    [InlineData(@"\??\unix\etc\passwd", "C000003A")]
    [InlineData(@"\Device\HarddiskVolume1\work\..\x", "C0000033")]
    [InlineData(@"\Device\HarddiskVolume2\x", "C000003A")]
    public void BadNamesOpenNothing(string name, string status)
    {
        NtStatus expected = new(Convert.ToUInt32(status, 16));
        foreach (uint disposition in new[] { OpenIf, Create, OverwriteIf, Supersede }) Assert.Equal(expected, Open(name, disposition));
        Assert.Equal("host only", File.ReadAllText(outside["secret"]));
        Assert.Equal(["secret"], HostDirectory.EnumerateFileSystemEntries(outside.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("NUL")]
    [InlineData("COM1")]
    [InlineData("aux.txt")]
    [InlineData("dot.")]
    [InlineData("blank ")]
    [InlineData("...")]
    [InlineData("~root")]
    [InlineData("-rf")]
    [InlineData("$(id)")]
    public void OddNamesAreFilesInTheFolder(string name)
    {
        Assert.Equal(NtStatus.Success, Open(@"\??\C:\work\inside\" + name, Create));
        Assert.Equal(NtStatus.Success, guest.Call("NtClose", guest.Read32(cell)));
        Assert.True(File.Exists(work["inside/" + name]));
        Assert.Equal(2, HostDirectory.GetFileSystemEntries(work["inside"]).Length);
    }

    [Fact]
    public void CaseMakesNoSecondFile()
    {
        Assert.Equal(NtStatus.ObjectNameCollision, Open(@"\??\c:\WORK\INSIDE\FILE", Create));
        Assert.Equal(NtStatus.Success, Open(@"\??\c:\WORK\INSIDE\FILE", Overwrite));
        Assert.Equal(["file"], HostDirectory.EnumerateFileSystemEntries(work["inside"]).Select(Path.GetFileName));
    }

    [Fact]
    public void RenamesStayInTheMount()
    {
        Assert.Equal(NtStatus.Success, Open(@"\??\C:\work\inside\file", FileBench.Open));
        uint file = guest.Read32(cell);
        foreach (string target in new[] { @"\??\C:\work\..\x", @"..\x", @"\??\C:\work\folder\x", @"\??\C:\work\a/b", @"\??\C:\WINDOWS\x" })
        {
            byte[] name = System.Text.Encoding.Unicode.GetBytes(target);
            byte[] given = [1, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(name.Length), .. name];
            Assert.False(guest.Call("NtSetInformationFile", file, block, guest.Put(given), (uint)given.Length, 10).IsSuccess);
        }
        Assert.Equal("guest", File.ReadAllText(work["inside/file"]));
    }

    [Fact]
    public void ALinkThatTakesAFoldersPlaceIsNotFollowed()
    {
        Assert.Equal(NtStatus.Success, Open(@"\??\C:\work\inside", FileBench.Open, Synchronous | FileBench.Directory, GenericRead));
        HostDirectory.Delete(work["inside"], recursive: true);
        HostDirectory.CreateSymbolicLink(work["inside"], outside.Path);
        Assert.False(Open(@"\??\C:\work\inside\secret", FileBench.Open).IsSuccess);
        Assert.False(Open(@"\??\C:\work\inside\new", Create).IsSuccess);
        Assert.Equal(["secret"], HostDirectory.EnumerateFileSystemEntries(outside.Path).Select(Path.GetFileName));
    }
}
