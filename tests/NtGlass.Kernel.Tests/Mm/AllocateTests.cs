using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.MemoryBench;

namespace NtGlass.Kernel.Tests;

public sealed class AllocateTests : IDisposable
{
    readonly MemoryBench memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void AnyAddressIsTheLowestFreeOne()
    {
        Assert.Equal(0x10000u, memory.Allocate(1));
        Assert.Equal(0x20000u, memory.Allocate(0x10001));
        Assert.Equal(0x40000u, memory.Allocate(0x1000));
        Assert.Equal(NtStatus.Success, memory.Free(0x20000, 0, Release));
        Assert.Equal(0x50000u, memory.Allocate(0x20001));
        Assert.Equal(0x20000u, memory.Allocate(0x20000));
    }

    [Fact]
    public void TopDownIsTheHighestFreeOne()
    {
        uint first = memory.Allocate(0x1000, Reserve | TopDown);
        Assert.Equal(0x7FFE0000u, first);
        Assert.Equal(first - 0x20000, memory.Allocate(0x11000, Reserve | TopDown));
    }

    [Fact]
    public void ZeroBitsBoundTheAddress()
    {
        uint address = 0, bytes = 0x1000;
        Assert.Equal(NtStatus.Success, memory.Allocate(ref address, ref bytes, Reserve | TopDown, ReadWrite, zeroBits: 8));
        Assert.Equal(0x00FF0000u, address);
        address = 0;
        Assert.Equal(NtStatus.InvalidParameter3, memory.Allocate(ref address, ref bytes, Reserve, ReadWrite, zeroBits: 22));
    }

    [Fact]
    public void RangesAreRounded()
    {
        uint address = 0x123456, bytes = 0x10;
        Assert.Equal(NtStatus.Success, memory.Allocate(ref address, ref bytes, Reserve, ReadWrite));
        Assert.Equal((0x120000u, 0x4000u), (address, bytes));
        address = 0x121FFF;
        bytes = 2;
        Assert.Equal(NtStatus.Success, memory.Allocate(ref address, ref bytes, Commit, ReadWrite));
        Assert.Equal((0x121000u, 0x2000u), (address, bytes));
    }

    [Theory]
    [InlineData(0x100000u, 0x1000u, 0u, 4u, "C00000F3")]
    [InlineData(0x100000u, 0x1000u, 0x4000u, 4u, "C00000F3")]
    [InlineData(0x100000u, 0x1000u, 0x81000u, 4u, "C00000F3")]
    [InlineData(0x100000u, 0x1000u, 0x2000u, 0u, "C0000045")]
    [InlineData(0x100000u, 0x1000u, 0x2000u, 6u, "C0000045")]
    [InlineData(0x100000u, 0x1000u, 0x2000u, 8u, "C0000045")]
    [InlineData(0x100000u, 0x1000u, 0x2000u, 0x101u, "C0000045")]
    [InlineData(0x7FFF0000u, 0x1000u, 0x2000u, 4u, "C00000F0")]
    [InlineData(0x80000000u, 0x1000u, 0x2000u, 4u, "C00000F0")]
    [InlineData(0x100000u, 0u, 0x2000u, 4u, "C00000F2")]
    [InlineData(0x100000u, 0x7FFF0000u, 0x2000u, 4u, "C00000F2")]
    [InlineData(0x100000u, 0x1000u, 0x1000u, 4u, "C0000018")]
    public void BadRequestsHaveNtsStatuses(uint address, uint bytes, uint type, uint protection, string status) =>
        Assert.Equal(new NtStatus(Convert.ToUInt32(status, 16)), memory.AllocateAt(address, bytes, type, protection));

    [Fact]
    public void TakenAddressesConflict()
    {
        Assert.Equal(NtStatus.Success, memory.AllocateAt(0x100000, 0x20000));
        Assert.Equal(NtStatus.ConflictingAddresses, memory.AllocateAt(0x110000, 0x1000));
        Assert.Equal(NtStatus.ConflictingAddresses, memory.AllocateAt(0xF0000, 0x10001));
        Assert.Equal(NtStatus.Success, memory.AllocateAt(0xF0000, 0x10000));
        Assert.Equal(NtStatus.ConflictingAddresses, memory.AllocateAt(0x11F000, 0x2000, Commit));
    }

    [Fact]
    public void QueryTellsRuns()
    {
        Assert.Equal(NtStatus.Success, memory.AllocateAt(0x100000, 0x10000, Reserve));
        Assert.Equal(NtStatus.Success, memory.AllocateAt(0x104000, 0x2000, Commit, ReadOnly));
        Assert.Equal((0u, 0u, 0xF0000u, 0x10000u, 1u, 0u), memory.Query(0x10000));
        Assert.Equal((0x100000u, ReadWrite, 0x4000u, Reserve, 0u, 0x20000u), memory.Query(0x100000));
        Assert.Equal((0x100000u, ReadWrite, 0x1000u, Commit, ReadOnly, 0x20000u), memory.Query(0x105123));
        Assert.Equal((0x100000u, ReadWrite, 0xA000u, Reserve, 0u, 0x20000u), memory.Query(0x106000));
    }

