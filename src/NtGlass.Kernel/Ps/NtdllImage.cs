using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The system's own DLL, which is in every process before it runs.</summary>
static class NtdllImage
{
    /// <summary>At its first mapping looks its entries up and writes those of system calls and the time into the shared page.</summary>
    public static void Note(NtKernel kernel, Section section, GuestAddress imageBase)
    {
        if (kernel.Ntdll is not null) return;
        NtdllEntries entries = kernel.Userland.FindEntries(SystemImage.Parse(section), imageBase);
        bool isFast = kernel.Machine.HasFastSystemCalls;
        KUserSharedData shared = kernel.SharedUserData;
        shared.SystemCall = (isFast ? entries.KiFastSystemCall : entries.KiIntSystemCall).Value;
        shared.SystemCallReturn = isFast ? entries.KiFastSystemCallRet.Value : 0;
        kernel.Clock.Publish();
        kernel.Ntdll = entries;
    }
}
