using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service that tells about threads.</summary>
public static class ThreadInformation
{
    /// <summary>Tells about a thread.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, errors of the handle, STATUS_INFO_LENGTH_MISMATCH, STATUS_BUFFER_TOO_SMALL for the name,
    /// STATUS_ACCESS_VIOLATION and STATUS_ACCESS_DENIED for a descriptor, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "performance counts, which are 0; other classes")]
    public static NtStatus NtQueryInformationThread(
        KThread caller, HandleOf<KThread> threadHandle, ThreadInformationClass threadInformationClass, UserBuffer threadInformation,
        uint threadInformationLength, [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, threadInformation, threadInformationLength, returnLength);
        answer.Probe();
        if (!Enum.IsDefined(threadInformationClass)) return NtStatus.InvalidInfoClass;
        NtStatus status = Ob.Reference(caller, threadHandle, 0, out ObjectRef<KThread> reference);
        if (status.IsError) return status;
        using (reference)
        {
            uint sufficient = ThreadRights.QueryInformation | (NeedsFullAccess(threadInformationClass) ? 0 : ThreadRights.QueryLimitedInformation);
            if (caller.PreviousMode == ProcessorMode.User && (reference.GrantedAccess & sufficient) == 0) return NtStatus.AccessDenied;
            return Answer(answer, reference.Object, threadInformationClass);
        }
    }

    static bool NeedsFullAccess(ThreadInformationClass what) => what is
        ThreadInformationClass.Win32StartAddress or ThreadInformationClass.DescriptorTableEntry or ThreadInformationClass.PerformanceCount
        or ThreadInformationClass.HideFromDebugger or ThreadInformationClass.BreakOnTermination;

    static NtStatus Answer(QueryAnswer answer, KThread thread, ThreadInformationClass what) => what switch
    {
        ThreadInformationClass.Basic => answer.Exactly(Basic(thread)),
        ThreadInformationClass.Times => answer.Exactly(Times(thread)),
        ThreadInformationClass.DescriptorTableEntry => DescriptorEntry.Answer(answer, thread),
        ThreadInformationClass.PerformanceCount => answer.Exactly(BitConverter.GetBytes(0L)),
        ThreadInformationClass.HideFromDebugger => answer.Exactly([Convert.ToByte(thread.IsHiddenFromDebugger)]),
        ThreadInformationClass.CycleTime => answer.Exactly(Cycles(thread)),
        ThreadInformationClass.GroupInformation => answer.Exactly(new GuestRecord(0x0C).Set(0, 1u).Bytes),
        ThreadInformationClass.IdealProcessorEx => answer.Exactly(thread.IdealProcessor),
        ThreadInformationClass.Name => Name(answer, thread),
        _ => Number(thread, what) is uint number ? answer.Exactly(number) : NtStatus.InvalidInfoClass,
    };

    /// <summary>The classes that answer one number.</summary>
    static uint? Number(KThread thread, ThreadInformationClass what) => what switch
    {
        ThreadInformationClass.Win32StartAddress => thread.Struct.Win32StartAddress.Value,
        ThreadInformationClass.AmILastThread => thread.Process.Threads.Count == 1 ? 1u : 0,
        ThreadInformationClass.PriorityBoost => thread.IsPriorityBoostDisabled ? 1u : 0,
        ThreadInformationClass.IsIoPending => thread.PendingIo.Count > 0 ? 1u : 0,
        ThreadInformationClass.BreakOnTermination => 0,
        ThreadInformationClass.IsTerminated => thread.State == ThreadState.Terminated ? 1u : 0,
        ThreadInformationClass.IoPriority => thread.IoPriority,
        ThreadInformationClass.PagePriority => thread.PagePriority,
        ThreadInformationClass.ActualBasePriority => (uint)thread.BasePriority,
        ThreadInformationClass.SuspendCount => (uint)thread.SuspendCount,
        _ => null,
    };

    static NtStatus Name(QueryAnswer answer, KThread thread)
    {
        const uint HeadSize = 8;
        uint needed = HeadSize + (uint)thread.Name.Length * 2;
        answer.ReturnLength.WriteIfPresent(answer.Caller, needed);
        if (answer.Length < needed) return NtStatus.BufferTooSmall;
        GuestAddress text = answer.Buffer.Address + HeadSize;
        ushort bytes = (ushort)(thread.Name.Length * 2);
        new Out<UnicodeString>(answer.Buffer.Address).Write(answer.Caller, new UnicodeString(bytes, bytes, text));
        UserMemory.Write(answer.Caller, text, MemoryMarshal.AsBytes(thread.Name.AsSpan()));
        return NtStatus.Success;
    }

    static byte[] Basic(KThread thread) => new GuestRecord(0x1C)
        .Set(0x00, thread.ExitStatus.Code)
        .Set(0x04, thread.Teb.Value)
        .Set(0x08, thread.Process.ProcessId)
        .Set(0x0C, thread.ThreadId)
        .Set(0x10, 1u)
        .Set(0x14, thread.Kernel.Userland.TellsRelativePriority ? RelativePriority(thread) : (uint)thread.Priority)
        .Set(0x18, RelativePriority(thread))
        .Bytes;

    static uint RelativePriority(KThread thread) =>
        (uint)(thread.PrioritySaturation != 0 ? thread.PrioritySaturation * thread.Kernel.Userland.PrioritySaturation : thread.BasePriority - thread.Process.BasePriority);

    static byte[] Times(KThread thread) => new GuestRecord(0x20)
        .Set(0x00, thread.CreateTime100ns)
        .Set(0x08, thread.ExitTime100ns)
        .Set(0x10, thread.Struct.KernelTime * thread.Kernel.Clock.Increment100ns)
        .Set(0x18, thread.Struct.UserTime * thread.Kernel.Clock.Increment100ns)
        .Bytes;

    /// <summary>Processor time in units of 100 ns stands for cycles.</summary>
    static byte[] Cycles(KThread thread) => new GuestRecord(0x10)
        .Set(0x00, (thread.Struct.KernelTime + thread.Struct.UserTime) * thread.Kernel.Clock.Increment100ns)
        .Bytes;
}
