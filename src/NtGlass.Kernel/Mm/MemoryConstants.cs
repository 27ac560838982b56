using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>MEM_* values of an allocation.</summary>
[Flags]
public enum AllocationType : uint
{
    Commit = 0x1000,
    Reserve = 0x2000,
    Decommit = 0x4000,
    Release = 0x8000,
    Free = 0x10000,
    Reset = 0x80000,
    TopDown = 0x100000,
    WriteWatch = 0x200000,
    Physical = 0x400000,
    ResetUndo = 0x1000000,
    LargePages = 0x20000000,
    DosLimit = 0x40000000,
}

/// <summary>MEMORY_BASIC_INFORMATION.Type.</summary>
public enum MemoryType : uint
{
    Private = 0x20000,
    Mapped = 0x40000,
    Image = 0x1000000,
}

/// <summary>The borders of user memory.</summary>
public static class UserRange
{
    /// <summary>Allocations start at multiples of this.</summary>
    public const uint Granularity = 0x10000;

    /// <summary>MmLowestUserAddress.</summary>
    public static GuestAddress Lowest => new(0x10000);

    /// <summary>MmHighestUserAddress.</summary>
    public static GuestAddress Highest => new(0x7FFEFFFF);

    /// <summary>The first address behind user memory.</summary>
    public static GuestAddress End => Highest + 1;

    public static uint PagesOf(uint bytes) => (uint)(((ulong)bytes + GuestAddress.PageSize - 1) / GuestAddress.PageSize);
}
