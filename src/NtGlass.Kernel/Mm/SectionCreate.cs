using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>Makes sections of files and of the paging file.</summary>
static class SectionCreate
{
    /// <summary>An image section of a file.</summary>
    /// <returns>STATUS_INVALID_FILE_FOR_SECTION, what the image says, STATUS_SUCCESS.</returns>
    public static NtStatus OfImage(NtKernel kernel, FileObject file, out Section? section)
    {
        section = null;
        if (file.Control is not { Node.IsFolder: false } control) return NtStatus.InvalidFileForSection;
        if (control.Image is null)
        {
            NtStatus flushed = control.Data?.Flush() ?? NtStatus.Success;
            if (!flushed.IsSuccess) return flushed;
            Action release = Keep(file, control, () => control.Image = null);
            NtStatus status = ImageArea.Create(kernel, control.Node, release, out ImageArea? image);
            if (image is null)
            {
                ((VolumeDevice)file.Device).Release(control);
                return status;
            }
            control.Image = image;
        }
        section = new Section(control.Image, file, PageProtection.Execute, SectionAttributes.Image | SectionAttributes.File, control.Image.Headers.SizeOfImage);
        return NtStatus.Success;
    }

    /// <summary>A section of a file's data; a larger one than the file makes the file grow.</summary>
    /// <returns>STATUS_INVALID_FILE_FOR_SECTION, STATUS_MAPPED_FILE_SIZE_ZERO, STATUS_SECTION_TOO_BIG, STATUS_DISK_FULL, STATUS_SUCCESS.</returns>
    public static NtStatus OfFile(NtKernel kernel, FileObject file, PageProtection protection, SectionAttributes attributes, long size, out Section? section)
    {
        section = null;
        if (file.Control is not { Node.IsFolder: false } control) return NtStatus.InvalidFileForSection;
        long length = control.Node.Length;
        if (size == 0) size = length;
        if (size == 0) return NtStatus.MappedFileSizeZero;
        if (size > length)
        {
            bool writable = protection is PageProtection.ReadWrite or PageProtection.ExecuteReadWrite;
            NtStatus grown = writable ? control.Node.SetLength(size) : NtStatus.SectionTooBig;
            if (!grown.IsSuccess) return grown;
        }
        control.Data ??= MakeData(kernel, file, control);
        section = new Section(control.Data, file, protection, attributes | SectionAttributes.File, size);
        return NtStatus.Success;
    }

    /// <summary>A section of the paging file.</summary>
    /// <returns>STATUS_SECTION_TOO_BIG, STATUS_COMMITMENT_LIMIT, STATUS_SUCCESS.</returns>
    public static NtStatus OfPageFile(PhysicalMemory memory, PageProtection protection, SectionAttributes attributes, long size, out Section? section)
    {
        section = null;
        if (size > UserRange.End.Value) return NtStatus.SectionTooBig;
        var area = new PageFileArea(memory, UserRange.PagesOf((uint)size), isReserved: (attributes & SectionAttributes.Reserve) != 0);
        if (!area.IsReserved && !area.Commit(0, area.PageCount).IsSuccess) return NtStatus.CommitmentLimit;
        section = new Section(area, null, protection, attributes, size);
        return NtStatus.Success;
    }

    static FileArea MakeData(NtKernel kernel, FileObject file, Fcb control)
    {
        string name = Io.DosName(file.QueryName());
        Action release = Keep(file, control, () => control.Data = null);
        return new FileArea(kernel.System.Frames, control.Node, written =>
        {
            if (written.IsError) kernel.Observer?.HardError(kernel.SystemProcess.ProcessId, NtStatus.LostWritebehindData, [name]);
            release();
        });
    }

    // The area keeps the file's control block as long as it lives.
    static Action Keep(FileObject file, Fcb control, Action forget)
    {
        var device = (VolumeDevice)file.Device;
        device.Reference(control.Node);
        return () =>
        {
            forget();
            device.Release(control);
        };
    }
}
