using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.SectionBench;

namespace NtGlass.Kernel.Tests;

public sealed class DataSectionTests : IDisposable
{
    readonly SectionBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void ViewsShowTheFileAndEachOther()
    {
        uint section = bench.Create(ReadWrite, Commit, bench.OpenFile("data.bin"));
        uint first = bench.Map(section), second = bench.Map(section, ReadOnly, offset: 0x10000);
        Assert.Equal((1, 0x10, 0x11), (bench[first + 0x1000], bench[second], bench[second + 0x1000]));
        Assert.Equal(0, bench[first + DataBytes]);
        bench[first + 0x10004] = 0xAB;
        Assert.Equal(0xAB, bench[second + 4]);
        Assert.Equal(NtStatus.AccessViolation, bench.Memory.Touch(second, isWrite: true));
    }

    [Fact]
    public void WritesReachTheFileWhenFlushedAndAtTheEnd()
    {
        uint file = bench.OpenFile("data.bin"), section = bench.Create(ReadWrite, Commit, file), view = bench.Map(section);
        bench[view + 0x1000] = 0xAA;
        bench[view + 0x2000] = 0xBB;
        Assert.Equal(1, bench.InFile(0x1000));
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtFlushVirtualMemory", 0xFFFFFFFF, bench.Guest.Put32(view + 0x1000), bench.Guest.Put32(0x1000), bench.Block));
        Assert.Equal((0xAA, 2), (bench.InFile(0x1000), bench.InFile(0x2000)));
        bench[view + 0x1000] = 0xCC;
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtClose", section));
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtClose", file));
        Assert.Equal(NtStatus.Success, bench.Unmap(view));
        Assert.Equal((0xCC, 0xBB), (bench.InFile(0x1000), bench.InFile(0x2000)));
    }

    [Fact]
    public void ReadAndWriteServicesSeeTheViews()
    {
        uint file = bench.OpenFile("data.bin"), view = bench.Map(bench.Create(ReadWrite, Commit, file)), buffer = bench.Guest.Put(0xDD);
        bench[view + 5] = 0xAA;
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtWriteFile", file, 0, 0, 0, bench.Block, buffer, 1, bench.Guest.Put64(6), 0));
        Assert.Equal((0xAA, 0xDD), (bench[view + 5], bench[view + 6]));
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtReadFile", file, 0, 0, 0, bench.Block, buffer, 1, bench.Guest.Put64(5), 0));
        Assert.Equal(0xAA, bench[buffer]);
    }

    [Fact]
    public void CopyOnWriteViewsKeepTheirChanges()
    {
        uint section = bench.Create(ReadOnly, Commit, bench.OpenFile("data.bin", 0x80100080));
        uint copy = bench.Map(section, WriteCopy), other = bench.Map(section, ReadOnly);
        bench[copy + 0x1000] = 0xAA;
        Assert.Equal(1, bench[other + 0x1000]);
        Assert.Equal(NtStatus.Success, bench.Unmap(copy));
        Assert.Equal(1, bench.InFile(0x1000));
    }

    [Fact]
    public void ViewsCannotExceedTheSection()
    {
        uint section = bench.Create(ReadOnly, Commit, bench.OpenFile("data.bin", 0x80100080));
        Assert.Equal(NtStatus.SectionProtection, bench.TryMap(section, out _, ReadWrite));
        Assert.Equal(NtStatus.InvalidViewSize, bench.TryMap(section, out _, ReadOnly, offset: 0x20000));
        Assert.Equal(NtStatus.InvalidViewSize, bench.TryMap(section, out _, ReadOnly, size: 0x13000));
        Assert.Equal(NtStatus.MappedAlignment, bench.TryMap(section, out _, ReadOnly, offset: 0x1000));
        Assert.Equal(NtStatus.MappedAlignment, bench.TryMap(section, out _, ReadOnly, at: 0x12001000));
        uint view = bench.Map(section, ReadOnly);
        Assert.Equal(NtStatus.SectionProtection, bench.Memory.Protect(view, 1, ReadWrite, out _));
        Assert.Equal(NtStatus.ConflictingAddresses, bench.TryMap(section, out _, ReadOnly, at: view));
        Assert.Equal(NtStatus.UnableToDeleteSection, bench.Memory.Free(view, 0, MemoryBench.Release));
    }

    [Fact]
    public void SizesAreChecked()
    {
        uint file = bench.OpenFile("data.bin");
        Assert.Equal(NtStatus.SectionTooBig, bench.TryCreate(out _, ReadOnly, Commit, file, DataBytes + 1));
        Assert.Equal(NtStatus.Success, bench.TryCreate(out _, ReadWrite, Commit, file, 0x20000));
        Assert.Equal(0, bench.InFile(0x1FFFF));
        Assert.Equal(NtStatus.MappedFileSizeZero, bench.TryCreate(out _, ReadOnly, Commit, bench.OpenFile("empty")));
        Assert.Equal(NtStatus.InvalidParameter4, bench.TryCreate(out _, ReadWrite, Commit));
        Assert.Equal(NtStatus.InvalidFileForSection, bench.TryCreate(out _, ReadOnly, Commit, bench.OpenFile("WINDOWS", 0x80100080)));
    }

