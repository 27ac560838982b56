using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Builds on the user stack what ntdll's dispatchers find there, and points the trap frame at them.</summary>
static class UserFrames
{
    /// <summary>KiInitializeUserApc.</summary>
    public static void BuildApc(KThread thread, KTrapFrame frame, GuestAddress dispatcher, KApc apc)
    {
        var context = new ContextRecord(thread.Kernel);
        Context fields = context.Fields;
        fields.ContextFlags = ContextFlags.FullAndDebug;
        ContextTransfer.FromFrame(thread, frame, context);
        BuildApc(thread, frame, dispatcher, apc, context, frame.HardwareEsp);
        frame.EFlags = ContextTransfer.SanitizeEflags(thread, fields.EFlags);
    }

    /// <summary>An APC frame with a given CONTEXT to go on with, below a given stack pointer.</summary>
    public static void BuildApc(KThread thread, KTrapFrame frame, GuestAddress dispatcher, KApc apc, ContextRecord context, uint userEsp)
    {
        byte[] head = thread.Kernel.Userland.ApcHead(apc);
        uint size = (uint)head.Length + ContextRecord.Size;
        var esp = new GuestAddress((userEsp & ~3u) - size);
        UserMemory.ProbeForWrite(thread, esp, size, alignment: 4);
        UserMemory.Write(thread, esp, head);
        UserMemory.Write(thread, esp + (uint)head.Length, context.Bytes);
        Enter(frame, dispatcher, esp);
        frame.ErrorCode = 0;
    }

    /// <summary>The frame of KiUserExceptionDispatcher.</summary>
    public static void BuildException(KThread thread, KTrapFrame frame, GuestAddress dispatcher, ExceptionRecord record, ContextRecord context)
    {
        uint recordSize = (uint)record.UsedSize;
        GuestAddress contextAt = new((context.Fields.Esp & ~3u) - ContextRecord.Size);
        GuestAddress recordAt = contextAt - recordSize;
        GuestAddress esp = recordAt - 8;
        UserMemory.ProbeForWrite(thread, esp, 8 + recordSize + ContextRecord.Size, alignment: 4);
        UserMemory.Write(thread, esp, new GuestRecord(8).Set(0, recordAt.Value).Set(4, contextAt.Value).Bytes);
        UserMemory.Write(thread, recordAt, record.ToBytes());
        UserMemory.Write(thread, contextAt, context.Bytes);
        Enter(frame, dispatcher, esp);
    }

    public static void Enter(KTrapFrame frame, GuestAddress dispatcher, GuestAddress esp)
    {
        frame.Eip = dispatcher.Value;
        frame.HardwareEsp = esp.Value;
        frame.SegCs = UserSelectors.Code;
        frame.HardwareSegSs = UserSelectors.Data;
        (frame.SegDs, frame.SegEs) = (UserSelectors.Data, UserSelectors.Data);
        (frame.SegFs, frame.SegGs) = (UserSelectors.Teb, 0);
    }
}
