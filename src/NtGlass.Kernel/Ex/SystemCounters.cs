using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The structures in which the kernel tells what the machine has and has done.</summary>
static class SystemCounters
{
    const uint AllocationGranularity = 0x10000;
    const ushort I386 = 0x14C;

    /// <summary>The processor's name with its zero.</summary>
    public static byte[] BrandString => "NtGlass Processor\0"u8.ToArray();

    public static byte[] Basic(NtKernel kernel) => new GuestRecord(0x2C)
        .Set(0x04, kernel.Profile.Boot.MaximumIncrement)
        .Set(0x08, GuestAddress.PageSize)
        .Set(0x0C, PhysicalPages(kernel))
        .Set(0x10, 1u)
        .Set(0x14, PhysicalPages(kernel))
        .Set(0x18, AllocationGranularity)
        .Set(0x1C, UserRange.Lowest.Value)
        .Set(0x20, kernel.Profile.Boot.HighestUserAddress)
        .Set(0x24, 1u)
        .Set(0x28, (byte)1)
        .Bytes;

    public static byte[] Processor(NtKernel kernel)
    {
        const ushort IntelArchitecture = 0, Family = 15, ModelAndStepping = 0x0209;
        const uint FeatureBits = 0x000031FF;
        return new GuestRecord(0x0C).Set(0, IntelArchitecture).Set(2, Family).Set(4, ModelAndStepping).Set(8, FeatureBits).Bytes;
    }

    public static uint PhysicalPages(NtKernel kernel) => (uint)(kernel.System.Frames.ByteLimit / GuestAddress.PageSize);

    public static uint AvailablePages(NtKernel kernel) =>
        PhysicalPages(kernel) - Math.Min((uint)kernel.System.Frames.UsedFrames, PhysicalPages(kernel));

    /// <summary>XP's 138h bytes, and 20h more for callers that know of them.</summary>
    public static NtStatus Performance(QueryAnswer answer)
    {
        const int KnownToXp = 0x138, Newer = 0x158;
        NtKernel kernel = answer.Caller.Kernel;
        uint used = (uint)kernel.System.Frames.UsedFrames, all = PhysicalPages(kernel);
        return answer.AtLeast(new GuestRecord(answer.Length >= Newer ? Newer : KnownToXp)
            .Set(0x00, IdleTime(kernel))
            .Set(0x2C, AvailablePages(kernel)).Set(0x30, used).Set(0x34, all * 2).Set(0x38, used)
            .Set(0x11C, ContextSwitchCount(kernel))
            .Bytes);
    }

    public static byte[] ProcessorPerformance(NtKernel kernel)
    {
        (long inKernel, long inUser) = BusyTimes(kernel);
        long idle = IdleTime(kernel);
        return new GuestRecord(0x30).Set(0x00, idle).Set(0x08, inKernel + idle).Set(0x10, inUser).Bytes;
    }

    /// <summary>SYSTEM_INTERRUPT_INFORMATION, which programs take as a source of random numbers; so it is one.</summary>
    public static byte[] Interrupt(NtKernel kernel)
    {
        byte[] bytes = new byte[0x18];
        kernel.Host.Entropy.Fill(bytes);
        return bytes;
    }

    public static byte[] ContextSwitches(NtKernel kernel) => new GuestRecord(0x30).Set(0, ContextSwitchCount(kernel)).Bytes;

    /// <summary>SYSTEM_CALL_COUNT_INFORMATION of a free build: the tables' sizes, and no counts.</summary>
    public static byte[] CallCount(NtKernel kernel) => new GuestRecord(0x10)
        .Set(0, 0x10u).Set(4, 2u).Set(8, (uint)kernel.Profile.Nt.Count).Set(12, (uint)kernel.Profile.Win32k.Count).Bytes;

    /// <summary>SYSTEM_FILECACHE_INFORMATION; the first three members alone serve older callers.</summary>
    public static NtStatus FileCache(QueryAnswer answer, NtKernel kernel)
    {
        const int Oldest = 0x0C, Whole = 0x24;
        uint minimum = GuestAddress.PageSize, maximum = PhysicalPages(kernel) / 2;
        byte[] all = new GuestRecord(Whole).Set(0x0C, minimum).Set(0x10, maximum).Bytes;
        return answer.AtLeast(all.AsSpan(0, answer.Length < Whole ? Oldest : Whole));
    }

    public static byte[] IdleCycles(NtKernel kernel) => BitConverter.GetBytes(IdleTime(kernel) * 100);

    /// <summary>SYSTEM_PAGEFILE_INFORMATION: one file, as large as the memory, of which nothing is used.</summary>
    public static byte[] PageFile(NtKernel kernel, GuestAddress target)
    {
        const string Name = @"\??\C:\pagefile.sys";
        const int HeadSize = 0x18;
        return new GuestRecord(HeadSize + (Name.Length + 1) * 2)
            .Set(0x04, PhysicalPages(kernel))
            .Set(0x10, (ushort)(Name.Length * 2)).Set(0x12, (ushort)(Name.Length * 2 + 2)).Set(0x14, (target + HeadSize).Value)
            .Set(HeadSize, MemoryMarshal.AsBytes(Name.AsSpan()))
            .Bytes;
    }

    /// <summary>SYSTEM_CODEINTEGRITY_INFORMATION, whose first member is the length that the caller has put there.</summary>
    public static NtStatus CodeIntegrity(QueryAnswer answer)
    {
        const uint Size = 8;
        if (answer.Length < Size || new In<uint>(answer.Buffer.Address).Read(answer.Caller) != Size) return NtStatus.InfoLengthMismatch;
        return answer.AtLeast(new GuestRecord((int)Size).Set(0, Size).Bytes);
    }

    /// <summary>SYSTEM_SUPPORTED_PROCESSOR_ARCHITECTURES_INFORMATION: x86, in both modes, and a zero.</summary>
    public static byte[] Architectures(EProcess? process)
    {
        const uint KernelMode = 1 << 16, UserMode = 1 << 17, Native = 1 << 18, OfProcess = 1 << 19;
        return new GuestRecord(8).Set(0, I386 | KernelMode | UserMode | Native | (process is null ? 0 : OfProcess)).Bytes;
    }

    /// <summary>Version, build, host system and its release, each with a zero; the version is that of the contract with the DLLs.</summary>
    public static byte[] WineVersion() => "10.0\0wine-10.0\0NtGlass\01.0\0"u8.ToArray();

    static (long InKernel100ns, long InUser100ns) BusyTimes(NtKernel kernel)
    {
        KThread[] threads = [.. kernel.Processes.All.SelectMany(process => process.Threads)];
        long unit = kernel.Clock.Increment100ns;
        return (threads.Sum(thread => thread.Struct.KernelTime) * unit, threads.Sum(thread => thread.Struct.UserTime) * unit);
    }

    static long IdleTime(NtKernel kernel)
    {
        (long inKernel, long inUser) = BusyTimes(kernel);
        return Math.Max(0, kernel.Clock.UpTime100ns - inKernel - inUser);
    }

    static uint ContextSwitchCount(NtKernel kernel) =>
        kernel.Processes.All.SelectMany(process => process.Threads).Aggregate(0u, (sum, thread) => sum + thread.Struct.ContextSwitches);
}
