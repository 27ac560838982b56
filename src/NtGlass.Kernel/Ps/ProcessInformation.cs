using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service that tells about processes.</summary>
public static class ProcessInformation
{
    const int LongestCommandLine = 0xFFFE;

    /// <summary>Tells about a process.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, errors of the handle, STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_PARAMETER for another's cookie,
    /// STATUS_PORT_NOT_SET, STATUS_PROCESS_IS_TERMINATING, STATUS_NOT_FOUND, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "I/O counters (0), peak sizes and page faults, quotas that were set; other classes")]
    public static NtStatus NtQueryInformationProcess(
        KThread caller, HandleOf<EProcess> processHandle, ProcessInformationClass processInformationClass, UserBuffer processInformation,
        uint processInformationLength, [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, processInformation, processInformationLength, returnLength);
        answer.Probe();
        if (!Enum.IsDefined(processInformationClass)) return NtStatus.InvalidInfoClass;
        NtStatus status = Ob.Reference(caller, processHandle, 0, out ObjectRef<EProcess> reference);
        if (status.IsError) return status;
        using (reference)
        {
            uint sufficient = ProcessRights.QueryInformation | (NeedsFullAccess(processInformationClass) ? 0 : ProcessRights.QueryLimitedInformation);
            if (caller.PreviousMode == ProcessorMode.User && (reference.GrantedAccess & sufficient) == 0) return NtStatus.AccessDenied;
            return Answer(answer, reference.Object, processInformationClass);
        }
    }

    static bool NeedsFullAccess(ProcessInformationClass what) => what is
        ProcessInformationClass.DebugPort or ProcessInformationClass.DebugObjectHandle or ProcessInformationClass.DebugFlags
        or ProcessInformationClass.ExecuteFlags or ProcessInformationClass.Cookie;

    static NtStatus Answer(QueryAnswer answer, EProcess process, ProcessInformationClass what)
    {
        switch (what)
        {
            case ProcessInformationClass.Basic: return Basic(answer, process);
            case ProcessInformationClass.QuotaLimits: return answer.Exactly(ProcessRecords.QuotaLimits());
            case ProcessInformationClass.IoCounters: return answer.Exactly(new byte[0x30]);
            case ProcessInformationClass.VmCounters: return VmCounters(answer, process);
            case ProcessInformationClass.Times: return answer.Exactly(ProcessRecords.Times(process));
            case ProcessInformationClass.PriorityClass: return answer.Exactly([0, process.PriorityClass]);
            case ProcessInformationClass.DeviceMap: return answer.Exactly(ProcessRecords.DeviceMap());
            case ProcessInformationClass.ImageFileName: return Text(answer, process.ImagePath);
            case ProcessInformationClass.ImageFileNameWin32: return Text(answer, Io.DosName(process.ImagePath));
            case ProcessInformationClass.CommandLine: return CommandLine(answer, process);
            case ProcessInformationClass.DebugObjectHandle: return DebugObjectHandle(answer, process);
            case ProcessInformationClass.Cookie:
                return process == answer.Caller.Process ? answer.Exactly(CookieOf(process)) : NtStatus.InvalidParameter;
            case ProcessInformationClass.Image:
                return process.Vads.Find(process.ImageBase) is { Area: ImageArea image } ? answer.Exactly(image.Information()) : NtStatus.ProcessIsTerminating;
            case ProcessInformationClass.CycleTime: return answer.Exactly(ProcessRecords.Cycles(process));
            case ProcessInformationClass.GroupInformation: return answer.AtLeast(new byte[2]);
            case ProcessInformationClass.Protection: return answer.Exactly([0]);
            case ProcessInformationClass.MitigationPolicy: return MitigationPolicy(answer, process);
            default: return Number(process, what) is uint number ? answer.Exactly(number) : NtStatus.InvalidInfoClass;
        }
    }

