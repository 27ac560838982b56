using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>How a thread that the kernel makes whole (NtCreateThreadEx) begins.</summary>
static class ThreadStart
{
    /// <summary>TEB.SameTebFlags of Vista and later; XP has nothing there.</summary>
    const uint SameTebFlags = 0xFCA;

    const ushort SkipThreadAttach = 0x0008, SkipLoaderInit = 0x4000;

    /// <summary>Makes a stack; sizes of zero are those of the program's headers.</summary>
    /// <returns>STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    public static NtStatus CreateStack(EProcess process, uint reserve, uint commit, out InitialTeb stack) =>
        process.Kernel.Userland.CreateStack(process, reserve == 0 ? process.StackReserve : reserve, commit == 0 ? process.StackCommit : commit, out stack);

    /// <summary>Tells ntdll what of its own start the thread skips.</summary>
    public static void ApplyFlags(KThread thread, ThreadCreateFlags flags)
    {
        ushort bits = (ushort)((flags.HasFlag(ThreadCreateFlags.SkipThreadAttach) ? SkipThreadAttach : 0)
            | (flags.HasFlag(ThreadCreateFlags.SkipLoaderInit) ? SkipLoaderInit : 0));
        if (bits != 0) thread.Process.Memory.Write(thread.Teb + SameTebFlags, BitConverter.GetBytes(bits));
    }
}
