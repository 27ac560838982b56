using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>PROCESSINFOCLASS, as far as it is answered.</summary>
public enum ProcessInformationClass : uint
{
    Basic = 0,
    QuotaLimits = 1,
    IoCounters = 2,
    VmCounters = 3,
    Times = 4,
    BasePriority = 5,
    RaisePriority = 6,
    DebugPort = 7,
    DefaultHardErrorMode = 12,
    PriorityClass = 18,
    HandleCount = 20,
    AffinityMask = 21,
    PriorityBoost = 22,
    SessionInformation = 24,
    Wow64Information = 26,
    ImageFileName = 27,
    BreakOnTermination = 29,
    DebugObjectHandle = 30,
    DebugFlags = 31,
    ExecuteFlags = 34,
    Cookie = 36,
    Image = 37,
}

/// <summary>The services that tell about processes and change them.</summary>
public static class ProcessInformation
{
    const uint QueryAccess = 0x400, SetAccess = 0x200;
    const uint ExecuteEnabledPermanently = 0x0A;

    /// <summary>Tells about a process.</summary>
    [SystemService]
    public static NtStatus NtQueryInformationProcess(
        KThread caller, HandleOf<EProcess> processHandle, ProcessInformationClass processInformationClass, UserBuffer processInformation,
        uint processInformationLength, [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, processInformation, processInformationLength, returnLength);
        answer.Probe();
        NtStatus status = Ob.Reference(caller, processHandle, QueryAccess, out ObjectRef<EProcess> reference);
        if (status.IsError) return status;
        using (reference)
        {
            EProcess process = reference.Object;
            return processInformationClass switch
            {
                ProcessInformationClass.Basic => answer.Exactly(Basic(process)),
                ProcessInformationClass.QuotaLimits => answer.Exactly(QuotaLimits()),
                ProcessInformationClass.IoCounters => answer.Exactly(new byte[0x30]),
                ProcessInformationClass.VmCounters => answer.Exactly(VmCounters(process)),
                ProcessInformationClass.Times => answer.Exactly(Times(process)),
                ProcessInformationClass.DefaultHardErrorMode => answer.Exactly(process.DefaultHardErrorMode),
                ProcessInformationClass.PriorityClass => answer.Exactly([0, process.PriorityClass]),
                ProcessInformationClass.HandleCount => answer.Exactly((uint)process.Handles.Count),
                ProcessInformationClass.DebugPort or ProcessInformationClass.PriorityBoost or ProcessInformationClass.SessionInformation
                    or ProcessInformationClass.Wow64Information or ProcessInformationClass.BreakOnTermination => answer.Exactly(0u),
                ProcessInformationClass.ImageFileName => ImageFileName(answer, process),
                ProcessInformationClass.DebugObjectHandle => NtStatus.PortNotSet,
                ProcessInformationClass.DebugFlags => answer.Exactly(1u),
                ProcessInformationClass.ExecuteFlags => answer.Exactly(ExecuteEnabledPermanently),
                ProcessInformationClass.Cookie when process != caller.Process => NtStatus.InvalidParameter,
                ProcessInformationClass.Cookie => answer.Exactly(CookieOf(process)),
                ProcessInformationClass.Image => process.Vads.Find(process.ImageBase) is { Area: ImageArea image }
                    ? answer.Exactly(image.Information())
                    : NtStatus.ProcessIsTerminating,
                _ => NtStatus.InvalidInfoClass,
            };
        }
    }

    /// <summary>Changes something about a process.</summary>
    [SystemService]
    public static NtStatus NtSetInformationProcess(
        KThread caller, HandleOf<EProcess> processHandle, ProcessInformationClass processInformationClass, UserBuffer processInformation,
        uint processInformationLength)
    {
        processInformation.ProbeForRead(caller, processInformationLength, alignment: 1);
        uint wantedLength = processInformationClass == ProcessInformationClass.PriorityClass ? 2u : 4;
        if (!Enum.IsDefined(processInformationClass)) return NtStatus.InvalidInfoClass;
        if (processInformationLength != wantedLength) return NtStatus.InfoLengthMismatch;
        uint value = wantedLength == 2
            ? new In<ushort>(processInformation.Address).Read(caller)
            : new In<uint>(processInformation.Address).Read(caller);
        NtStatus status = Ob.Reference(caller, processHandle, SetAccess, out ObjectRef<EProcess> reference);
        if (status.IsError) return status;
        using (reference) return Set(reference.Object, processInformationClass, value);
    }

    static NtStatus Set(EProcess process, ProcessInformationClass what, uint value)
    {
        switch (what)
        {
            case ProcessInformationClass.DefaultHardErrorMode:
                process.DefaultHardErrorMode = value;
                return NtStatus.Success;
            case ProcessInformationClass.PriorityClass:
                return ProcessPriority.SetClass(process, (byte)(value >> 8));
            case ProcessInformationClass.BasePriority when (int)value is > 0 and < 32:
                ProcessPriority.SetBase(process, (int)value);
                return NtStatus.Success;
            case ProcessInformationClass.AffinityMask:
                return (value & 1) != 0 ? NtStatus.Success : NtStatus.InvalidParameter;
            case ProcessInformationClass.PriorityBoost or ProcessInformationClass.RaisePriority or ProcessInformationClass.ExecuteFlags:
                return NtStatus.Success;
            case ProcessInformationClass.BreakOnTermination or ProcessInformationClass.SessionInformation:
                return NtStatus.PrivilegeNotHeld;
            default:
                return what == ProcessInformationClass.BasePriority ? NtStatus.InvalidParameter : NtStatus.InvalidInfoClass;
        }
    }

    static uint CookieOf(EProcess process)
    {
        while (process.Cookie == 0) process.Cookie = process.Kernel.RandomUInt32();
        return process.Cookie;
    }

    static NtStatus ImageFileName(QueryAnswer answer, EProcess process)
    {
        NtStatus status = answer.Require(8 + (uint)(process.ImagePath.Length + 1) * 2);
        if (!status.IsError) UnicodeStrings.WriteInline(answer.Caller, answer.Buffer.Address, 8, process.ImagePath);
        return status;
    }

    static byte[] Basic(EProcess process) => new GuestRecord(0x18)
        .Set(0x00, process.HasExited ? process.ExitStatus.Code : NtStatus.Pending.Code)
        .Set(0x04, process.Peb.Value)
        .Set(0x08, 1u)
        .Set(0x0C, (uint)process.BasePriority)
        .Set(0x10, process.ProcessId)
        .Set(0x14, process.ParentProcessId)
        .Bytes;

    static byte[] QuotaLimits() => new GuestRecord(0x20)
        .Set(0x00, uint.MaxValue).Set(0x04, uint.MaxValue).Set(0x08, 0x32000u).Set(0x0C, 0x159000u).Set(0x10, uint.MaxValue)
        .Set(0x18, -1L)
        .Bytes;

    static byte[] VmCounters(EProcess process)
    {
        uint size = process.Vads.All.Aggregate(0u, (sum, vad) => sum + vad.PageCount * GuestAddress.PageSize);
        return new GuestRecord(0x2C).Set(0x00, size).Set(0x04, size).Set(0x0C, size).Set(0x10, size).Bytes;
    }

    static byte[] Times(EProcess process) => new GuestRecord(0x20)
        .Set(0x00, process.CreateTime100ns)
        .Set(0x08, process.ExitTime100ns)
        .Set(0x10, process.Times.Kernel)
        .Set(0x18, process.Times.User)
        .Bytes;
}