    [Fact]
    public void CommittedMemoryIsZeroAndKeepsItsContent()
    {
        uint address = memory.Allocate(0x3000);
        Assert.All(memory.Guest.Read(address, 0x3000), value => Assert.Equal(0, value));
        memory.Guest.Write(address + 0x1000, [1, 2, 3]);
        Assert.Equal(NtStatus.Success, memory.AllocateAt(address, 0x3000, Commit, ReadOnly));
        Assert.Equal([1, 2, 3], memory.Guest.Read(address + 0x1000, 3));
        Assert.Equal(NtStatus.AccessViolation, memory.Touch(address + 0x1000, isWrite: true));
    }

    [Fact]
    public void DecommitForgetsTheContent()
    {
        int frames = memory.Guest.UsedFrames;
        uint address = memory.Allocate(0x3000);
        memory.Guest.Write(address + 0x1000, [7]);
        Assert.Equal(NtStatus.Success, memory.Free(address + 0x1000, 1, Decommit));
        Assert.Equal(NtStatus.AccessViolation, memory.Touch(address + 0x1000, isWrite: false));
        Assert.Equal(NtStatus.Success, memory.AllocateAt(address + 0x1000, 1, Commit));
        Assert.Equal(0, memory.Guest.Read(address + 0x1000, 1)[0]);
        Assert.Equal(NtStatus.Success, memory.Free(address, 0, Release));
        Assert.Equal(frames, memory.Guest.UsedFrames);
    }

    [Fact]
    public void FreeingHasItsRules()
    {
        uint address = memory.Allocate(0x4000);
        Assert.Equal(NtStatus.InvalidParameter4, memory.Free(address, 0, Release | Decommit));
        Assert.Equal(NtStatus.FreeVmNotAtBase, memory.Free(address + 0x1000, 0, Release));
        Assert.Equal(NtStatus.UnableToFreeVm, memory.Free(address, 0x5000, Decommit));
        Assert.Equal(NtStatus.MemoryNotAllocated, memory.Free(0x5000000, 0, Release));
        Assert.Equal(NtStatus.Success, memory.Free(address + 0x1000, 0x1000, Release));
        Assert.Equal((address, 0x1000u), (memory.Query(address).Base, memory.Query(address).Size));
        Assert.Equal(0x10000u, memory.Query(address + 0x1000).State);
        Assert.Equal((address + 0x2000, 0x2000u), (memory.Query(address + 0x2000).Base, memory.Query(address + 0x2000).Size));
    }

    [Fact]
    public void The_machines_limit_is_the_commitment_limit()
    {
        int frames = memory.Guest.UsedFrames;
        Assert.Equal(NtStatus.CommitmentLimit, memory.AllocateAt(0x1000000, 0x40000000));
        Assert.Equal(frames, memory.Guest.UsedFrames);
        Assert.Equal(NtStatus.Success, memory.AllocateAt(0x1000000, 0x40000000, Reserve));
    }

    [Fact]
    public void ProtectionChangesAndTellsTheOldOne()
    {
        uint address = memory.Allocate(0x3000);
        Assert.Equal(NtStatus.Success, memory.Protect(address + 0x1800, 1, ReadOnly, out uint old));
        Assert.Equal(ReadWrite, old);
        Assert.Equal(NtStatus.AccessViolation, memory.Touch(address + 0x1000, isWrite: true));
        Assert.Equal(NtStatus.Success, memory.Touch(address + 0x1000, isWrite: false));
        Assert.Equal(NtStatus.Success, memory.Touch(address, isWrite: true));
        Assert.Equal(NtStatus.Success, memory.Protect(address, 0x3000, NoAccess, out _));
        Assert.Equal(NtStatus.AccessViolation, memory.Touch(address, isWrite: false));
        Assert.Equal(NtStatus.InvalidPageProtection, memory.Protect(address, 1, 0, out _));
        Assert.Equal(NtStatus.InvalidPageProtection, memory.Protect(address, 1, WriteCopy, out _));
        Assert.Equal(NtStatus.ConflictingAddresses, memory.Protect(0x5000000, 1, ReadWrite, out _));
        uint reserved = memory.Allocate(0x1000, Reserve);
        Assert.Equal(NtStatus.NotCommitted, memory.Protect(reserved, 1, ReadWrite, out _));
    }

    [Fact]
    public void CopiesStopAtTheFirstBadPage()
    {
        uint address = memory.Allocate(0x2000);
        Assert.Equal(NtStatus.Success, memory.Protect(address + 0x1000, 1, NoAccess, out _));
        uint target = memory.Allocate(0x2000), done = memory.Guest.Take(4);
        Assert.Equal(NtStatus.PartialCopy, memory.Guest.Call("NtReadVirtualMemory", CurrentProcess, address + 0x800, target, 0x1000, done));
        Assert.Equal(0x800u, memory.Guest.Read32(done));
        Assert.Equal(NtStatus.Success, memory.Guest.Call("NtWriteVirtualMemory", CurrentProcess, address, target, 0x1000, done));
        Assert.Equal(NtStatus.AccessViolation, memory.Guest.Call("NtReadVirtualMemory", CurrentProcess, 0x80000000, target, 1, done));
    }
}
