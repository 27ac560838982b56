using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>A section of the paging file: memory that processes share.</summary>
sealed class PageFileArea : ControlArea
{
    readonly PhysicalMemory memory;
    readonly FrameRun frames;
    readonly bool[]? committed;

    PageFileArea(PhysicalMemory memory, FrameRun frames, bool isReserved)
    {
        this.memory = memory;
        this.frames = frames;
        committed = isReserved ? new bool[frames.Pages] : null;
    }

    public override uint PageCount => (uint)frames.Pages;

    /// <summary>SEC_RESERVE: pages are committed one by one, for all views.</summary>
    public bool IsReserved => committed is not null;

    public static NtStatus Create(PhysicalMemory memory, uint pages, bool isReserved, out PageFileArea? area)
    {
        NtStatus status = PageFrames.Allocate(memory, pages, out FrameRun frames);
        area = status.IsSuccess ? new PageFileArea(memory, frames, isReserved) : null;
        return status;
    }

    public override PageProtection ProtectionOf(uint page, PageProtection view) =>
        committed is null || committed[page] ? view : PageProtection.None;

    public override NtStatus GetFrame(uint page, out uint frame)
    {
        frame = frames.First + page;
        return NtStatus.Success;
    }

    public void Commit(uint first, uint count) => committed.AsSpan((int)first, (int)count).Fill(true);

    protected override void Delete() => memory.Release(frames);
}
