using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that map sections.</summary>
public static class ViewServices
{
    const uint ViewShare = 1, ViewUnmap = 2;

    const AllocationType ValidTypes = AllocationType.TopDown | AllocationType.Reserve | AllocationType.LargePages | AllocationType.DosLimit
        | (AllocationType)SectionAttributes.NoChange;

    /// <summary>Maps a view of a section into a process.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_8, _9 and _4, STATUS_INVALID_PAGE_PROTECTION, STATUS_INVALID_PARAMETER_3 and _5, errors of the
    /// handles, STATUS_MAPPED_ALIGNMENT, what mapping says, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "SEC_NO_CHANGE, MEM_RESERVE and MEM_LARGE_PAGES, which are ignored")]
    public static NtStatus NtMapViewOfSection(
        KThread caller, HandleOf<Section> sectionHandle, HandleOf<EProcess> processHandle, InOut<GuestAddress> baseAddress, uint zeroBits,
        uint commitSize, [Opt] InOut<long> sectionOffset, InOut<uint> viewSize, uint inheritDisposition, AllocationType allocationType,
        PageProtection pageProtection)
    {
        if (inheritDisposition is not (ViewShare or ViewUnmap)) return NtStatus.InvalidParameter8;
        if ((allocationType & ~ValidTypes) != 0) return NtStatus.InvalidParameter9;
        if (!MemoryServices.AreValidZeroBits(zeroBits)) return NtStatus.InvalidParameter4;
        var arguments = new ViewArguments(baseAddress, sectionOffset, viewSize, commitSize, inheritDisposition == ViewShare, allocationType, pageProtection);
        return Map(caller, sectionHandle, processHandle, arguments, AddressLimits.OfZeroBits(zeroBits));
    }

    /// <summary>Maps a view of a section into a process, within limits of its address.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the extended parameters, and as NtMapViewOfSection.</returns>
    [SystemService(Missing = "SEC_NO_CHANGE, MEM_RESERVE, MEM_LARGE_PAGES, NUMA nodes (ignored), placeholders")]
    public static NtStatus NtMapViewOfSectionEx(
        KThread caller, HandleOf<Section> sectionHandle, HandleOf<EProcess> processHandle, InOut<GuestAddress> baseAddress,
        [Opt] InOut<long> sectionOffset, InOut<uint> viewSize, AllocationType allocationType, PageProtection pageProtection,
        [Opt] UserBuffer extendedParameters, uint extendedParameterCount)
    {
        if ((allocationType & ~ValidTypes) != 0) return NtStatus.InvalidParameter;
        NtStatus status = ExtendedParameters.Capture(caller, extendedParameters, extendedParameterCount, out AddressLimits limits);
        if (status.IsError) return status;
        var arguments = new ViewArguments(baseAddress, sectionOffset, viewSize, 0, IsInherited: false, allocationType, pageProtection);
        return Map(caller, sectionHandle, processHandle, arguments, limits);
    }

