using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>Images that the kernel itself opens.</summary>
static class SystemImage
{
    const uint ReadExecuteAccess = 0x1200A9;

    /// <summary>Opens a DLL of the system folder as an image section.</summary>
    /// <returns>Errors of opening the file, what the image says, STATUS_SUCCESS.</returns>
    public static NtStatus Open(NtKernel kernel, string fileName, out Section? section) =>
        OpenPath(kernel, $@"{kernel.Profile.Boot.SystemRoot}\system32\{fileName}", out section);

    /// <summary>Opens a file by its DOS path as an image section.</summary>
    /// <inheritdoc cref="Open" path="/returns"/>
    public static NtStatus OpenPath(NtKernel kernel, string path, out Section? section)
    {
        section = null;
        NtStatus status = Io.OpenFile(kernel.SystemThread, @"\??\" + path, ReadExecuteAccess, out FileObject? file);
        if (file is null) return status;
        status = SectionCreate.OfImage(kernel, file, out section);
        file.Header.Dereference();
        return status;
    }

    /// <summary>Reads a DLL of the system folder as a file.</summary>
    /// <returns>Errors of opening the file, what the image says, STATUS_SUCCESS.</returns>
    public static NtStatus Read(NtKernel kernel, string fileName, out PeImage? image)
    {
        image = null;
        NtStatus status = Open(kernel, fileName, out Section? section);
        if (section is null) return status;
        status = ImageFrames.Read(section.Image!.File, out image);
        section.Header.Dereference();
        return status;
    }

    /// <summary>Looks at tables of an image, which the guest may have damaged.</summary>
    /// <returns>STATUS_INVALID_IMAGE_FORMAT, STATUS_ENTRYPOINT_NOT_FOUND for an export that has to be there, STATUS_SUCCESS.</returns>
    public static NtStatus Inspect(Action look)
    {
        try
        {
            look();
            return NtStatus.Success;
        }
        catch (MissingMethodException)
        {
            return NtStatus.EntrypointNotFound;
        }
        catch (Exception exception) when (exception is PeFormatException or ArgumentOutOfRangeException)
        {
            return NtStatus.InvalidImageFormat;
        }
    }
}
