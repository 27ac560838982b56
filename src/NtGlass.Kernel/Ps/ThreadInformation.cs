using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>THREADINFOCLASS, as far as it is answered.</summary>
public enum ThreadInformationClass : uint
{
    Basic = 0,
    Times = 1,
    Priority = 2,
    BasePriority = 3,
    AffinityMask = 4,
    ImpersonationToken = 5,
    Win32StartAddress = 9,
    ZeroTlsCell = 10,
    PerformanceCount = 11,
    AmILastThread = 12,
    IdealProcessor = 13,
    PriorityBoost = 14,
    IsIoPending = 16,
    HideFromDebugger = 17,
}

/// <summary>The services that tell about threads and change them.</summary>
public static class ThreadInformation
{
    const uint QueryAccess = 0x40, SetAccess = 0x20;
    const int Saturation = 16;

    /// <summary>Tells about a thread.</summary>
    [SystemService]
    public static NtStatus NtQueryInformationThread(
        KThread caller, HandleOf<KThread> threadHandle, ThreadInformationClass threadInformationClass, UserBuffer threadInformation,
        uint threadInformationLength, [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, threadInformation, threadInformationLength, returnLength);
        answer.Probe();
        NtStatus status = Ob.Reference(caller, threadHandle, QueryAccess, out ObjectRef<KThread> reference);
        if (status.IsError) return status;
        using (reference)
        {
            KThread thread = reference.Object;
            return threadInformationClass switch
            {
                ThreadInformationClass.Basic => answer.Exactly(Basic(thread)),
                ThreadInformationClass.Times => answer.Exactly(Times(thread)),
                ThreadInformationClass.Win32StartAddress => answer.Exactly(thread.Struct.Win32StartAddress.Value),
                ThreadInformationClass.PerformanceCount => answer.Exactly(BitConverter.GetBytes(0L)),
                ThreadInformationClass.AmILastThread => answer.Exactly(thread.Process.Threads.Count == 1 ? 1u : 0),
                ThreadInformationClass.PriorityBoost or ThreadInformationClass.IsIoPending => answer.Exactly(0u),
                _ => NtStatus.InvalidInfoClass,
            };
        }
    }

    /// <summary>Changes something about a thread.</summary>
    [SystemService]
    public static NtStatus NtSetInformationThread(
        KThread caller, HandleOf<KThread> threadHandle, ThreadInformationClass threadInformationClass, UserBuffer threadInformation,
        uint threadInformationLength)
    {
        threadInformation.ProbeForRead(caller, threadInformationLength, alignment: 4);
        uint wantedLength = threadInformationClass == ThreadInformationClass.HideFromDebugger ? 0u : 4;
        if (!Enum.IsDefined(threadInformationClass)) return NtStatus.InvalidInfoClass;
        if (threadInformationLength != wantedLength) return NtStatus.InfoLengthMismatch;
        uint value = wantedLength == 0 ? 0 : new In<uint>(threadInformation.Address).Read(caller);
        if (threadInformationClass == ThreadInformationClass.ImpersonationToken)
            return ImpersonationServices.SetFromHandle(caller, threadHandle, new HandleOf<Token>(value));
        NtStatus status = Ob.Reference(caller, threadHandle, SetAccess, out ObjectRef<KThread> reference);
        if (status.IsError) return status;
        using (reference) return Set(reference.Object, threadInformationClass, value);
    }

    static NtStatus Set(KThread thread, ThreadInformationClass what, uint value)
    {
        EThreadStruct fields = thread.Struct;
        switch (what)
        {
            case ThreadInformationClass.Priority when value is 0 or > 31:
                return NtStatus.InvalidParameter;
            case ThreadInformationClass.Priority:
                thread.Kernel.Dispatcher.SetPriority(thread, (int)value);
                return NtStatus.Success;
            case ThreadInformationClass.BasePriority:
                return SetBasePriority(thread, (int)value);
            case ThreadInformationClass.AffinityMask:
                return (value & 1) != 0 ? NtStatus.Success : NtStatus.InvalidParameter;
            case ThreadInformationClass.Win32StartAddress:
                fields.Win32StartAddress = new GuestAddress(value);
                return NtStatus.Success;
            case ThreadInformationClass.ZeroTlsCell:
                return ZeroTlsCell(thread.Process, value);
            case ThreadInformationClass.IdealProcessor:
            case ThreadInformationClass.PriorityBoost:
            case ThreadInformationClass.HideFromDebugger:
                return NtStatus.Success;
            default:
                return NtStatus.InvalidInfoClass;
        }
    }

    static NtStatus SetBasePriority(KThread thread, int increment)
    {
        if (increment is < -2 or > 2 && increment != Saturation && increment != -Saturation) return NtStatus.InvalidParameter;
        thread.PrioritySaturation = increment / Saturation;
        int wanted = Math.Clamp(thread.Process.BasePriority + increment, 1, 15);
        thread.BasePriority = wanted;
        thread.Kernel.Dispatcher.SetPriority(thread, wanted);
        return NtStatus.Success;
    }

    /// <summary>TlsFree: the slot is cleared in every thread of the process.</summary>
    static NtStatus ZeroTlsCell(EProcess process, uint index)
    {
        const uint Slots = 64, ExpansionSlots = 1024;
        if (index >= Slots + ExpansionSlots) return NtStatus.InvalidParameter;
        int tlsSlots = process.Kernel.Profile.Types["_TEB"].OffsetOf("TlsSlots");
        int expansion = process.Kernel.Profile.Types["_TEB"].OffsetOf("TlsExpansionSlots");
        foreach (KThread thread in process.Threads.Where(thread => !thread.Teb.IsNull))
        {
            GuestAddress slots = index < Slots
                ? thread.Teb + (uint)tlsSlots
                : process.Memory.ReadAddress(thread.Teb + (uint)expansion) ?? GuestAddress.Null;
            uint slot = index < Slots ? index : index - Slots;
            if (!slots.IsNull) process.Memory.WriteUInt32(slots + slot * 4, 0);
        }
        return NtStatus.Success;
    }

    static byte[] Basic(KThread thread) => new GuestRecord(0x1C)
        .Set(0x00, thread.ExitStatus.Code)
        .Set(0x04, thread.Teb.Value)
        .Set(0x08, thread.Process.ProcessId)
        .Set(0x0C, thread.ThreadId)
        .Set(0x10, 1u)
        .Set(0x14, (uint)thread.Priority)
        .Set(0x18, (uint)(thread.PrioritySaturation != 0 ? thread.PrioritySaturation * Saturation : thread.BasePriority - thread.Process.BasePriority))
        .Bytes;

    static byte[] Times(KThread thread) => new GuestRecord(0x20)
        .Set(0x00, thread.CreateTime100ns)
        .Set(0x08, thread.ExitTime100ns)
        .Set(0x10, thread.Struct.KernelTime * thread.Kernel.Clock.Increment100ns)
        .Set(0x18, thread.Struct.UserTime * thread.Kernel.Clock.Increment100ns)
        .Bytes;
}