    [Theory]
    [InlineData(4u, 0u, "C00000F4")]
    [InlineData(4u, 0xC000000u, "C00000F4")]
    [InlineData(4u, 0x9000000u, "C00000F4")]
    [InlineData(1u, 0x8000000u, "C0000045")]
    [InlineData(0x104u, 0x8000000u, "C0000045")]
    public void BadRequestsHaveNtsStatuses(uint protection, uint attributes, string status) =>
        Assert.Equal(new NtStatus(Convert.ToUInt32(status, 16)), bench.TryCreate(out _, protection, attributes, size: 0x1000));

    [Fact]
    public void RightsOfTheFileAreNeeded()
    {
        Assert.Equal(NtStatus.AccessDenied, bench.TryCreate(out _, ReadWrite, Commit, bench.OpenFile("data.bin", 0x80100080)));
        Assert.Equal(NtStatus.AccessDenied, bench.TryCreate(out _, Execute, Image, bench.OpenFile("image.dll", 0xC0100080)));
    }

    [Fact]
    public void MappedFilesDoNotShrink()
    {
        uint file = bench.OpenFile("data.bin"), view = bench.Map(bench.Create(ReadWrite, Commit, file));
        NtStatus SetEnd(long end) => bench.Guest.Call("NtSetInformationFile", file, bench.Block, bench.Guest.Put64(end), 8, 20);
        Assert.Equal(NtStatus.UserMappedFile, SetEnd(0));
        Assert.Equal(NtStatus.Success, SetEnd(0x30000));
        Assert.Equal(0, bench[view]);
    }

    [Fact]
    public void PagingFileSectionsAreSharedByName()
    {
        const string Name = @"\BaseNamedObjects\memory";
        Assert.Equal(NtStatus.Success, bench.TryCreate(out uint section, ReadWrite, Commit, size: 0x2000, name: Name));
        uint cell = bench.Guest.Take(4);
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtOpenSection", cell, AllAccess, bench.Guest.Attributes(Name)));
        uint first = bench.Map(section), second = bench.Map(bench.Guest.Read32(cell));
        bench[first + 0x1FFF] = 0x5A;
        Assert.Equal(0x5A, bench[second + 0x1FFF]);
        Assert.Equal(0x40000u, bench.Memory.Query(first).Type);
    }

    [Fact]
    public void ReservedSectionsAreCommittedForAllViews()
    {
        uint section = bench.Create(ReadWrite, Reserve, size: 0x10000), first = bench.Map(section), second = bench.Map(section);
        Assert.Equal(MemoryBench.Reserve, bench.Memory.Query(first).State);
        Assert.Equal(NtStatus.AccessViolation, bench.Memory.Touch(first, isWrite: false));
        Assert.Equal(NtStatus.Success, bench.Memory.AllocateAt(first + 0x1000, 0x1000, MemoryBench.Commit));
        bench[first + 0x1000] = 9;
        Assert.Equal(9, bench[second + 0x1000]);
        Assert.Equal(MemoryBench.Reserve, bench.Memory.Query(second).State);
        uint plain = bench.Map(bench.Create(ReadWrite, Commit, size: 0x1000));
        Assert.Equal(NtStatus.AlreadyCommitted, bench.Memory.AllocateAt(plain, 0x1000, MemoryBench.Commit));
    }

    [Fact]
    public void EverythingIsGivenBack()
    {
        int frames = bench.Guest.UsedFrames;
        uint file = bench.OpenFile("data.bin"), section = bench.Create(ReadWrite, Commit, file), view = bench.Map(section);
        bench[view] = 1;
        uint shared = bench.Create(ReadWrite, Commit, size: 0x5000), sharedView = bench.Map(shared);
        foreach (uint handle in new[] { file, section, shared }) Assert.Equal(NtStatus.Success, bench.Guest.Call("NtClose", handle));
        Assert.Equal(NtStatus.Success, bench.Unmap(view));
        Assert.Equal(NtStatus.Success, bench.Unmap(sharedView));
        Assert.Equal(frames, bench.Guest.UsedFrames);
    }

    [Fact]
    public void ExtendingMakesTheFileLarger()
    {
        uint section = bench.Create(ReadWrite, Commit, bench.OpenFile("data.bin"));
        Assert.Equal(NtStatus.Success, bench.Guest.Call("NtExtendSection", section, bench.Guest.Put64(0x20000)));
        uint view = bench.Map(section);
        bench[view + 0x1F000] = 3;
        Assert.Equal(0x20000u, bench.Memory.Query(view).Size);
    }
}
