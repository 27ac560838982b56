using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service that changes something about threads.</summary>
public static class ThreadSetServices
{
    /// <summary>Changes something about a thread.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handles, STATUS_INVALID_PARAMETER,
    /// STATUS_BAD_TOKEN_TYPE, STATUS_PRIVILEGE_NOT_HELD, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the effect of affinity, ideal processor, page and I/O priority, alignment fixup and BreakOnTermination; other classes")]
    public static NtStatus NtSetInformationThread(
        KThread caller, HandleOf<KThread> threadHandle, ThreadInformationClass threadInformationClass, UserBuffer threadInformation,
        uint threadInformationLength)
    {
        threadInformation.ProbeForRead(caller, threadInformationLength, alignment: 4);
        if (LengthOf(threadInformationClass) is not uint length) return NtStatus.InvalidInfoClass;
        if (threadInformationLength != length) return NtStatus.InfoLengthMismatch;
        uint value = length >= 4 ? new In<uint>(threadInformation.Address).Read(caller) : 0;
        NtStatus status = Ob.Reference(caller, threadHandle, AccessFor(threadInformationClass), out ObjectRef<KThread> reference);
        if (status.IsError) return status;
        using (reference)
        {
            KThread thread = reference.Object;
            return threadInformationClass switch
            {
                ThreadInformationClass.Name => SetName(caller, thread, new In<UnicodeString>(threadInformation.Address)),
                ThreadInformationClass.ImpersonationToken => ImpersonationServices.SetFromHandle(caller, thread, new HandleOf<Token>(value)),
                ThreadInformationClass.BreakOnTermination => Se.HasPrivilege(caller, Privilege.Debug) ? NtStatus.Success : NtStatus.PrivilegeNotHeld,
                _ => Set(thread, threadInformationClass, value),
            };
        }
    }

    static uint? LengthOf(ThreadInformationClass what) => what switch
    {
        ThreadInformationClass.HideFromDebugger => 0,
        ThreadInformationClass.Name => 8,
        ThreadInformationClass.GroupInformation or ThreadInformationClass.PowerThrottling => 12,
        ThreadInformationClass.EnableAlignmentFaultFixup => 1,
        ThreadInformationClass.Priority or ThreadInformationClass.BasePriority or ThreadInformationClass.AffinityMask
            or ThreadInformationClass.ImpersonationToken or ThreadInformationClass.Win32StartAddress or ThreadInformationClass.ZeroTlsCell
            or ThreadInformationClass.IdealProcessor or ThreadInformationClass.PriorityBoost or ThreadInformationClass.BreakOnTermination
            or ThreadInformationClass.IoPriority or ThreadInformationClass.PagePriority or ThreadInformationClass.IdealProcessorEx
            or ThreadInformationClass.ActualBasePriority => 4,
        _ => null,
    };

    static uint AccessFor(ThreadInformationClass what) => what switch
    {
        ThreadInformationClass.Name => ThreadRights.SetLimitedInformation,
        ThreadInformationClass.ImpersonationToken => ThreadRights.SetThreadToken,
        _ => ThreadRights.SetInformation,
    };

    static NtStatus Set(KThread thread, ThreadInformationClass what, uint value)
    {
        EThreadStruct fields = thread.Struct;
        switch (what)
        {
            case ThreadInformationClass.Priority when value is 0 or > 31:
            case ThreadInformationClass.ActualBasePriority when value is 0 or > 31:
                return NtStatus.InvalidParameter;
            case ThreadInformationClass.Priority:
                thread.Kernel.Dispatcher.SetPriority(thread, (int)value);
                return NtStatus.Success;
            case ThreadInformationClass.ActualBasePriority:
                thread.BasePriority = (int)value;
                thread.Kernel.Dispatcher.SetPriority(thread, (int)value);
                return NtStatus.Success;
            case ThreadInformationClass.BasePriority:
                return SetBasePriority(thread, (int)value);
            case ThreadInformationClass.AffinityMask or ThreadInformationClass.GroupInformation:
                return (value & 1) != 0 ? NtStatus.Success : NtStatus.InvalidParameter;
            case ThreadInformationClass.Win32StartAddress:
                fields.Win32StartAddress = new GuestAddress(value);
                return NtStatus.Success;
            case ThreadInformationClass.ZeroTlsCell:
                return ThreadTls.Clear(thread.Process, value);
            case ThreadInformationClass.HideFromDebugger:
                thread.IsHiddenFromDebugger = true;
                return NtStatus.Success;
            default:
                return SetHint(thread, what, value);
        }
    }

    /// <summary>What is kept to be told again, or has no effect on a machine with one processor and no paging.</summary>
    static NtStatus SetHint(KThread thread, ThreadInformationClass what, uint value)
    {
        const uint MostProcessors = 32, HighestIoPriority = 4, HighestPagePriority = 5;
        switch (what)
        {
            case ThreadInformationClass.PriorityBoost:
                thread.IsPriorityBoostDisabled = value != 0;
                return NtStatus.Success;
            case ThreadInformationClass.IdealProcessor:
                uint before = thread.IdealProcessor;
                if (value > MostProcessors) return NtStatus.InvalidParameter;
                if (value < MostProcessors) thread.IdealProcessor = value;
                return new NtStatus(before);
            case ThreadInformationClass.IoPriority when value <= HighestIoPriority:
                thread.IoPriority = value;
                return NtStatus.Success;
            case ThreadInformationClass.PagePriority when value is > 0 and <= HighestPagePriority:
                thread.PagePriority = value;
                return NtStatus.Success;
            case ThreadInformationClass.IoPriority or ThreadInformationClass.PagePriority:
                return NtStatus.InvalidParameter;
            case ThreadInformationClass.IdealProcessorEx:
                return value == 0 ? NtStatus.Success : NtStatus.InvalidParameter;
            default:
                return NtStatus.Success;
        }
    }

    static NtStatus SetName(KThread caller, KThread thread, In<UnicodeString> name)
    {
        NtStatus status = UnicodeStrings.Capture(caller, name, out string text);
        if (!status.IsError) thread.Name = text;
        return status;
    }

    static NtStatus SetBasePriority(KThread thread, int increment)
    {
        int saturation = thread.Kernel.Userland.PrioritySaturation;
        if (increment is < -2 or > 2 && Math.Abs((long)increment) != saturation) return NtStatus.InvalidParameter;
        thread.PrioritySaturation = increment / saturation;
        int wanted = Math.Clamp(thread.Process.BasePriority + increment, 1, 15);
        thread.BasePriority = wanted;
        thread.Kernel.Dispatcher.SetPriority(thread, wanted);
        return NtStatus.Success;
    }
}
