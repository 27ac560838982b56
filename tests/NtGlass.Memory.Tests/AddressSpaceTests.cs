using NtGlass.Abi;
using Xunit;

namespace NtGlass.Memory.Tests;

public sealed class AddressSpaceTests : IDisposable
{
    static readonly GuestAddress User = new(0x0040_0000);
    static readonly GuestAddress Kernel = new(0x8000_1000);

    readonly PhysicalMemory frames = new(1 << 20);
    readonly SystemSpace system;
    readonly AddressSpace space;

    public AddressSpaceTests()
    {
        system = new SystemSpace(frames);
        space = new AddressSpace(system);
    }

    [Fact]
    public void AFrameMappedTwiceShowsTheSameContent()
    {
        FrameRun run = frames.Allocate(1);
        space.Map(User, run, PageAccess.Read);
        system.Map(Kernel, run, PageAccess.ReadWrite);
        space.WriteUInt32(Kernel + 8, 0x12345678);
        Assert.Equal(0x12345678u, space.ReadUInt32(User + 8));
    }

    [Fact]
    public void TheKernelHalfIsOneForAllSpacesThoseMadeLaterToo()
    {
        system.Map(Kernel, frames.Allocate(2), PageAccess.ReadWrite);
        space.WriteUInt32(Kernel + 0xFFE, 0xAABBCCDD);
        using var later = new AddressSpace(system);
        Assert.Equal(0xAABBCCDDu, later.ReadUInt32(Kernel + 0xFFE));
    }

    [Theory]
    [InlineData(PageAccess.None, false, false)]
    [InlineData(PageAccess.Read, true, false)]
    [InlineData(PageAccess.ReadWrite, true, true)]
    public void ProtectionBindsTheGuestsAccessAndNotTheDebuggers(PageAccess access, bool reads, bool writes)
    {
        space.Map(User, frames.Allocate(1), access);
        byte[] bytes = [1, 2];
        Assert.Equal(reads, space.TryRead(User, bytes, out _));
        Assert.Equal(writes, space.TryWrite(User, bytes, out _));
        Assert.Equal(2, space.Write(User, bytes));
        Assert.Equal(2, space.Read(User, bytes));
    }

    [Fact]
    public void AReadOverTheEdgeNamesTheFirstUnreadableAddress()
    {
        space.Map(User, frames.Allocate(1), PageAccess.ReadWrite);
        Assert.False(space.TryRead(User + 0xFFE, new byte[4], out GuestAddress fault));
        Assert.Equal(User + 0x1000, fault);
        Assert.Equal(2, space.Read(User + 0xFFE, new byte[4]));
    }

    [Fact]
    public void UnmappedPagesAreGone()
    {
        space.Map(User, frames.Allocate(3), PageAccess.ReadWrite);
        space.Unmap(User + 0x1000, 1);
        Assert.Equal(PageAccess.ReadWrite, space.AccessOf(User));
        Assert.Null(space.AccessOf(User + 0x1000));
        Assert.NotNull(space.FrameOf(User + 0x2000));
        Assert.Null(space.ReadByte(User + 0x1000));
    }

    [Fact]
    public void ReleasedFramesComeBackZeroed()
    {
        FrameRun run = frames.Allocate(2);
        frames.Bytes(run).Fill(0xEE);
        frames.Release(run);
        Assert.Equal(0, frames.UsedFrames);
        Assert.Equal(run, frames.Allocate(2));
        Assert.False(frames.Bytes(run).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void NeighboursMergeWhenTheyAreReleased()
    {
        int all = (int)(frames.ByteLimit / GuestAddress.PageSize);
        FrameRun a = frames.Allocate(1), b = frames.Allocate(1), c = frames.Allocate(all - 2);
        Assert.Throws<InsufficientMemoryException>(() => frames.Allocate(1));
        frames.Release(a);
        frames.Release(c);
        frames.Release(b);
        Assert.Equal(all, frames.Allocate(all).Pages);
    }

    [Fact]
    public void AWatchedFrameReportsWritesAndMappingChangesOnce()
    {
        FrameRun run = frames.Allocate(1);
        space.Map(User, run, PageAccess.All);
        system.Map(Kernel, run, PageAccess.ReadWrite);
        var told = new List<uint>();
        frames.CodeChanged = told.Add;
        frames.Watch(run.First);
        space.WriteUInt32(Kernel, 1);
        space.WriteUInt32(User, 1);
        Assert.Equal([run.First], told);
        frames.Watch(run.First);
        space.Protect(User, 1, PageAccess.Read);
        frames.Watch(run.First);
        space.Unmap(User, 1);
        Assert.Equal(3, told.Count);
    }

    [Fact]
    public void PagesOutsideTheirHalfAreRefused()
    {
        FrameRun run = frames.Allocate(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => space.Map(new GuestAddress(0x7FFF_F000), run, PageAccess.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => system.Map(new GuestAddress(0x7FFF_F000), run, PageAccess.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => space.Map(User + 1, run, PageAccess.Read));
    }

    public void Dispose()
    {
        space.Dispose();
        frames.Dispose();
    }
}
