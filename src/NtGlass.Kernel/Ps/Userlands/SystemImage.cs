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

    /// <exception cref="IOException">The file has become unreadable.</exception>
    public static PeImage Parse(Section section)
    {
        NtStatus status = ImageFrames.Read(section.Image!.File, out PeImage? image);
        return image ?? throw new IOException($"{section.FileName} cannot be read: {status}.");
    }
}
