using System.Numerics;
using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>Kernel-half memory for structures and stacks: a nonpaged pool with size classes, and kernel stacks with guard pages.</summary>
/// <remarks>Addresses: pool from 81000000 up, stacks from F8000000 up. As <see cref="IGuestMemory"/> it reads and writes the pool.</remarks>
public sealed class SystemMemory : IGuestMemory
{
    const int PoolPages = 4096;
    const int SmallestBlock = 16;
    static readonly GuestAddress PoolStart = new(0x81000000);
    static readonly GuestAddress StacksStart = new(0xF8000000), StacksLimit = new(0xFFC00000);

    readonly SystemSpace system;
    readonly FrameRun pool;
    readonly Dictionary<int, Stack<GuestAddress>> freeBlocks = [];
    readonly Dictionary<int, Stack<GuestAddress>> freeStacks = [];
    readonly Dictionary<GuestAddress, int> blockSizes = [];
    GuestAddress poolEnd = PoolStart;
    GuestAddress stacksEnd = StacksStart;

    public SystemMemory(SystemSpace system)
    {
        this.system = system;
        pool = system.Frames.Allocate(PoolPages);
        system.Map(PoolStart, pool, PageAccess.ReadWrite);
    }

    /// <summary>Gives zeroed memory, 16-byte aligned; a page or more is page-aligned.</summary>
    /// <exception cref="InsufficientMemoryException">The pool is used up.</exception>
    public GuestAddress AllocatePool(int bytes)
    {
        int size = Math.Max(SmallestBlock, (int)BitOperations.RoundUpToPowerOf2((uint)bytes));
        if (!freeBlocks.TryGetValue(size, out Stack<GuestAddress>? free) || !free.TryPop(out GuestAddress block)) block = Carve(size);
        blockSizes[block] = size;
        Bytes(block, size).Clear();
        return block;
    }

    public void FreePool(GuestAddress block)
    {
        if (!blockSizes.Remove(block, out int size)) throw new ArgumentException($"No pool block starts at {block}.", nameof(block));
        Push(freeBlocks, size, block);
    }

    /// <summary>Gives a kernel stack and its top; the page below it stays unmapped.</summary>
    /// <exception cref="InsufficientMemoryException">The machine's memory or the room for stacks is used up.</exception>
    public GuestAddress AllocateKernelStack(int pages)
    {
        if (freeStacks.TryGetValue(pages, out Stack<GuestAddress>? free) && free.TryPop(out GuestAddress top)) return top;
        GuestAddress start = stacksEnd + GuestAddress.PageSize;
        if (start + (uint)pages * GuestAddress.PageSize > StacksLimit) throw new InsufficientMemoryException("The room for kernel stacks is used up.");
        system.Map(start, system.Frames.Allocate(pages), PageAccess.ReadWrite);
        return stacksEnd = start + (uint)pages * GuestAddress.PageSize;
    }

    public void FreeKernelStack(GuestAddress top, int pages) => Push(freeStacks, pages, top);

    public int Read(GuestAddress address, Span<byte> destination)
    {
        Bytes(address, destination.Length).CopyTo(destination);
        return destination.Length;
    }

    public int Write(GuestAddress address, ReadOnlySpan<byte> source)
    {
        source.CopyTo(Bytes(address, source.Length));
        return source.Length;
    }

    Span<byte> Bytes(GuestAddress address, int length) =>
        system.Frames.Bytes(pool).Slice((int)(address - PoolStart), length);

    GuestAddress Carve(int size)
    {
        uint alignment = Math.Min((uint)size, GuestAddress.PageSize) - 1;
        var block = new GuestAddress((poolEnd.Value + alignment) & ~alignment);
        if (block - PoolStart + size > PoolPages * GuestAddress.PageSize) throw new InsufficientMemoryException("The nonpaged pool is used up.");
        poolEnd = block + (uint)size;
        return block;
    }

    static void Push(Dictionary<int, Stack<GuestAddress>> lists, int size, GuestAddress block)
    {
        if (!lists.TryGetValue(size, out Stack<GuestAddress>? free)) lists[size] = free = new Stack<GuestAddress>();
        free.Push(block);
    }
}