    /// <summary>The classes that answer one number.</summary>
    static uint? Number(EProcess process, ProcessInformationClass what) => what switch
    {
        ProcessInformationClass.DefaultHardErrorMode => process.DefaultHardErrorMode,
        ProcessInformationClass.HandleCount => (uint)process.Handles.Count,
        ProcessInformationClass.AffinityMask => 1,
        ProcessInformationClass.DebugPort => process.DebugPort is null ? 0 : uint.MaxValue,
        ProcessInformationClass.DebugFlags => process.HandsDebuggerOn ? 1u : 0,
        ProcessInformationClass.IoPriority => process.IoPriority,
        ProcessInformationClass.PagePriority => process.PagePriority,
        ProcessInformationClass.ExecuteFlags => process.ExecuteFlags,
        ProcessInformationClass.PriorityBoost => process.IsPriorityBoostDisabled ? 1u : 0,
        ProcessInformationClass.SessionInformation or ProcessInformationClass.Wow64Information or ProcessInformationClass.BreakOnTermination
            or ProcessInformationClass.LuidDeviceMapsEnabled or ProcessInformationClass.Subsystem => 0,
        _ => null,
    };

    static NtStatus Basic(QueryAnswer answer, EProcess process)
    {
        byte[] basic = ProcessRecords.Basic(process);
        int extended = basic.Length + 8;
        if (answer.Length != extended) return answer.Exactly(basic);
        return answer.Exactly(new GuestRecord(extended).Set(0, (uint)extended).Set(4, basic).Bytes);
    }

    /// <summary>Callers that know VM_COUNTERS_EX get the private bytes too.</summary>
    static NtStatus VmCounters(QueryAnswer answer, EProcess process)
    {
        byte[] counters = ProcessRecords.VmCounters(process);
        const int WithoutPrivate = 0x2C;
        return answer.Exactly(answer.Length == WithoutPrivate ? counters.AsSpan(0, WithoutPrivate) : counters);
    }

    static NtStatus Text(QueryAnswer answer, string text)
    {
        NtStatus status = answer.Require(8 + (uint)(text.Length + 1) * 2);
        if (!status.IsError) UnicodeStrings.WriteInline(answer.Caller, answer.Buffer.Address, 8, text);
        return status;
    }

    /// <summary>As the process itself has it now.</summary>
    static NtStatus CommandLine(QueryAnswer answer, EProcess process)
    {
        if (process.HasExited || process.Peb.IsNull || process.PebFields.ProcessParameters.IsNull) return NtStatus.NotFound;
        var parameters = new RtlUserProcessParameters(process.Kernel.Layouts, process.Memory, process.PebFields.ProcessParameters);
        GuestUnicodeString field = parameters.CommandLine;
        char[] text = new char[Math.Min((int)field.Length, LongestCommandLine) / 2];
        int read = process.Memory.Read(field.Buffer, MemoryMarshal.AsBytes(text.AsSpan()));
        return Text(answer, new string(text, 0, read / 2));
    }

    static NtStatus DebugObjectHandle(QueryAnswer answer, EProcess process)
    {
        if (answer.Length != 4) return NtStatus.InfoLengthMismatch;
        if (process.DebugPort is not DebugObject port)
        {
            answer.Exactly(0u);
            return NtStatus.PortNotSet;
        }
        NtStatus status = Ob.CreateHandle(answer.Caller, port, AccessMask.MaximumAllowed, 0, out Handle handle);
        return status.IsError ? status : answer.Exactly(handle.Value);
    }

    /// <summary>The caller names the policy in the first dword and gets its flags in the second.</summary>
    static NtStatus MitigationPolicy(QueryAnswer answer, EProcess process)
    {
        if (answer.Length != 8) return NtStatus.InfoLengthMismatch;
        uint policy = new In<uint>(answer.Buffer.Address).Read(answer.Caller);
        if (policy > EProcess.LastMitigationPolicy) return NtStatus.InvalidParameter;
        return answer.Exactly(new GuestRecord(8).Set(0, policy).Set(4, process.MitigationPolicies.GetValueOrDefault(policy)).Bytes);
    }

    static uint CookieOf(EProcess process)
    {
        while (process.Cookie == 0) process.Cookie = process.Kernel.RandomUInt32();
        return process.Cookie;
    }
}
