using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service that changes something about processes.</summary>
public static class ProcessSetServices
{
    /// <summary>Changes something about a process.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_INVALID_PARAMETER,
    /// STATUS_PRIVILEGE_NOT_HELD, STATUS_NO_MEMORY for a stack, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the effect of affinity, DEP flags, mitigations, page and I/O priority, BreakOnTermination and RaisePriority; other classes")]
    public static NtStatus NtSetInformationProcess(
        KThread caller, HandleOf<EProcess> processHandle, ProcessInformationClass processInformationClass, UserBuffer processInformation,
        uint processInformationLength)
    {
        processInformation.ProbeForRead(caller, processInformationLength, alignment: 1);
        if (processInformationClass == ProcessInformationClass.ThreadStackAllocation)
            return StackAllocation.Reserve(caller, processHandle, processInformation, processInformationLength);
        if (LengthOf(processInformationClass) is not int length) return NtStatus.InvalidInfoClass;
        if (processInformationLength != length) return NtStatus.InfoLengthMismatch;
        byte[] given = new byte[Math.Max(length, 8)];
        processInformation.Read(caller, given.AsSpan(0, length));
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.SetInformation, out ObjectRef<EProcess> reference);
        if (status.IsError) return status;
        using (reference) return Set(caller, reference.Object, processInformationClass, given);
    }

    static int? LengthOf(ProcessInformationClass what) => what switch
    {
        ProcessInformationClass.PriorityClass => 2,
        ProcessInformationClass.ForegroundInformation => 1,
        ProcessInformationClass.MitigationPolicy => 8,
        ProcessInformationClass.PowerThrottling => 12,
        ProcessInformationClass.WineGrantAdminToken => 0,
        ProcessInformationClass.BasePriority or ProcessInformationClass.RaisePriority or ProcessInformationClass.DefaultHardErrorMode
            or ProcessInformationClass.AffinityMask or ProcessInformationClass.PriorityBoost or ProcessInformationClass.BreakOnTermination
            or ProcessInformationClass.SessionInformation or ProcessInformationClass.DebugFlags or ProcessInformationClass.IoPriority
            or ProcessInformationClass.ExecuteFlags or ProcessInformationClass.PagePriority => 4,
        _ => null,
    };

    static NtStatus Set(KThread caller, EProcess process, ProcessInformationClass what, byte[] given)
    {
        uint value = BitConverter.ToUInt32(given);
        switch (what)
        {
            case ProcessInformationClass.DefaultHardErrorMode:
                process.DefaultHardErrorMode = value;
                return NtStatus.Success;
            case ProcessInformationClass.PriorityClass:
                return SetClass(caller, process, given[1]);
            case ProcessInformationClass.BasePriority:
                if ((int)value is <= 0 or >= 32) return NtStatus.InvalidParameter;
                ProcessPriority.SetBase(process, (int)value);
                return NtStatus.Success;
            case ProcessInformationClass.AffinityMask:
                return (value & 1) != 0 ? NtStatus.Success : NtStatus.InvalidParameter;
            case ProcessInformationClass.PriorityBoost:
                process.IsPriorityBoostDisabled = value != 0;
                return NtStatus.Success;
            case ProcessInformationClass.DebugFlags:
                if ((value & ~1u) != 0) return NtStatus.InvalidParameter;
                process.HandsDebuggerOn = value == 1;
                return NtStatus.Success;
            case ProcessInformationClass.BreakOnTermination:
                return Se.HasPrivilege(caller, Privilege.Debug) ? NtStatus.Success : NtStatus.PrivilegeNotHeld;
            case ProcessInformationClass.SessionInformation:
                return NtStatus.PrivilegeNotHeld;
            default:
                return SetHint(process, what, value, BitConverter.ToUInt32(given, 4));
        }
    }

    /// <summary>What is kept to be told again, or has no effect on a machine with one processor and no paging.</summary>
    static NtStatus SetHint(EProcess process, ProcessInformationClass what, uint value, uint second)
    {
        const uint HighestIoPriority = 4, HighestPagePriority = 5;
        switch (what)
        {
            case ProcessInformationClass.IoPriority when value <= HighestIoPriority:
                process.IoPriority = value;
                return NtStatus.Success;
            case ProcessInformationClass.PagePriority when value is > 0 and <= HighestPagePriority:
                process.PagePriority = value;
                return NtStatus.Success;
            case ProcessInformationClass.ExecuteFlags:
                process.ExecuteFlags = value;
                return NtStatus.Success;
            case ProcessInformationClass.MitigationPolicy when value <= EProcess.LastMitigationPolicy:
                process.MitigationPolicies[value] = second;
                return NtStatus.Success;
            case ProcessInformationClass.IoPriority or ProcessInformationClass.PagePriority or ProcessInformationClass.MitigationPolicy:
                return NtStatus.InvalidParameter;
            default:
                return NtStatus.Success;
        }
    }

    static NtStatus SetClass(KThread caller, EProcess process, byte wanted) =>
        wanted == PriorityClasses.RealTime && !Se.HasPrivilege(caller, Privilege.IncreaseBasePriority)
            ? NtStatus.PrivilegeNotHeld
            : ProcessPriority.SetClass(process, wanted);
}
