using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The structures of NtQueryInformationProcess.</summary>
static class ProcessRecords
{
    const uint DriveC = 1 << 2;
    const byte DriveFixed = 3;

    public static byte[] Basic(EProcess process) => new GuestRecord(0x18)
        .Set(0x00, process.HasExited ? process.ExitStatus.Code : NtStatus.Pending.Code)
        .Set(0x04, process.Peb.Value)
        .Set(0x08, 1u)
        .Set(0x0C, (uint)process.BasePriority)
        .Set(0x10, process.ProcessId)
        .Set(0x14, process.ParentProcessId)
        .Bytes;

    public static byte[] QuotaLimits() => new GuestRecord(0x20)
        .Set(0x00, uint.MaxValue).Set(0x04, uint.MaxValue).Set(0x08, 0x32000u).Set(0x0C, 0x159000u).Set(0x10, uint.MaxValue)
        .Set(0x18, -1L)
        .Bytes;

    /// <summary>VM_COUNTERS_EX.</summary>
    public static byte[] VmCounters(EProcess process)
    {
        uint size = process.Vads.All.Aggregate(0u, (sum, vad) => sum + vad.PageCount * GuestAddress.PageSize);
        uint own = process.Vads.All.Where(vad => vad.Type == MemoryType.Private).Aggregate(0u, (sum, vad) => sum + vad.PageCount * GuestAddress.PageSize);
        return new GuestRecord(0x30)
            .Set(0x00, size).Set(0x04, size).Set(0x0C, size).Set(0x10, size).Set(0x24, own).Set(0x28, own).Set(0x2C, own)
            .Bytes;
    }

    public static byte[] Times(EProcess process) => new GuestRecord(0x20)
        .Set(0x00, process.CreateTime100ns)
        .Set(0x08, process.ExitTime100ns)
        .Set(0x10, process.Times.Kernel)
        .Set(0x18, process.Times.User)
        .Bytes;

    /// <summary>Processor time in units of 100 ns stands for cycles.</summary>
    public static byte[] Cycles(EProcess process) => new GuestRecord(0x10).Set(0x00, process.Times.Kernel + process.Times.User).Bytes;

    /// <summary>PROCESS_DEVICEMAP_INFORMATION: which drives there are, and of which kind.</summary>
    public static byte[] DeviceMap() => new GuestRecord(0x24).Set(0, DriveC).Set(4 + 2, DriveFixed).Bytes;
}
