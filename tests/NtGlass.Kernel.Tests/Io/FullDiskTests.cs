using NtGlass.Abi;
using NtGlass.Host;
using Xunit;
using static NtGlass.Kernel.Tests.FileBench;

namespace NtGlass.Kernel.Tests;

/// <summary>The disk's limit holds at every way of writing.</summary>
public sealed class FullDiskTests : IDisposable
{
    const int Limit = 0x4000;
    const string Overlay = @"\??\C:\Temp\a", ThroughMount = @"\??\C:\work\a";

    readonly TemporaryFolder work = new();
    readonly GuestBench guest;
    readonly uint block, cell;

    public FullDiskTests()
    {
        work.Write("big", new string('x', 2 * Limit));
        guest = new GuestBench(new VolumeOptions
        {
            Mounts = [new VolumeMount(work.Path, @"C:\work", IsWritable: true), new VolumeMount(work.Path, @"C:\read")],
            SpaceLimit = Limit,
        });
        block = guest.Take(8);
        cell = guest.Take(4);
    }

    public void Dispose()
    {
        guest.Dispose();
        work.Dispose();
    }

    uint Open(string name, uint disposition = Create, uint options = Synchronous)
    {
        Assert.Equal(NtStatus.Success, TryOpen(name, disposition, options));
        return guest.Read32(cell);
    }

    NtStatus TryOpen(string name, uint disposition, uint options = Synchronous) => guest.Call(
        "NtCreateFile", cell, (options & 8) == 0 ? GenericAll : 0xC0110080, guest.Attributes(name), block, 0, 0x80, 7, disposition, options, 0, 0);

    NtStatus Set(uint file, uint infoClass, long value) => guest.Call("NtSetInformationFile", file, block, guest.Put64(value), 8, infoClass);

    [Theory]
    [InlineData(Overlay)]
    [InlineData(ThroughMount)]
    public void WritesAndLengthsMeetTheLimit(string name)
    {
        uint file = Open(name), bytes = guest.Take(2 * Limit);
        Assert.Equal(NtStatus.DiskFull, guest.Call("NtWriteFile", file, 0, 0, 0, block, bytes, 2 * Limit, guest.Put64(0), 0));
        Assert.Equal(NtStatus.DiskFull, guest.Call("NtWriteFile", file, 0, 0, 0, block, bytes, 1, guest.Put64(2 * Limit), 0));
        Assert.Equal(NtStatus.DiskFull, Set(file, 20, 2 * Limit));
        Assert.Equal(NtStatus.DiskFull, Set(file, 19, 2 * Limit));
        Assert.Equal(NtStatus.Success, Set(file, 20, Limit / 2));
        Assert.Equal(NtStatus.Success, Set(file, 20, 0));
        Assert.Equal(Limit - GuestVolume.EntryBytes, guest.Volume.FreeBytes);
    }

    [Fact]
    public void PagesThatAreWrittenMeetTheLimit()
    {
        uint file = Open(Overlay, options: Synchronous | 8), bytes = guest.Take(0x9000), pages = (bytes + 0xFFF) & ~0xFFFu;
        byte[] elements = [.. Enumerable.Range(0, 8).SelectMany(page => BitConverter.GetBytes((ulong)(pages + (uint)page * 0x1000)))];
        Assert.Equal(NtStatus.DiskFull, guest.Call("NtWriteFileGather", file, 0, 0, 0, block, guest.Put(elements), 0x8000, guest.Put64(0), 0));
    }

    [Fact]
    public void TheFirstWriteToAFileBeneathMeetsTheLimit()
    {
        uint file = Open(@"\??\C:\read\big", FileBench.Open);
        Assert.Equal(NtStatus.DiskFull, guest.Call("NtWriteFile", file, 0, 0, 0, block, guest.Put("y"u8), 1, guest.Put64(0), 0));
        Assert.Equal(NtStatus.Success, guest.Call("NtReadFile", file, 0, 0, 0, block, guest.Take(8), 8, guest.Put64(Limit), 0));
    }

    [Fact]
    public void FilesWithoutContentMeetTheLimit()
    {
        int made = 0;
        NtStatus status = NtStatus.Success;
        while (status.IsSuccess && made < 1000)
        {
            status = TryOpen($@"\??\C:\Temp\{made}", Create);
            if (status.IsSuccess) made++;
        }
        Assert.Equal(NtStatus.DiskFull, status);
        Assert.Equal(Limit / GuestVolume.EntryBytes, made);
        Assert.Equal(NtStatus.DiskFull, TryOpen(ThroughMount, Create));
        Assert.False(File.Exists(work["a"]));
    }

    [Fact]
    public void WhatIsDeletedGivesItsRoomBack()
    {
        uint file = Open(ThroughMount);
        Assert.Equal(NtStatus.Success, Set(file, 20, Limit / 2));
        Assert.Equal(NtStatus.Success, guest.Call("NtSetInformationFile", file, block, guest.Put(1), 1, 13));
        Assert.Equal(NtStatus.Success, guest.Call("NtClose", file));
        Assert.Equal(Limit, guest.Volume.FreeBytes);
    }
}
