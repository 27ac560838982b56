using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.SectionBench;

namespace NtGlass.Kernel.Tests;

public sealed class ImageSectionTests : IDisposable
{
    readonly SectionBench bench = new();

    public void Dispose() => bench.Dispose();

    uint Section() => bench.Create(Execute, Image, bench.OpenFile("image.dll", 0xA0100080));

    [Fact]
    public void ImageLiesAtItsBaseWithItsProtections()
    {
        Assert.Equal(NtStatus.Success, bench.TryMap(Section(), out uint address, Execute));
        Assert.Equal(TestImage.Base, address);
        (uint Offset, uint Protect, byte Content)[] pages = [(0, 2, 0x4D), (0x1000, 0x20, 0x11), (0x2000, 8, 0x22), (0x4000, 2, 0x33), (0x5000, 4, 0x44)];
        foreach ((uint offset, uint protect, byte content) in pages)
        {
            var region = bench.Memory.Query(address + offset);
            Assert.Equal((address, 0x80u, protect, 0x1000000u), (region.Base, region.Initial, region.Protect, region.Type));
            Assert.Equal(content, bench[address + offset]);
        }
        Assert.Equal(0, bench[address + 0x2200]);
        Assert.Equal(0, bench[address + 0x3000]);
    }

    [Fact]
    public void WriteCopiesThePageForOneViewOnly()
    {
        uint section = Section();
        bench.TryMap(section, out uint first, Execute);
        Assert.Equal(NtStatus.ImageNotAtBase, bench.TryMap(section, out uint second, Execute));
        Assert.NotEqual(first, second);
        bench[first + 0x2000] = 0x99;
        Assert.Equal(0x22, bench[second + 0x2000]);
        Assert.Equal(4u, bench.Memory.Query(first + 0x2000).Protect);
        Assert.Equal(8u, bench.Memory.Query(first + 0x3000).Protect);
        bench[first + 0x5000] = 0x77;
        Assert.Equal(0x77, bench[second + 0x5000]);
    }

    [Fact]
    public void ViewsShareFramesUntilTheyWrite()
    {
        uint section = Section();
        bench.TryMap(section, out uint first, Execute);
        int frames = bench.Guest.UsedFrames;
        bench.TryMap(section, out uint second, Execute);
        Assert.Equal(frames, bench.Guest.UsedFrames);
        bench[second + 0x2000] = 1;
        Assert.Equal(frames + 1, bench.Guest.UsedFrames);
        Assert.Equal(NtStatus.Success, bench.Unmap(second + 0x1234));
        Assert.Equal(frames, bench.Guest.UsedFrames);
        Assert.Equal(NtStatus.NotMappedView, bench.Unmap(second));
        Assert.Equal(0x22, bench[first + 0x2000]);
    }

    [Fact]
    public void CodeIsMadeWritableByCopying()
    {
        bench.TryMap(Section(), out uint address, Execute);
        Assert.Equal(NtStatus.AccessViolation, bench.Memory.Touch(address + 0x1000, isWrite: true));
        Assert.Equal(NtStatus.Success, bench.Memory.Protect(address + 0x1000, 1, 0x40, out uint old));
        Assert.Equal(0x20u, old);
        Assert.Equal(0x80u, bench.Memory.Query(address + 0x1000).Protect);
        bench[address + 0x1000] = 0xCC;
        Assert.Equal(0x40u, bench.Memory.Query(address + 0x1000).Protect);
        Assert.Equal(NtStatus.Success, bench.Memory.Protect(address + 0x1000, 1, 0x20, out _));
        Assert.Equal(0xCC, bench[address + 0x1000]);
        Assert.Equal(NtStatus.ImageNotAtBase, bench.TryMap(Section(), out uint second, Execute));
        Assert.Equal(0x11, bench[second + 0x1000]);
    }

    [Fact]
    public void APageThatIsCopiedAlreadyHasNothingToCopyAnyMore()
    {
        bench.TryMap(Section(), out uint address, Execute);
        bench[address + 0x2000] = 0x55;
        Assert.Equal(NtStatus.Success, bench.Memory.Protect(address + 0x2000, 1, 8, out uint old));
        Assert.Equal(4u, old);
        Assert.Equal(4u, bench.Memory.Query(address + 0x2000).Protect);
        bench[address + 0x2000] = 0x66;
        Assert.Equal(0x66, bench[address + 0x2000]);
    }

