using NtGlass.Abi;
using NtGlass.Host;
using Xunit;

namespace NtGlass.Kernel.Tests;

/// <summary>Short ways to call the memory services for the bench's own process.</summary>
sealed class MemoryBench : IDisposable
{
    public const uint Commit = 0x1000, Reserve = 0x2000, Decommit = 0x4000, Release = 0x8000, TopDown = 0x100000;
    public const uint NoAccess = 1, ReadOnly = 2, ReadWrite = 4, WriteCopy = 8, ExecuteRead = 0x20, Guard = 0x100;
    public const uint CurrentProcess = 0xFFFFFFFF;

    public MemoryBench(VolumeOptions? options = null, long memoryLimit = 128 << 20) => Guest = new GuestBench(options, memoryLimit: memoryLimit);

    public GuestBench Guest { get; }

    public NtStatus Allocate(ref uint address, ref uint bytes, uint type, uint protection, uint zeroBits = 0)
    {
        uint baseCell = Guest.Put32(address), sizeCell = Guest.Put32(bytes);
        NtStatus status = Guest.Call("NtAllocateVirtualMemory", CurrentProcess, baseCell, zeroBits, sizeCell, type, protection);
        (address, bytes) = (Guest.Read32(baseCell), Guest.Read32(sizeCell));
        return status;
    }

    /// <summary>Memory at any address.</summary>
    public uint Allocate(uint bytes, uint type = Reserve | Commit, uint protection = ReadWrite)
    {
        uint address = 0;
        Assert.Equal(NtStatus.Success, Allocate(ref address, ref bytes, type, protection));
        return address;
    }

    public NtStatus AllocateAt(uint address, uint bytes, uint type = Reserve | Commit, uint protection = ReadWrite) =>
        Allocate(ref address, ref bytes, type, protection);

    public NtStatus Free(uint address, uint bytes, uint type) =>
        Guest.Call("NtFreeVirtualMemory", CurrentProcess, Guest.Put32(address), Guest.Put32(bytes), type);

    public NtStatus Protect(uint address, uint bytes, uint protection, out uint old)
    {
        uint cell = Guest.Take(4);
        NtStatus status = Guest.Call("NtProtectVirtualMemory", CurrentProcess, Guest.Put32(address), Guest.Put32(bytes), protection, cell);
        old = Guest.Read32(cell);
        return status;
    }

    /// <summary>AllocationBase, AllocationProtect, RegionSize, State, Protect, Type.</summary>
    public (uint Base, uint Initial, uint Size, uint State, uint Protect, uint Type) Query(uint address)
    {
        uint buffer = Guest.Take(0x1C);
        Assert.Equal(NtStatus.Success, Guest.Call("NtQueryVirtualMemory", CurrentProcess, address, 0, buffer, 0x1C, 0));
        Assert.Equal(address & ~0xFFFu, Guest.Read32(buffer));
        uint Field(uint index) => Guest.Read32(buffer + index * 4);
        return (Field(1), Field(2), Field(3), Field(4), Field(5), Field(6));
    }

    /// <summary>What an instruction of the thread would meet.</summary>
    public NtStatus Touch(uint address, bool isWrite)
    {
        Span<byte> one = stackalloc byte[1];
        bool done = isWrite
            ? Guest.Process.Space.TryWrite(new GuestAddress(address), one, out _)
            : Guest.Process.Space.TryRead(new GuestAddress(address), one, out _);
        return done ? NtStatus.Success : Mm.AccessFault(Guest.Thread, new GuestAddress(address), isWrite, user: true);
    }

    public void Dispose() => Guest.Dispose();
}
