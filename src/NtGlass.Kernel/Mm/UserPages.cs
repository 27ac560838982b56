using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>Brings what the VADs say and what the address space has mapped together.</summary>
static class UserPages
{
    /// <summary>Gives private pages zeroed frames; those that have one only change their protection.</summary>
    /// <returns>STATUS_SUCCESS, or STATUS_NO_MEMORY with nothing changed.</returns>
    public static NtStatus Commit(EProcess process, Vad vad, uint first, uint count, PageProtection protection)
    {
        List<(uint Page, FrameRun Run)> taken = [];
        for (uint page = first; page < first + count;)
        {
            uint run = CountReserved(vad, page, first + count);
            if (run == 0)
            {
                page++;
                continue;
            }
            NtStatus status = PageFrames.AllocateScattered(process.Kernel.System.Frames, run, out List<FrameRun> frames);
            if (!status.IsSuccess)
            {
                foreach ((_, FrameRun back) in taken) process.Kernel.System.Frames.Release(back);
                return status;
            }
            foreach (FrameRun part in frames)
            {
                taken.Add((page, part));
                page += (uint)part.Pages;
            }
        }
        foreach ((uint page, FrameRun frames) in taken)
            for (uint index = 0; index < frames.Pages; index++)
                vad.Pages[page + index] = new VadPage { Protection = protection, Frame = frames.First + index, IsOwned = true };
        Protect(process, vad, first, count, protection);
        return NtStatus.Success;
    }

    /// <summary>Takes pages out of the address space and gives back the frames that belong to them.</summary>
    public static void Clear(EProcess process, Vad vad, uint first, uint count)
    {
        List<uint> frames = [];
        for (uint page = first; page < first + count;)
        {
            uint run = 0;
            for (; page + run < first + count && vad.Pages[page + run].IsResident; run++) { }
            if (run > 0) process.Space.Unmap(vad.AddressOf(page), (int)run);
            for (uint end = page + Math.Max(run, 1); page < end; page++)
            {
                VadPage old = vad.Pages[page];
                if (old.IsOwned) frames.Add(old.Frame);
                if (old.Protection != PageProtection.None || old.IsResident) vad.Pages[page] = default;
            }
        }
        PageFrames.Release(process.Kernel.System.Frames, frames);
    }

    /// <summary>Gives committed pages a protection and maps them accordingly.</summary>
    public static void Protect(EProcess process, Vad vad, uint first, uint count, PageProtection protection)
    {
        for (uint page = first; page < first + count; page++)
        {
            bool isOwned = vad.Pages[page].IsOwned;
            bool copies = vad.Area is { } area && !isOwned && area.CopiesOnWrite(vad.FirstAreaPage + page, vad.InitialProtection);
            vad.Pages.At(page).Protection = copies ? protection.BeforeCopy : isOwned ? protection.AfterCopy : protection;
        }
        Refresh(process, vad, first, count);
    }

    /// <summary>Maps again what is resident, and private pages in any case, in runs as long as they come.</summary>
    public static void Refresh(EProcess process, Vad vad, uint first, uint count)
    {
        FrameRun run = default;
        PageAccess runAccess = default;
        uint runPage = 0;
        for (uint page = first; page < first + count; page++)
        {
            ref VadPage entry = ref vad.Pages.At(page);
            if (vad.Area is not null && !entry.IsOwned && !entry.IsResident) continue;
            if (!TryFrame(vad, page, entry, out uint frame)) continue;
            entry.IsResident = true;
            PageAccess access = AccessOf(vad, page);
            if (run.Pages > 0 && page == runPage + run.Pages && frame == run.First + run.Pages && access == runAccess)
            {
                run = run with { Pages = run.Pages + 1 };
                continue;
            }
            if (run.Pages > 0) process.Space.Map(vad.AddressOf(runPage), run, runAccess);
            (run, runAccess, runPage) = (new FrameRun(frame, 1), access, page);
        }
        if (run.Pages > 0) process.Space.Map(vad.AddressOf(runPage), run, runAccess);
    }

    /// <summary>Maps all pages of a view whose frames are there already.</summary>
    public static void MakeResident(EProcess process, Vad vad)
    {
        for (uint page = 0; page < vad.PageCount; page++)
            if (vad.ProtectionOf(page) != PageProtection.None) vad.Pages.At(page).IsResident = true;
        Refresh(process, vad, 0, vad.PageCount);
    }

    /// <summary>Notes writes to watched pages anew.</summary>
    public static void ForgetWrites(EProcess process, Vad vad, uint first, uint count)
    {
        for (uint page = first; page < first + count; page++)
            if (vad.Pages[page].IsWritten) vad.Pages.At(page).IsWritten = false;
        Refresh(process, vad, first, count);
    }

    /// <summary>Makes a page usable that its protection allows to use.</summary>
    /// <returns>STATUS_SUCCESS, STATUS_IN_PAGE_ERROR, STATUS_NO_MEMORY.</returns>
    public static NtStatus Resolve(EProcess process, Vad vad, uint page, bool isWrite)
    {
        if (vad.Area is { } area && !vad.Pages[page].IsOwned)
        {
            NtStatus status = area.GetFrame(vad.FirstAreaPage + page, out uint shared);
            if (!status.IsSuccess) return status;
            PageProtection protection = vad.ProtectionOf(page);
            if (isWrite && protection.IsCopyOnWrite) status = Copy(process, vad, page, shared, protection.AfterCopy);
            else if (isWrite) area.MarkDirty(vad.FirstAreaPage + page);
            if (!status.IsSuccess) return status;
        }
        ref VadPage entry = ref vad.Pages.At(page);
        entry.IsResident = true;
        entry.IsWritten |= isWrite;
        Refresh(process, vad, page, 1);
        return NtStatus.Success;
    }

    static PageAccess AccessOf(Vad vad, uint page)
    {
        PageAccess access = vad.ProtectionOf(page).Access;
        bool clean = vad.Area is { TracksWrites: true } area && !vad.Pages[page].IsOwned && !area.IsDirty(vad.FirstAreaPage + page);
        if (vad.IsWatched && !vad.Pages[page].IsWritten) clean = true;
        return clean ? access & ~PageAccess.Write : access;
    }

    static bool TryFrame(Vad vad, uint page, in VadPage entry, out uint frame)
    {
        frame = entry.Frame;
        if (vad.Area is null || entry.IsOwned) return entry.Protection != PageProtection.None;
        return vad.Area.GetFrame(vad.FirstAreaPage + page, out frame).IsSuccess;
    }

    static NtStatus Copy(EProcess process, Vad vad, uint page, uint from, PageProtection protection)
    {
        PhysicalMemory memory = process.Kernel.System.Frames;
        NtStatus status = PageFrames.Allocate(memory, 1, out FrameRun copy);
        if (!status.IsSuccess) return status;
        memory.Bytes(new FrameRun(from, 1)).CopyTo(memory.Bytes(copy));
        vad.Pages[page] = new VadPage { Protection = protection, Frame = copy.First, IsOwned = true };
        return NtStatus.Success;
    }

    static uint CountReserved(Vad vad, uint page, uint end)
    {
        uint count = 0;
        while (page + count < end && vad.Pages[page + count].Protection == PageProtection.None) count++;
        return count;
    }
}
