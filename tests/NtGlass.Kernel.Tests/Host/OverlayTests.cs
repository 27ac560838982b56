using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class OverlayTests : IDisposable
{
    readonly TemporaryFolder work = new();

    public void Dispose() => work.Dispose();

    [Fact]
    public void WritesStayInTheOverlay()
    {
        work.Write("a.txt", "host");
        work.Write("sub/b.txt", "below");
        string before = work.Fingerprint();
        using VolumeBench bench = new(work);
        bench.Write(@"\work\a.txt", "guest");
        bench.Create(@"\work\new.txt", "new");
        bench.Rename(@"\work\sub", @"\work\moved");
        Assert.Equal(NtStatus.Success, bench.Volume.Delete(bench.Node(@"\work\moved\b.txt")));
        Assert.Equal("guest", bench.Read(@"\work\a.txt"));
        Assert.Equal(before, work.Fingerprint());
        Assert.Equal(
            [@"Modified C:\work\a.txt", @"Renamed C:\work\moved from C:\work\sub", @"Deleted C:\work\moved\b.txt", @"Created C:\work\new.txt"],
            bench.Changes);
    }

    [Fact]
    public void ReadingCopiesNothing()
    {
        work.Write("a.txt", "host");
        using VolumeBench bench = new(work);
        Assert.Equal("host", bench.Read(@"\work\a.txt"));
        Assert.Equal(bench.Volume.TotalBytes, bench.Volume.FreeBytes);
        Assert.Empty(bench.Changes);
    }

    [Fact]
    public void PartialWriteKeepsTheRestOfTheFile()
    {
        work.Write("a.txt", "0123456789");
        using VolumeBench bench = new(work);
        Assert.Equal(NtStatus.Success, bench.Node(@"\work\a.txt").Write(4, "xy"u8));
        Assert.Equal("0123xy6789", bench.Read(@"\work\a.txt"));
        Assert.Equal(NtStatus.Success, bench.Node(@"\work\a.txt").SetLength(3));
        Assert.Equal("012", bench.Read(@"\work\a.txt"));
    }

    [Fact]
    public void WriteBeyondTheEndFillsWithZeros()
    {
        using VolumeBench bench = new(work);
        VolumeNode node = bench.Create(@"\work\a");
        Assert.Equal(NtStatus.Success, node.Write(3, "x"u8));
        Assert.Equal("\0\0\0x", bench.Read(@"\work\a"));
    }

    [Fact]
    public void LimitOnSpaceIsDiskFull()
    {
        work.Write("a.txt", new string('a', 80));
        using VolumeBench bench = new(work, limit: 100 + GuestVolume.EntryBytes);
        VolumeNode node = bench.Create(@"\WINDOWS\Temp\t");
        Assert.Equal(NtStatus.Success, node.Write(0, new byte[60]));
        Assert.Equal(NtStatus.DiskFull, node.Write(60, new byte[41]));
        Assert.Equal(NtStatus.DiskFull, node.SetLength(101));
        Assert.Equal(NtStatus.DiskFull, bench.Node(@"\work\a.txt").Write(0, "b"u8));
        Assert.Equal(40, bench.Volume.FreeBytes);
        Assert.Equal(NtStatus.Success, bench.Volume.Delete(node));
        node.Release();
        Assert.Equal(100 + GuestVolume.EntryBytes, bench.Volume.FreeBytes);
    }

    [Fact]
    public void DeletedFileCanBeMadeAgain()
    {
        work.Write("a.txt", "host");
        using VolumeBench bench = new(work);
        Assert.Equal(NtStatus.Success, bench.Volume.Delete(bench.Node(@"\work\a.txt")));
        Assert.Equal(NtStatus.ObjectNameNotFound, bench.Find(@"\work\a.txt", out _));
        Assert.Equal([@"Deleted C:\work\a.txt"], bench.Changes);
        bench.Create(@"\work\A.TXT", "other");
        Assert.Equal(["A.TXT"], bench.List(@"\work"));
        Assert.Equal([@"Modified C:\work\A.TXT"], bench.Changes);
    }

    [Fact]
    public void RenamingAFolderTakesUnreadFilesAlong()
    {
        work.Write("a/deep/file", "content");
        using VolumeBench bench = new(work);
        bench.Rename(@"\work\a", @"\WINDOWS\Temp\b");
        Assert.Equal("content", bench.Read(@"\WINDOWS\Temp\b\deep\file"));
        Assert.Equal([@"Renamed C:\WINDOWS\Temp\b from C:\work\a"], bench.Changes);
    }

    [Fact]
    public void RenameReplacesOnlyWhenAsked()
    {
        using VolumeBench bench = new(work);
        bench.Create(@"\work\a", "a");
        bench.Create(@"\work\b", "b");
        Assert.Equal(NtStatus.ObjectNameCollision, bench.Volume.Rename(bench.Node(@"\work\a"), bench.Node(@"\work"), "B", replace: false));
        bench.Rename(@"\work\a", @"\work\b", replace: true);
        Assert.Equal("a", bench.Read(@"\work\b"));
        Assert.Equal(["b"], bench.List(@"\work"));
    }

    [Fact]
    public void FolderCannotMoveIntoItself()
    {
        using VolumeBench bench = new(work);
        bench.Create(@"\work\a", isFolder: true);
        VolumeNode inner = bench.Create(@"\work\a\b", isFolder: true);
        Assert.Equal(NtStatus.InvalidParameter, bench.Volume.Rename(bench.Node(@"\work\a"), inner, "c", replace: false));
    }

    [Fact]
    public void MountsAndRootStay()
    {
        using VolumeBench bench = new(work);
        Assert.Equal(NtStatus.AccessDenied, bench.Volume.Delete(bench.Node(@"\work")));
        Assert.Equal(NtStatus.AccessDenied, bench.Volume.Delete(bench.Volume.Root));
        Assert.Equal(NtStatus.AccessDenied, bench.Volume.Rename(bench.Node(@"\work"), bench.Node(@"\WINDOWS"), "w", replace: false));
    }

    [Fact]
    public void FolderWithEntriesIsNotDeleted()
    {
        work.Write("sub/a", "");
        using VolumeBench bench = new(work);
        Assert.Equal(NtStatus.DirectoryNotEmpty, bench.Volume.Delete(bench.Node(@"\work\sub")));
    }

    [Fact]
    public void WritableMountTakesChangesItself()
    {
        work.Write("a.txt", "host");
        work.Write("old", "");
        using VolumeBench bench = new(work, writable: true);
        bench.Write(@"\work\a.txt", "guest");
        bench.Create(@"\work\new", "n");
        bench.Create(@"\work\folder", isFolder: true);
        bench.Rename(@"\work\new", @"\work\folder\moved");
        Assert.Equal(NtStatus.Success, bench.Volume.Delete(bench.Node(@"\work\old")));
        Assert.Equal("guest", work.Read("a.txt"));
        Assert.Equal("n", work.Read("folder/moved"));
        Assert.False(File.Exists(work["old"]));
        Assert.Equal(
            [@"Modified C:\work\a.txt on host", @"Created C:\work\folder on host", @"Created C:\work\folder\moved on host", @"Deleted C:\work\old on host"],
            bench.Changes);
        Assert.Equal(NtStatus.NotSameDevice, bench.Volume.Rename(bench.Node(@"\work\a.txt"), bench.Node(@"\WINDOWS"), "a", replace: false));
    }

    [Fact]
    public void SystemFilesCanBeOverlaid()
    {
        using VolumeBench bench = new(work);
        bench.Write(@"\windows\SYSTEM32\NTDLL.DLL", "patched");
        Assert.Equal("patched", bench.Read(@"\WINDOWS\system32\ntdll.dll"));
        Assert.Equal([@"Modified C:\WINDOWS\system32\ntdll.dll"], bench.Changes);
    }

    [Fact]
    public void AttributesAndTimesBelongToTheGuest()
    {
        work.Write("a.txt", "host");
        string before = work.Fingerprint();
        using VolumeBench bench = new(work);
        VolumeNode node = bench.Node(@"\work\a.txt");
        Assert.Equal(FileAttributes.Archive, node.Attributes);
        Assert.Equal(NtStatus.Success, node.SetAttributes(FileAttributes.Hidden | FileAttributes.ReadOnly));
        Assert.Equal(NtStatus.Success, node.SetTimes(VolumeTimes.All(1234)));
        Assert.Equal(FileAttributes.Hidden | FileAttributes.ReadOnly, bench.Node(@"\work\A.TXT").Attributes);
        Assert.Equal(VolumeTimes.All(1234), bench.Node(@"\work\A.TXT").Times);
        Assert.Equal(before, work.Fingerprint());
    }

    [Fact]
    public void LargeFilesAreCopiedWhole()
    {
        byte[] bytes = new byte[(3 << 20) + 17];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(work["big"], bytes);
        using VolumeBench bench = new(work);
        VolumeNode node = bench.Node(@"\work\big");
        Assert.Equal(NtStatus.Success, node.Write(0, [(byte)~bytes[0]]));
        byte[] read = new byte[bytes.Length];
        Assert.Equal(NtStatus.Success, node.Read(0, read, out int count));
        Assert.Equal(bytes.Length, count);
        Assert.True(bytes.AsSpan(1).SequenceEqual(read.AsSpan(1)));
    }
}
