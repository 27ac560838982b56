using System.Runtime.InteropServices;

namespace NtGlass.Cpu.Host;

/// <summary>The operating system's calls that the processor needs, and what is known about the host.</summary>
internal static unsafe partial class HostCalls
{
    public const int None = 0, Read = 1, ReadWrite = 3, ReadWriteExecute = 7;
    public const int Sigill = 4, Sigbus = 7, Sigfpe = 8, Sigsegv = 11;

    const int Private = 2, Fixed = 0x10, Anonymous = 0x20, NoReserve = 0x4000;
    const ulong HardwareCapabilities2 = 26;
    const ulong FsGsBaseBit = 2;

    /// <summary>User mode may write the base of GS itself.</summary>
    public static bool HasFsGsBase { get; } = (getauxval(HardwareCapabilities2) & FsGsBaseBit) != 0;

    public static byte* Reserve(nuint bytes)
    {
        nint address = mmap(0, bytes, None, Private | Anonymous | NoReserve, -1, 0);
        return address == -1 ? throw Error("mmap") : (byte*)address;
    }

    /// <summary>Puts fresh zero pages of the given protection in place.</summary>
    public static void Renew(byte* start, nuint bytes, int protection)
    {
        if (mmap((nint)start, bytes, protection, Private | Anonymous | NoReserve | Fixed, -1, 0) == -1) throw Error("mmap");
    }

    public static void Free(byte* start, nuint bytes)
    {
        if (munmap((nint)start, bytes) != 0) throw Error("munmap");
    }

    public static void SignalAction(int signal, byte* action, byte* old)
    {
        if (sigaction(signal, action, old) != 0) throw Error("sigaction");
    }

    static InvalidOperationException Error(string call) => new($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(nint address, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sigaction(int signal, byte* action, byte* old);

    [LibraryImport("libc")]
    private static partial ulong getauxval(ulong type);
}
