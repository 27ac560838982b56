using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What NtMapViewOfSection was asked for, its parameters checked.</summary>
/// <param name="Base">Null for any address.</param>
/// <param name="Limits">Where a view at any address may lie.</param>
readonly record struct ViewRequest(
    GuestAddress Base, uint Bytes, long Offset, uint CommitBytes, PageProtection Protection, AddressLimits Limits, bool TopDown, bool IsInherited);

/// <summary>Maps and unmaps views of sections.</summary>
static class ViewMap
{
    /// <summary>Images that the kernel moves lie from here down, away from what the program allocates.</summary>
    static readonly GuestAddress HighestMovedImage = new(0x7B800000);

    /// <returns>STATUS_CONFLICTING_ADDRESSES, STATUS_INVALID_VIEW_SIZE, STATUS_SECTION_PROTECTION, STATUS_NO_MEMORY,
    /// STATUS_IMAGE_NOT_AT_BASE, STATUS_SUCCESS.</returns>
    public static NtStatus Map(EProcess process, Section section, ViewRequest request, out Vad? vad) =>
        section.Image is { } image
            ? MapImage(process, section, image, request, out vad)
            : MapData(process, section, request, out vad);

    /// <summary>Takes the view away that holds an address.</summary>
    /// <returns>STATUS_NOT_MAPPED_VIEW, STATUS_SUCCESS.</returns>
    public static NtStatus Unmap(EProcess process, GuestAddress address)
    {
        if (process.Vads.Find(address) is not { Area: not null } vad) return NtStatus.NotMappedView;
        VirtualMemory.Remove(process, vad);
        if (vad.Type == MemoryType.Image) process.Kernel.Observer?.ImageUnmapped(process.ProcessId, vad.Start);
        return NtStatus.Success;
    }

    static NtStatus MapImage(EProcess process, Section section, ImageArea image, ViewRequest request, out Vad? vad)
    {
        vad = null;
        GuestAddress preferred = new(image.Headers.ImageBase);
        GuestAddress wanted = request.Base.IsNull ? preferred : request.Base;
        uint bytes = image.PageCount * GuestAddress.PageSize;
        bool fits = wanted >= UserRange.Lowest && (ulong)wanted.Value + bytes <= UserRange.End.Value && process.Vads.IsFree(wanted, wanted + bytes);
        UserlandContract userland = process.Kernel.Userland;
        GuestAddress start = wanted;
        if (!fits)
        {
            if (!request.Base.IsNull) return NtStatus.ConflictingAddresses;
            GuestAddress end = userland.RelocatesImages && request.Limits.End > HighestMovedImage ? HighestMovedImage : request.Limits.End;
            if (process.Vads.FindFree(image.PageCount, request.Limits with { End = end }, request.TopDown || userland.RelocatesImages) is not { } free) return NtStatus.NoMemory;
            start = free;
        }
        NtStatus status = image.MakeFor(userland.RelocatesImages ? start : preferred, out ImageArea made);
        if (!status.IsSuccess) return status;
        vad = new Vad(start, image.PageCount, MemoryType.Image, PageProtection.ExecuteWriteCopy)
        {
            Area = made,
            FileName = section.FileName,
            IsInherited = request.IsInherited,
        };
        Add(process, vad);
        UserPages.MakeResident(process, vad);
        process.Kernel.Observer?.ImageMapped(process.ProcessId, Io.DosName(section.FileName!), start, bytes);
        return start == made.Base ? NtStatus.Success : NtStatus.ImageNotAtBase;
    }

    static NtStatus MapData(EProcess process, Section section, ViewRequest request, out Vad? vad)
    {
        vad = null;
        if (!Allows(section.Protection, request.Protection)) return NtStatus.SectionProtection;
        if (request.Offset >= section.Size) return NtStatus.InvalidViewSize;
        ulong bytes = request.Bytes == 0 ? (ulong)(section.Size - request.Offset) : request.Bytes;
        ulong sectionEnd = ((ulong)section.Size + GuestAddress.PageSize - 1) & ~(ulong)(GuestAddress.PageSize - 1);
        if ((ulong)request.Offset + bytes > sectionEnd || bytes > UserRange.End.Value) return NtStatus.InvalidViewSize;
        uint pages = UserRange.PagesOf((uint)bytes), size = pages * GuestAddress.PageSize;
        GuestAddress? start = request.Base.IsNull ? process.Vads.FindFree(pages, request.Limits, request.TopDown) : request.Base;
        if (start is null) return NtStatus.NoMemory;
        bool fits = start >= UserRange.Lowest && (ulong)start.Value.Value + size <= UserRange.End.Value && process.Vads.IsFree(start.Value, start.Value + size);
        if (!fits) return NtStatus.ConflictingAddresses;
        vad = new Vad(start.Value, pages, MemoryType.Mapped, request.Protection)
        {
            Area = section.Area,
            FirstAreaPage = (uint)(request.Offset / GuestAddress.PageSize),
            FileName = section.FileName,
            IsInherited = request.IsInherited,
        };
        if (section.Area is PageFileArea { IsReserved: true } reserved)
        {
            NtStatus status = reserved.Commit(vad.FirstAreaPage, Math.Min(pages, UserRange.PagesOf(request.CommitBytes)));
            if (!status.IsSuccess)
            {
                vad = null;
                return status;
            }
        }
        Add(process, vad);
        if (!section.Area.TracksWrites) UserPages.MakeResident(process, vad);
        return NtStatus.Success;
    }

    static void Add(EProcess process, Vad vad)
    {
        vad.Area!.Reference();
        vad.Area.Views.Add(new MappedView(process, vad));
        process.Vads.Add(vad);
    }

    /// <summary>Whether a view may have a protection: copying on write takes no right to write.</summary>
    static bool Allows(PageProtection section, PageProtection view) =>
        (view is not (PageProtection.ReadWrite or PageProtection.ExecuteReadWrite)
            || section is PageProtection.ReadWrite or PageProtection.ExecuteReadWrite)
        && (!view.IsExecutable || section.IsExecutable);
}
