using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>The system's own DLL, which is in every process before it runs.</summary>
static class NtdllImage
{
    /// <summary>At its first mapping looks its entries up and writes those of system calls and the time into the shared page.</summary>
    /// <returns>What the image says, STATUS_ENTRYPOINT_NOT_FOUND for an entry that has to be there, STATUS_SUCCESS.</returns>
    public static NtStatus Note(NtKernel kernel, Section section, GuestAddress imageBase)
    {
        if (kernel.Ntdll is not null) return NtStatus.Success;
        NtStatus status = ImageFrames.Read(section.Image!.File, out PeImage? image);
        if (image is null) return status;
        status = SystemImage.Inspect(() => kernel.Ntdll = kernel.Userland.FindEntries(image, imageBase));
        if (kernel.Ntdll is not { } entries) return status;
        bool isFast = kernel.Machine.HasFastSystemCalls;
        KUserSharedData shared = kernel.SharedUserData;
        shared.SystemCall = (isFast ? entries.KiFastSystemCall : entries.KiIntSystemCall).Value;
        shared.SystemCallReturn = isFast ? entries.KiFastSystemCallRet.Value : 0;
        kernel.Clock.Publish();
        return NtStatus.Success;
    }
}
