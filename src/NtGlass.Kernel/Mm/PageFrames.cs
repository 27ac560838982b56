using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>Page frames for the memory manager, within the machine's limit.</summary>
static class PageFrames
{
    /// <returns>STATUS_SUCCESS or STATUS_NO_MEMORY.</returns>
    public static NtStatus Allocate(PhysicalMemory memory, uint pages, out FrameRun run)
    {
        run = default;
        try
        {
            run = memory.Allocate((int)pages);
            return NtStatus.Success;
        }
        catch (InsufficientMemoryException)
        {
            return NtStatus.NoMemory;
        }
    }

    /// <summary>Takes frames wherever they lie.</summary>
    /// <returns>STATUS_NO_MEMORY with nothing taken, STATUS_SUCCESS.</returns>
    public static NtStatus AllocateScattered(PhysicalMemory memory, uint pages, out List<FrameRun> runs)
    {
        runs = [];
        if (pages > memory.ByteLimit / GuestAddress.PageSize - memory.UsedFrames) return NtStatus.NoMemory;
        for (uint taken = 0; taken < pages; taken += (uint)runs[^1].Pages) runs.Add(memory.AllocateUpTo((int)(pages - taken)));
        return NtStatus.Success;
    }

    /// <summary>Gives frames back in runs as long as they come.</summary>
    public static void Release(PhysicalMemory memory, IEnumerable<uint> frames)
    {
        FrameRun run = default;
        foreach (uint frame in frames)
        {
            if (run.Pages > 0 && frame == run.First + run.Pages)
            {
                run = run with { Pages = run.Pages + 1 };
                continue;
            }
            if (run.Pages > 0) memory.Release(run);
            run = new FrameRun(frame, 1);
        }
        if (run.Pages > 0) memory.Release(run);
    }
}
