using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace NtGlass.Memory;

/// <summary>The only place where this project calls the operating system: reservations, shared frames and page protection on Linux.</summary>
internal static unsafe partial class HostMemory
{
    public const int None = 0, Read = 1, ReadWrite = 3;

    const int MapShared = 1, MapPrivate = 2, MapFixed = 0x10, MapAnonymous = 0x20, MapNoReserve = 0x4000;
    const int PunchHole = 2, KeepSize = 1;
    const uint CloseOnExec = 1;
    static readonly nint Failed = -1;

    /// <summary>Throws where the host is not Linux on x86-64.</summary>
    [SupportedOSPlatformGuard("linux")]
    public static void RequireSupportedHost()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new PlatformNotSupportedException("NtGlass runs on Linux on x86-64 so far; run it there, or in a virtual machine or WSL.");
    }

    /// <summary>Address space without memory behind it.</summary>
    public static byte* Reserve(nuint bytes)
    {
        nint address = mmap(0, bytes, None, MapPrivate | MapAnonymous | MapNoReserve, -1, 0);
        return address == Failed ? throw Error("mmap") : (byte*)address;
    }

    public static void Free(byte* start, nuint bytes)
    {
        if (bytes != 0 && munmap((nint)start, bytes) != 0) throw Error("munmap");
    }

    /// <summary>Turns mapped pages back into a bare reservation.</summary>
    public static void Unmap(byte* start, nuint bytes)
    {
        if (mmap((nint)start, bytes, None, MapPrivate | MapAnonymous | MapNoReserve | MapFixed, -1, 0) == Failed) throw Error("mmap");
    }

    public static int CreateFile(long bytes)
    {
        int file = memfd_create("ntglass", CloseOnExec);
        if (file < 0) throw Error("memfd_create");
        return ftruncate(file, bytes) == 0 ? file : throw Error("ftruncate");
    }

    public static void CloseFile(int file) => close(file);

    public static byte* MapWholeFile(int file, long bytes)
    {
        nint address = mmap(0, (nuint)bytes, ReadWrite, MapShared | MapNoReserve, file, 0);
        return address == Failed ? throw Error("mmap") : (byte*)address;
    }

    public static void MapFile(byte* start, nuint bytes, int protection, int file, long offset)
    {
        if (mmap((nint)start, bytes, protection, MapShared | MapFixed | MapNoReserve, file, offset) == Failed) throw Error("mmap");
    }

    public static void Protect(byte* start, nuint bytes, int protection)
    {
        if (mprotect((nint)start, bytes, protection) != 0) throw Error("mprotect");
    }

    /// <summary>Gives the memory of a part of the file back; it reads as zero from now on.</summary>
    public static void Discard(int file, long offset, long bytes)
    {
        if (fallocate(file, PunchHole | KeepSize, offset, bytes) != 0) throw Error("fallocate");
    }

    static InvalidOperationException Error(string call) => new($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int munmap(nint address, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mprotect(nint address, nuint length, int protection);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ftruncate(int file, long length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fallocate(int file, int mode, long offset, long length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);
}
