using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>The system's own DLL, which is in every process before it runs.</summary>
static class NtdllImage
{
    /// <returns>Errors of the open and of the image, STATUS_SUCCESS.</returns>
    public static NtStatus Open(NtKernel kernel, out Section? section) =>
        Mm.OpenImage(kernel.SystemThread, $@"\??\{kernel.Profile.Boot.SystemRoot}\system32\ntdll.dll", out section);

    /// <summary>At its first mapping looks its entries up and writes those of system calls and the time into the shared page.</summary>
    public static void Note(NtKernel kernel, Section section, GuestAddress imageBase)
    {
        if (kernel.Ntdll is not null) return;
        NtdllEntries entries = NtdllEntries.Find(PeImage.Read(FileOf(section)), imageBase);
        bool isFast = kernel.Machine.HasFastSystemCalls;
        KUserSharedData shared = kernel.SharedUserData;
        shared.SystemCall = (isFast ? entries.KiFastSystemCall : entries.KiIntSystemCall).Value;
        shared.SystemCallReturn = isFast ? entries.KiFastSystemCallRet.Value : 0;
        kernel.Clock.Publish();
        kernel.Ntdll = entries;
    }

    /// <summary>The whole file of an image section.</summary>
    /// <exception cref="IOException">The host cannot read it.</exception>
    public static byte[] FileOf(Section section)
    {
        var file = section.Image!.File;
        byte[] bytes = new byte[file.Length];
        NtStatus status = file.Read(0, bytes, out int count);
        return status.IsSuccess && count == bytes.Length ? bytes : throw new IOException($"{section.FileName} cannot be read: {status}.");
    }
}
