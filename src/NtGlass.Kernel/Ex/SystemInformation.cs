using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>SYSTEM_INFORMATION_CLASS, as far as it is answered.</summary>
public enum SystemInformationClass : uint
{
    Basic = 0,
    Processor = 1,
    Performance = 2,
    TimeOfDay = 3,
    Process = 5,
    ProcessorPerformance = 8,
    Flags = 9,
    Module = 11,
    Handle = 16,
    TimeAdjustment = 28,
    KernelDebugger = 35,
    CurrentTimeZone = 44,
    RangeStart = 50,
}

/// <summary>NtQuerySystemInformation.</summary>
public static class SystemInformation
{
    const uint AllocationGranularity = 0x10000;

    /// <summary>Tells about the system.</summary>
    [SystemService]
    public static NtStatus NtQuerySystemInformation(
        KThread caller, SystemInformationClass systemInformationClass, [Opt] UserBuffer systemInformation, uint systemInformationLength,
        [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, systemInformation, systemInformationLength, returnLength);
        answer.Probe();
        NtKernel kernel = caller.Kernel;
        return systemInformationClass switch
        {
            SystemInformationClass.Basic => answer.Exactly(Basic(kernel)),
            SystemInformationClass.Processor => answer.AtLeast(Processor()),
            SystemInformationClass.Performance => answer.AtLeast(Performance(kernel)),
            SystemInformationClass.TimeOfDay => TimeOfDay(answer, kernel),
            SystemInformationClass.Process => answer.AtLeast(SystemProcessList.Build(kernel, systemInformation.Address)),
            SystemInformationClass.ProcessorPerformance => answer.AtLeast(ProcessorPerformance(kernel)),
            SystemInformationClass.Flags => answer.Exactly(kernel.Profile.Boot["NtGlobalFlag"]),
            SystemInformationClass.Module => answer.AtLeast(SystemModuleList.Build(kernel.Machine.Modules)),
            SystemInformationClass.Handle => answer.AtLeast(Handles(kernel)),
            SystemInformationClass.TimeAdjustment => answer.Exactly(TimeAdjustment(kernel)),
            SystemInformationClass.KernelDebugger => answer.AtLeast([0, 1]),
            SystemInformationClass.CurrentTimeZone => answer.AtLeast(TimeZone()),
            SystemInformationClass.RangeStart => answer.Exactly(kernel.Profile.Boot.SystemRangeStart),
            _ => NtStatus.InvalidInfoClass,
        };
    }

    /// <summary>Changes something about the system, which no program here may.</summary>
    [SystemService]
    public static NtStatus NtSetSystemInformation(
        KThread caller, SystemInformationClass systemInformationClass, [Opt] UserBuffer systemInformation, uint systemInformationLength)
    {
        systemInformation.ProbeForRead(caller, systemInformationLength, alignment: 4);
        return Enum.IsDefined(systemInformationClass) ? NtStatus.PrivilegeNotHeld : NtStatus.InvalidInfoClass;
    }

    static uint PhysicalPages(NtKernel kernel) => (uint)(kernel.System.Frames.ByteLimit / GuestAddress.PageSize);

    static byte[] Basic(NtKernel kernel) => new GuestRecord(0x2C)
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

    static byte[] Processor()
    {
        const ushort IntelArchitecture = 0, Family = 15, ModelAndStepping = 0x0209;
        const uint FeatureBits = 0x000031FF;
        return new GuestRecord(0x0C).Set(0, IntelArchitecture).Set(2, Family).Set(4, ModelAndStepping).Set(8, FeatureBits).Bytes;
    }

    static byte[] Performance(NtKernel kernel)
    {
        uint used = (uint)kernel.System.Frames.UsedFrames;
        uint all = PhysicalPages(kernel);
        return new GuestRecord(0x138).Set(0x2C, all - Math.Min(used, all)).Set(0x30, used).Set(0x34, all * 2).Set(0x38, used).Bytes;
    }

    /// <summary>Callers that know fewer members get fewer.</summary>
    static NtStatus TimeOfDay(QueryAnswer answer, NtKernel kernel)
    {
        KUserSharedData shared = kernel.SharedUserData;
        byte[] all = new GuestRecord(0x30)
            .Set(0x00, kernel.Clock.BootTime100ns)
            .Set(0x08, kernel.Clock.SystemTime100ns)
            .Set(0x10, shared.TimeZoneBias.Value)
            .Set(0x18, 1u)
            .Bytes;
        return answer.Length > all.Length ? NtStatus.InfoLengthMismatch : answer.Exactly(all.AsSpan(0, (int)answer.Length));
    }

    static byte[] ProcessorPerformance(NtKernel kernel)
    {
        KThread[] threads = [.. kernel.Processes.All.SelectMany(process => process.Threads)];
        long unit = kernel.Clock.Increment100ns;
        long inKernel = threads.Sum(thread => thread.Struct.KernelTime) * unit, inUser = threads.Sum(thread => thread.Struct.UserTime) * unit;
        long idle = Math.Max(0, kernel.Clock.InterruptTime100ns - inKernel - inUser);
        return new GuestRecord(0x30).Set(0x00, idle).Set(0x08, inKernel + idle).Set(0x10, inUser).Bytes;
    }

    static byte[] Handles(NtKernel kernel)
    {
        const int EntrySize = 16;
        (EProcess Process, Handle Handle, HandleEntry Entry)[] all =
            [.. kernel.Processes.All.SelectMany(process => process.Handles.All.Select(pair => (process, pair.Handle, pair.Entry)))];
        var record = new GuestRecord(4 + all.Length * EntrySize).Set(0, (uint)all.Length);
        for (int i = 0; i < all.Length; i++)
        {
            int at = 4 + i * EntrySize;
            record.Set(at, (ushort)all[i].Process.ProcessId)
                .Set(at + 5, (byte)(all[i].Entry.IsInherited ? 1 : 0))
                .Set(at + 6, (ushort)all[i].Handle.Value)
                .Set(at + 12, all[i].Entry.GrantedAccess);
        }
        return record.Bytes;
    }

    static byte[] TimeAdjustment(NtKernel kernel) => new GuestRecord(0x0C)
        .Set(0, kernel.Profile.Boot["KeTimeAdjustment"]).Set(4, kernel.Profile.Boot.MaximumIncrement).Set(8, (byte)1).Bytes;

    /// <summary>RTL_TIME_ZONE_INFORMATION of a machine that lives in UTC.</summary>
    static byte[] TimeZone() => new byte[0xAC];
}
