using NtGlass.Abi;
using Xunit;
using static NtGlass.Kernel.Tests.MemoryBench;

namespace NtGlass.Kernel.Tests;

public sealed class FaultTests : IDisposable
{
    readonly MemoryBench memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void GuardPageFaultsOnce()
    {
        uint address = memory.Allocate(0x1000, protection: ReadWrite | Guard);
        Assert.Equal(ReadWrite | Guard, memory.Query(address).Protect);
        Assert.Equal(NtStatus.GuardPageViolation, memory.Touch(address, isWrite: false));
        Assert.Equal(ReadWrite, memory.Query(address).Protect);
        Assert.Equal(NtStatus.Success, memory.Touch(address, isWrite: true));
    }

    [Fact]
    public void ServiceThatHitsAGuardPageReturnsItsStatus()
    {
        uint address = memory.Allocate(0x1000, protection: ReadWrite | Guard);
        NtStatus Query() => memory.Guest.Call("NtQueryVirtualMemory", CurrentProcess, 0x10000, 0, address, 0x1C, 0);
        Assert.Equal(NtStatus.GuardPageViolation, Query());
        Assert.Equal(NtStatus.Success, Query());
    }

    [Fact]
    public void StackGrowsByItsGuardPage()
    {
        uint bottom = memory.Allocate(0x10000, Reserve), top = bottom + 0x10000;
        Assert.Equal(NtStatus.Success, memory.AllocateAt(top - 0x2000, 0x2000, Commit));
        Assert.Equal(NtStatus.Success, memory.Protect(top - 0x2000, 1, ReadWrite | Guard, out _));
        uint teb = MakeTeb(top, top - 0x1000, bottom);
        for (uint page = top - 0x2000; page > bottom + 0x1000; page -= 0x1000)
        {
            Assert.Equal(NtStatus.Success, memory.Touch(page + 0xFF0, isWrite: true));
            Assert.Equal(page, memory.Guest.Read32(teb + 8));
            Assert.Equal(ReadWrite | Guard, memory.Query(page - 0x1000).Protect);
        }
        Assert.Equal(NtStatus.StackOverflow, memory.Touch(bottom + 0x1000, isWrite: true));
        Assert.Equal(bottom + 0x1000, memory.Guest.Read32(teb + 8));
        Assert.Equal(Reserve, memory.Query(bottom).State);
        Assert.Equal(NtStatus.AccessViolation, memory.Touch(bottom, isWrite: true));
    }

    [Fact]
    public void StackBufferOfAServiceGrowsTheStackToo()
    {
        uint bottom = memory.Allocate(0x10000, Reserve), top = bottom + 0x10000;
        Assert.Equal(NtStatus.Success, memory.AllocateAt(top - 0x1000, 0x1000, Commit, ReadWrite | Guard));
        MakeTeb(top, top, bottom);
        Assert.Equal(NtStatus.Success, memory.Guest.Call("NtQueryVirtualMemory", CurrentProcess, 0x10000, 0, top - 0x100, 0x1C, 0));
        Assert.Equal(ReadWrite | Guard, memory.Query(top - 0x2000).Protect);
    }

    uint MakeTeb(uint stackBase, uint stackLimit, uint deallocationStack)
    {
        GuestAddress address = new(0x7FFDE000);
        Assert.Equal(NtStatus.Success, Mm.AllocateFixed(memory.Guest.Process, address, 1));
        EThreadStruct fields = memory.Guest.Thread.Struct;
        fields.Teb = address;
        Teb teb = memory.Guest.Thread.TebFields;
        teb.StackBase = new GuestAddress(stackBase);
        teb.StackLimit = new GuestAddress(stackLimit);
        teb.DeallocationStack = new GuestAddress(deallocationStack);
        return address.Value;
    }

    [Fact]
    public void KernelPageIsReadOnlyAndStays()
    {
        uint frame = memory.Guest.Kernel.System.Frames.Allocate(1).First;
        Mm.MapKernelPage(memory.Guest.Process, new GuestAddress(0x7FFE0000), frame);
        Assert.Equal(NtStatus.Success, memory.Touch(0x7FFE0000, isWrite: false));
        Assert.Equal(NtStatus.AccessViolation, memory.Touch(0x7FFE0000, isWrite: true));
        Assert.Equal((0x7FFE0000u, ReadOnly, 0x1000u, Commit, ReadOnly, 0x20000u), memory.Query(0x7FFE0000));
        Assert.Equal(Reserve, memory.Query(0x7FFE1000).State);
        Assert.Equal(NtStatus.UnableToFreeVm, memory.Free(0x7FFE0000, 0, Release));
        Assert.Equal(NtStatus.InvalidPageProtection, memory.Protect(0x7FFE0000, 1, ReadWrite, out _));
    }

    [Fact]
    public void UnmappedAddressesAreAccessViolations()
    {
        Assert.Equal(NtStatus.AccessViolation, memory.Touch(0, isWrite: false));
        Assert.Equal(NtStatus.AccessViolation, memory.Touch(0x5000000, isWrite: true));
        Assert.Equal(NtStatus.AccessViolation, Mm.AccessFault(memory.Guest.Thread, new GuestAddress(0x80001000), isWrite: false, user: true));
    }
}