    static NtStatus Map(
        KThread caller, HandleOf<Section> sectionHandle, HandleOf<EProcess> processHandle, ViewArguments arguments, AddressLimits limits)
    {
        PageProtection pageProtection = arguments.PageProtection;
        if (!pageProtection.IsValid || pageProtection.IsGuard) return NtStatus.InvalidPageProtection;
        arguments.BaseAddress.ProbeForWrite(caller);
        arguments.ViewSize.ProbeForWrite(caller);
        GuestAddress start = arguments.BaseAddress.Read(caller);
        uint bytes = arguments.ViewSize.Read(caller);
        long offset = 0;
        if (!arguments.SectionOffset.IsNull)
        {
            arguments.SectionOffset.ProbeForWrite(caller);
            offset = arguments.SectionOffset.Read(caller);
        }
        if (start > UserRange.Highest) return NtStatus.InvalidParameter3;
        if ((ulong)start.Value + bytes > UserRange.End.Value) return NtStatus.InvalidParameter5;
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            if (process.Object.HasExited) return NtStatus.ProcessIsTerminating;
            status = Ob.Reference(caller, sectionHandle, AccessFor(pageProtection), out ObjectRef<Section> section);
            if (status.IsError) return status;
            using (section)
            {
                if (offset < 0 || (start.Value & (UserRange.Granularity - 1)) != 0 || (offset & (UserRange.Granularity - 1)) != 0) return NtStatus.MappedAlignment;
                bool topDown = (arguments.AllocationType & AllocationType.TopDown) != 0;
                ViewRequest request = new(start, bytes, offset, arguments.CommitSize, pageProtection, limits, topDown, arguments.IsInherited);
                status = ViewMap.Map(process.Object, section.Object, request, out Vad? vad);
                if (vad is null) return status;
                arguments.ViewSize.Write(caller, vad.PageCount * GuestAddress.PageSize);
                arguments.BaseAddress.Write(caller, vad.Start);
                if (!arguments.SectionOffset.IsNull) arguments.SectionOffset.Write(caller, vad.FirstAreaPage * (long)GuestAddress.PageSize);
                return vad.Type == MemoryType.Image && process.Object == caller.Process ? Dbgk.MapImage(caller, vad, status) : status;
            }
        }
    }

    /// <summary>Takes a view out of a process.</summary>
    /// <returns>STATUS_NOT_MAPPED_VIEW, errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtUnmapViewOfSection(KThread caller, HandleOf<EProcess> processHandle, [Opt] GuestAddress baseAddress)
    {
        if (caller.PreviousMode == ProcessorMode.User && baseAddress > UserRange.Highest) return NtStatus.NotMappedView;
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.VmOperation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            GuestAddress? image = process.Object == caller.Process && process.Object.Vads.Find(baseAddress) is { Type: MemoryType.Image } vad ? vad.Start : null;
            status = ViewMap.Unmap(process.Object, baseAddress);
            return status.IsSuccess && image is GuestAddress unmapped ? Dbgk.UnmapImage(caller, unmapped, status) : status;
        }
    }

    /// <summary>Takes a view out of a process.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for placeholders, and as NtUnmapViewOfSection.</returns>
    [SystemService(Missing = "placeholders")]
    public static NtStatus NtUnmapViewOfSectionEx(KThread caller, HandleOf<EProcess> processHandle, [Opt] GuestAddress baseAddress, uint flags)
    {
        const uint WithTransientBoost = 1;
        return (flags & ~WithTransientBoost) != 0 ? NtStatus.InvalidParameter : NtUnmapViewOfSection(caller, processHandle, baseAddress);
    }

    /// <summary>Says whether two views show the same file, the first as an image.</summary>
    /// <returns>STATUS_INVALID_ADDRESS, STATUS_CONFLICTING_ADDRESSES for memory that is no view, STATUS_NOT_SAME_DEVICE, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtAreMappedFilesTheSame(KThread caller, GuestAddress file1MappedAsAnImage, GuestAddress file2MappedAsFile)
    {
        Vad? image = caller.Process.Vads.Find(file1MappedAsAnImage), data = caller.Process.Vads.Find(file2MappedAsFile);
        if (image is null || data is null) return NtStatus.InvalidAddress;
        if (image.Area is null || data.Area is null) return NtStatus.ConflictingAddresses;
        return image.Type == MemoryType.Image && image.Area.File == data.Area.File ? NtStatus.Success : NtStatus.NotSameDevice;
    }

    static uint AccessFor(PageProtection protection) => protection.Main switch
    {
        PageProtection.ReadOnly or PageProtection.WriteCopy => Section.MapRead,
        PageProtection.ReadWrite => Section.MapRead | Section.MapWrite,
        PageProtection.Execute => Section.MapExecute,
        PageProtection.ExecuteRead or PageProtection.ExecuteWriteCopy => Section.MapRead | Section.MapExecute,
        PageProtection.ExecuteReadWrite => Section.MapRead | Section.MapWrite | Section.MapExecute,
        _ => 0,
    };

    /// <summary>What both services that map are given.</summary>
    readonly record struct ViewArguments(
        InOut<GuestAddress> BaseAddress, InOut<long> SectionOffset, InOut<uint> ViewSize, uint CommitSize, bool IsInherited,
        AllocationType AllocationType, PageProtection PageProtection);
}
