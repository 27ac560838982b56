using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of sections.</summary>
public static class SectionServices
{
    const SectionAttributes ValidAttributes = SectionAttributes.Based | SectionAttributes.NoChange | SectionAttributes.Image
        | SectionAttributes.Reserve | SectionAttributes.Commit | SectionAttributes.NoCache;

    /// <summary>Makes a section of a file, an image or the paging file.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_6, STATUS_INVALID_PAGE_PROTECTION, STATUS_INVALID_PARAMETER_4, errors of the file's handle,
    /// STATUS_INVALID_FILE_FOR_SECTION, STATUS_MAPPED_FILE_SIZE_ZERO, STATUS_SECTION_TOO_BIG, what the image says, STATUS_NO_MEMORY,
    /// STATUS_SUCCESS.</returns>
    [SystemService(Missing = "large pages and SEC_IMAGE_NO_EXECUTE (INVALID_PARAMETER_6); SEC_BASED, SEC_NO_CHANGE and SEC_NOCACHE are ignored")]
    public static NtStatus NtCreateSection(
        KThread caller, Out<Handle> sectionHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, [Opt] In<long> maximumSize,
        PageProtection sectionPageProtection, SectionAttributes allocationAttributes, [Opt] HandleOf<FileObject> fileHandle)
    {
        if (!AreValid(allocationAttributes)) return NtStatus.InvalidParameter6;
        if (!sectionPageProtection.IsValid || sectionPageProtection != sectionPageProtection.Main || !sectionPageProtection.AllowsRead)
            return NtStatus.InvalidPageProtection;
        sectionHandle.ProbeForWrite(caller);
        long size = maximumSize.ReadIfPresent(caller) ?? 0;
        if (size < 0 || fileHandle.IsNull && size == 0) return NtStatus.InvalidParameter4;
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        status = Make(caller, sectionPageProtection, allocationAttributes, size, fileHandle, out Section? section);
        if (section is null) return status;
        status = Ob.Insert(caller, section, attributes, desiredAccess, out Handle handle);
        if (!status.IsError) sectionHandle.Write(caller, handle);
        return status;
    }

    /// <summary>Opens a section by name.</summary>
    [SystemService]
    public static NtStatus NtOpenSection(
        KThread caller, Out<Handle> sectionHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<Section>(caller, sectionHandle, desiredAccess, objectAttributes);

    /// <summary>Makes a section of a file larger.</summary>
    /// <returns>Errors of the handle, STATUS_SECTION_NOT_EXTENDED for other sections, STATUS_DISK_FULL, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtExtendSection(KThread caller, HandleOf<Section> sectionHandle, InOut<long> newSectionSize)
    {
        newSectionSize.ProbeForWrite(caller);
        long size = newSectionSize.Read(caller);
        NtStatus status = Ob.Reference(caller, sectionHandle, Section.ExtendSize, out ObjectRef<Section> reference);
        if (status.IsError) return status;
        using (reference)
        {
            Section section = reference.Object;
            if (section.Area is not FileArea area || size < 0) return NtStatus.SectionNotExtended;
            if (size > area.File.Length) status = area.File.SetLength(size);
            if (!status.IsSuccess) return status;
            section.Size = Math.Max(section.Size, size);
            newSectionSize.Write(caller, section.Size);
            return NtStatus.Success;
        }
    }

    /// <summary>Tells about a section or the image in it.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_SECTION_NOT_IMAGE, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "SectionRelocationInformation and later classes")]
    public static NtStatus NtQuerySection(
        KThread caller, HandleOf<Section> sectionHandle, uint sectionInformationClass, UserBuffer sectionInformation,
        uint sectionInformationLength, [Opt] Out<uint> returnLength)
    {
        const uint Basic = 0, Image = 1;
        sectionInformation.ProbeForWrite(caller, sectionInformationLength, alignment: 4);
        returnLength.ProbeForWriteIfPresent(caller);
        if (sectionInformationClass > Image) return NtStatus.InvalidInfoClass;
        if (sectionInformationLength < (sectionInformationClass == Basic ? 0x10u : 0x30u)) return NtStatus.InfoLengthMismatch;
        NtStatus status = Ob.Reference(caller, sectionHandle, Section.Query, out ObjectRef<Section> reference);
        if (status.IsError) return status;
        using (reference)
        {
            Section section = reference.Object;
            if (sectionInformationClass == Image && section.Image is null) return NtStatus.SectionNotImage;
            byte[] answer = sectionInformationClass == Basic ? BasicOf(section) : section.Image!.Information();
            sectionInformation.Write(caller, answer);
            returnLength.WriteIfPresent(caller, (uint)answer.Length);
            return NtStatus.Success;
        }
    }

    static bool AreValid(SectionAttributes attributes)
    {
        SectionAttributes kind = attributes & (SectionAttributes.Image | SectionAttributes.Reserve | SectionAttributes.Commit);
        return (attributes & ~ValidAttributes) == 0
            && kind is SectionAttributes.Image or SectionAttributes.Reserve or SectionAttributes.Commit
            && (kind != SectionAttributes.Image || (attributes & ~(SectionAttributes.Image | SectionAttributes.NoChange | SectionAttributes.NoCache)) == 0);
    }

    static NtStatus Make(
        KThread caller, PageProtection protection, SectionAttributes attributes, long size, HandleOf<FileObject> fileHandle, out Section? section)
    {
        section = null;
        bool isImage = (attributes & SectionAttributes.Image) != 0;
        if (fileHandle.IsNull)
            return isImage
                ? NtStatus.InvalidFileForSection
                : SectionCreate.OfPageFile(caller.Kernel.System.Frames, protection, attributes, size, out section);
        uint access = isImage ? caller.Kernel.Userland.ImageFileAccess(protection) : FileAccessFor(protection);
        NtStatus status = Ob.Reference(caller, fileHandle, access, out ObjectRef<FileObject> file);
        if (status.IsError) return status;
        using (file)
            return isImage
                ? SectionCreate.OfImage(caller.Kernel, file.Object, out section)
                : SectionCreate.OfFile(caller.Kernel, file.Object, protection, attributes, size, out section);
    }

    internal static uint FileAccessFor(PageProtection protection) =>
        (protection == PageProtection.Execute ? 0 : FileRights.ReadData)
        | (protection.IsExecutable ? FileRights.Execute : 0)
        | (protection is PageProtection.ReadWrite or PageProtection.ExecuteReadWrite ? FileRights.WriteData : 0);

    static byte[] BasicOf(Section section) =>
        new GuestRecord(0x10).Set(4, (uint)section.Attributes).Set(8, section.Size).Bytes;
}
