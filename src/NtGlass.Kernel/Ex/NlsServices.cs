using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What NtGetNlsSectionPtr maps.</summary>
public enum NlsSectionType : uint
{
    SortKeys = 9,
    CaseMap = 10,
    CodePage = 11,
    Normalization = 12,
}

/// <summary>The services that show a process the tables of languages: the NLS files of the system folder.</summary>
public static class NlsServices
{
    /// <summary>Maps the table of locales and tells the system's.</summary>
    /// <returns>Errors of opening the file, STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the default locale that was set: it is always US English")]
    public static NtStatus NtInitializeNlsFiles(
        KThread caller, Out<GuestAddress> baseAddress, Out<uint> defaultLocaleId, [Opt] Out<long> defaultCasingTableSize)
    {
        baseAddress.ProbeForWrite(caller);
        defaultLocaleId.ProbeForWrite(caller);
        if (!defaultCasingTableSize.IsNull) UserMemory.ProbeForWrite(caller, defaultCasingTableSize.Address, sizeof(long), alignment: 4);
        NtStatus status = Map(caller, "locale.nls", out GuestAddress address, out uint size);
        if (!status.IsSuccess) return status;
        baseAddress.Write(caller, address);
        defaultLocaleId.Write(caller, LocaleState.EnglishUnitedStates);
        defaultCasingTableSize.WriteIfPresent(caller, size);
        return NtStatus.Success;
    }

    /// <summary>Maps one of the other tables.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_1 for an unknown type, STATUS_UNSUCCESSFUL or STATUS_OBJECT_NAME_NOT_FOUND for data that there is
    /// not, errors of opening the file, STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtGetNlsSectionPtr(
        KThread caller, NlsSectionType sectionType, uint sectionData, [Opt] Out<GuestAddress> contextData, [Opt] Out<GuestAddress> sectionPointer,
        [Opt] Out<uint> sectionSize)
    {
        sectionPointer.ProbeForWriteIfPresent(caller);
        sectionSize.ProbeForWriteIfPresent(caller);
        NtStatus status = FileOf(sectionType, sectionData, out string file);
        if (!status.IsSuccess) return status;
        status = Map(caller, file, out GuestAddress address, out uint size);
        if (!status.IsSuccess) return status;
        sectionPointer.WriteIfPresent(caller, address);
        sectionSize.WriteIfPresent(caller, size);
        return NtStatus.Success;
    }

    static NtStatus FileOf(NlsSectionType type, uint data, out string file)
    {
        file = (type, data) switch
        {
            (NlsSectionType.SortKeys, 0) => "sortdefault.nls",
            (NlsSectionType.CaseMap, 0) => "l_intl.nls",
            (NlsSectionType.CodePage, <= ushort.MaxValue) => $"c_{data:d3}.nls",
            (NlsSectionType.Normalization, 1) => "normnfc.nls",
            (NlsSectionType.Normalization, 2) => "normnfd.nls",
            (NlsSectionType.Normalization, 5) => "normnfkc.nls",
            (NlsSectionType.Normalization, 6) => "normnfkd.nls",
            (NlsSectionType.Normalization, 13) => "normidna.nls",
            _ => "",
        };
        if (file.Length > 0) return NtStatus.Success;
        return type switch
        {
            NlsSectionType.CaseMap => NtStatus.Unsuccessful,
            NlsSectionType.CodePage or NlsSectionType.Normalization => NtStatus.ObjectNameNotFound,
            _ => NtStatus.InvalidParameter1,
        };
    }

    static NtStatus Map(KThread caller, string fileName, out GuestAddress address, out uint size)
    {
        (address, size) = (default, 0);
        string name = $@"\??\{caller.Kernel.Profile.Boot.SystemRoot}\system32\{fileName}";
        NtStatus status = Io.OpenFile(caller.Kernel.SystemThread, name, FileRights.ReadData, out FileObject? file);
        if (file is null) return status;
        status = SectionCreate.OfFile(caller.Kernel, file, PageProtection.ReadOnly, SectionAttributes.Commit, 0, out Section? section);
        file.Header.Dereference();
        if (section is null) return status;
        ViewRequest request = new(default, 0, 0, 0, PageProtection.ReadOnly, UserRange.End, TopDown: false, IsInherited: false);
        status = ViewMap.Map(caller.Process, section, request, out Vad? view);
        section.Header.Dereference();
        if (view is null) return status;
        (address, size) = (view.Start, view.PageCount * GuestAddress.PageSize);
        return NtStatus.Success;
    }
}