    [Fact]
    public void GivenAddressIsTakenOrRefused()
    {
        uint section = Section();
        Assert.Equal(NtStatus.ImageNotAtBase, bench.TryMap(section, out uint address, Execute, at: 0x20000000));
        Assert.Equal(0x20000000u, address);
        Assert.Equal(NtStatus.ConflictingAddresses, bench.TryMap(section, out _, Execute, at: 0x20000000));
    }

    [Fact]
    public void QueryTellsTheImage()
    {
        uint section = Section(), buffer = bench.Guest.Take(0x30);
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtQuerySection", section, 1, buffer, 0x30, 0));
        Assert.Equal(TestImage.Base + TestImage.Entry, bench.Guest.Read32(buffer));
        Assert.Equal(0x100000u, bench.Guest.Read32(buffer + 8));
        Assert.Equal(3u, bench.Guest.Read32(buffer + 0x10));
        Assert.Equal(0x14Cu, bench.Guest.Read32(buffer + 0x20) & 0xFFFF);
        Assert.Equal(NtStatus.InfoLengthMismatch, bench.Guest.Call("NtQuerySection", section, 1, buffer, 0x2F, 0));
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtQuerySection", section, 0, buffer, 0x10, 0));
        Assert.Equal(TestImage.Size, bench.Guest.Read64(buffer + 8));
        uint data = bench.Create(ReadWrite, Commit, size: 0x1000);
        Assert.Equal(NtStatus.SectionNotImage, bench.Guest.Call("NtQuerySection", data, 1, buffer, 0x30, 0));
    }

    [Fact]
    public void NameOfTheFileIsTold()
    {
        bench.TryMap(Section(), out uint address, Execute);
        uint buffer = bench.Guest.Take(0x200), needed = bench.Guest.Take(4);
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtQueryVirtualMemory", 0xFFFFFFFF, address + 0x1000, 2, buffer, 0x200, needed));
        Assert.Equal(@"\Device\HarddiskVolume1\image.dll", bench.Guest.ReadText(bench.Guest.Read32(buffer + 4), (int)bench.Guest.Read32(buffer) & 0xFFFF));
    }

    [Fact]
    public void MappedImageCannotBeDeletedOrWritten()
    {
        bench.TryMap(Section(), out _, Execute);
        uint file = bench.OpenFile("image.dll", 0x110080);
        Assert.Equal(NtStatus.CannotDelete, bench.Guest.Call("NtSetInformationFile", file, bench.Block, bench.Guest.Put(1), 1, 13));
        uint cell = bench.Guest.Take(4);
        Assert.Equal(NtStatus.SharingViolation, bench.Guest.Call("NtOpenFile", cell, 0x40100080, bench.Guest.Attributes(@"\??\C:\image.dll"), bench.Block, 7, 0x20));
    }

    [Theory]
    [InlineData(0, 0x00, "C000012F")]
    [InlineData(0x40, 0x00, "C0000130")]
    [InlineData(0x44, 0x64, "C000007B")]
    [InlineData(0x58, 0x00, "C000007B")]
    public void BrokenImagesHaveNtsStatuses(int offset, byte value, string status)
    {
        byte[] image = TestImage.Build();
        image[offset] = value;
        Check(image, status);
    }

    [Fact]
    public void OldFormatsHaveTheirOwnStatus()
    {
        byte[] image = TestImage.Build();
        "NE"u8.CopyTo(image.AsSpan(0x40));
        Check(image, "C0000131");
    }

    static void Check(byte[] image, string status)
    {
        using SectionBench broken = new(image);
        Assert.Equal(new NtStatus(Convert.ToUInt32(status, 16)), broken.TryCreate(out _, Execute, Image, broken.OpenFile("image.dll", 0xA0100080)));
    }

    [Fact]
    public void KernelOpensAndMapsImagesItself()
    {
        KThread thread = bench.Guest.Kernel.SystemThread;
        Assert.Equal(NtStatus.Success, Mm.OpenImage(thread, @"\??\C:\image.dll", out Section? section));
        Assert.Equal(NtStatus.Success, Mm.MapImage(bench.Guest.Process, section!, out GuestAddress imageBase));
        Assert.Equal(TestImage.Base, imageBase.Value);
        section!.Header.Dereference();
        Assert.Equal(0x11, bench[imageBase.Value + 0x1000]);
    }
}
