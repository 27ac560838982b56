using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class WriteWatchTests : IDisposable
{
    const uint ThisProcess = 0xFFFFFFFF, CommitReserve = 0x3000, WriteWatch = 0x200000, ReadWrite = 4;

    readonly KernelBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Written_pages_are_listed_until_they_are_reset()
    {
        uint start = Allocate(WriteWatch);
        Assert.Empty(Written(start, flags: 0));
        bench.Process.Memory.Write(new GuestAddress(start + 0x1234), [1]);
        bench.Process.Memory.Write(new GuestAddress(start + 0x3FFF), [1, 1]);
        Assert.Equal([start + 0x1000, start + 0x3000, start + 0x4000], Written(start, flags: 1));
        Assert.Empty(Written(start, flags: 0));
        bench.Process.Memory.Write(new GuestAddress(start + 0x1000), [1]);
        Assert.Equal([start + 0x1000], Written(start, flags: 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtResetWriteWatch", ThisProcess, start, 0x8000));
        Assert.Empty(Written(start, flags: 0));
    }

    [Fact]
    public void Other_memory_has_no_watch()
    {
        uint start = Allocate(0), count = bench.Put(4u);
        Assert.Equal(NtStatus.InvalidParameter1, bench.Call("NtGetWriteWatch", ThisProcess, 0, start, 0x1000, bench.Room(16), count, bench.Room(4)));
        Assert.Equal(NtStatus.InvalidParameter1, bench.Call("NtResetWriteWatch", ThisProcess, start, 0x1000));
    }

    [Fact]
    public void A_reserved_section_takes_memory_only_where_it_is_committed()
    {
        uint section = bench.Room(4), start = bench.Put(0u), size = bench.Put(0u);
        int used = bench.Kernel.System.Frames.UsedFrames;
        Assert.Equal(NtStatus.Success, bench.Call("NtCreateSection", section, 0xF001F, 0, bench.Put(0x4000_0000L), ReadWrite, 0x4000000, 0));
        Assert.Equal(NtStatus.Success, bench.Call("NtMapViewOfSection", bench.Dword(section), ThisProcess, start, 0, 0, 0, size, 2, 0, ReadWrite));
        Assert.InRange(bench.Kernel.System.Frames.UsedFrames - used, 0, 4);
        uint page = bench.Put(bench.Dword(start) + 0x2000_0000), bytes = bench.Put(0x2000u);
        Assert.Equal(NtStatus.Success, bench.Call("NtAllocateVirtualMemory", ThisProcess, page, 0, bytes, 0x1000, ReadWrite));
        Assert.Equal(1, bench.Process.Memory.Write(new GuestAddress(bench.Dword(page)), [7]));
        Assert.Equal(0, bench.Process.Memory.Write(new GuestAddress(bench.Dword(page) + 0x2000), [7]));
    }

    [Fact]
    public void Addresses_can_be_limited_and_aligned()
    {
        uint start = bench.Put(0u), size = bench.Put(0x1000u), limits = bench.Put(0x2000_0000, 0x2FFF_FFFF, 0x100_0000);
        uint parameters = bench.Put(1, 0, limits, 0);
        Assert.Equal(NtStatus.Success, bench.Call("NtAllocateVirtualMemoryEx", ThisProcess, start, size, CommitReserve, ReadWrite, parameters, 1));
        Assert.Equal(0x2000_0000u, bench.Dword(start));
        bench.Process.Memory.Write(new GuestAddress(start), [0, 0, 0, 0]);
        Assert.Equal(NtStatus.Success, bench.Call("NtAllocateVirtualMemoryEx", ThisProcess, start, size, CommitReserve, ReadWrite, parameters, 1));
        Assert.Equal(0x2100_0000u, bench.Dword(start));
        uint odd = bench.Put(1, 0, bench.Put(0x1234, 0, 0), 0);
        Assert.Equal(NtStatus.InvalidParameter, bench.Call("NtAllocateVirtualMemoryEx", ThisProcess, start, size, CommitReserve, ReadWrite, odd, 1));
    }

    [Fact]
    public void A_region_is_told_whole()
    {
        uint start = Allocate(0), answer = bench.Room(0x20), told = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtQueryVirtualMemory", ThisProcess, start + 0x2000, 3, answer, 0x1C, told));
        Assert.Equal((start, ReadWrite, 1u, 0x8000u, 0x8000u),
            (bench.Dword(answer), bench.Dword(answer + 4), bench.Dword(answer + 8), bench.Dword(answer + 12), bench.Dword(answer + 16)));
        Assert.Equal(NtStatus.InvalidAddress, bench.Call("NtQueryVirtualMemory", ThisProcess, KernelBench.Bad, 3, answer, 0x1C, told));
    }

    uint Allocate(uint type)
    {
        uint start = bench.Put(0u), size = bench.Put(0x8000u);
        Assert.Equal(NtStatus.Success, bench.Call("NtAllocateVirtualMemory", ThisProcess, start, 0, size, CommitReserve | type, ReadWrite));
        return bench.Dword(start);
    }

    uint[] Written(uint start, uint flags)
    {
        uint list = bench.Room(64), count = bench.Put(16u), granularity = bench.Room(4);
        Assert.Equal(NtStatus.Success, bench.Call("NtGetWriteWatch", ThisProcess, flags, start, 0x8000, list, count, granularity));
        Assert.Equal(0x1000u, bench.Dword(granularity));
        return [.. Enumerable.Range(0, (int)bench.Dword(count)).Select(index => bench.Dword(list + (uint)index * 4))];
    }
}
