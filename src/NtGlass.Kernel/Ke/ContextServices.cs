using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of contexts and exceptions.</summary>
public static class ContextServices
{
    const uint ExceptionInternal = 0x10000000;

    /// <summary>Goes on with a CONTEXT; does not return to its caller when it succeeds.</summary>
    [SystemService(Missing = "hardware breakpoints: the debug registers are kept and not watched")]
    public static NtStatus NtContinue(KThread caller, In<byte> contextRecord, bool testAlert)
    {
        ContextRecord context = Read(caller, contextRecord.Address);
        ContextTransfer.ToFrame(caller, caller.Frame, context, context.Fields.ContextFlags);
        if (testAlert) caller.Apcs.TestAlert(caller.PreviousMode);
        return NtStatus.Success;
    }

    /// <summary>Goes on with a CONTEXT; the argument is a truth value or points at a KCONTINUE_ARGUMENT.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the kind of continuation or its flags; does not return to its caller when it succeeds.</returns>
    [SystemService(Missing = "hardware breakpoints: the debug registers are kept and not watched")]
    public static NtStatus NtContinueEx(KThread caller, In<byte> contextRecord, GuestAddress continueArgument)
    {
        const uint LargestTruthValue = 0xFF, LastKind = 3, TestAlert = 1, ValidFlags = 3;
        if (continueArgument.Value <= LargestTruthValue) return NtContinue(caller, contextRecord, !continueArgument.IsNull);
        UserMemory.ProbeForRead(caller, continueArgument, length: 0x18, alignment: 4);
        uint kind = new In<uint>(continueArgument).Read(caller), flags = new In<uint>(continueArgument + 4).Read(caller);
        return kind > LastKind || (flags & ~ValidFlags) != 0
            ? NtStatus.InvalidParameter
            : NtContinue(caller, contextRecord, (flags & TestAlert) != 0);
    }

    /// <summary>Raises an exception at a CONTEXT; does not return to its caller when it succeeds.</summary>
    [SystemService(Missing = "hardware breakpoints: the debug registers are kept and not watched")]
    public static NtStatus NtRaiseException(KThread caller, In<byte> exceptionRecord, In<byte> contextRecord, bool firstChance)
    {
        byte[] bytes = new byte[ExceptionRecord.FullSize];
        UserMemory.ProbeForRead(caller, exceptionRecord.Address, length: 0x14, alignment: 4);
        UserMemory.Read(caller, exceptionRecord.Address, bytes.AsSpan(0, 0x14));
        uint parameters = ExceptionRecord.CountIn(bytes);
        if (parameters > ExceptionRecord.MostParameters) return NtStatus.InvalidParameter;
        UserMemory.Read(caller, exceptionRecord.Address, bytes.AsSpan(0, 0x14 + (int)parameters * 4));
        ContextRecord context = Read(caller, contextRecord.Address);
        var record = ExceptionRecord.Parse(bytes);
        record = record with { Code = new NtStatus(record.Code.Code & ~ExceptionInternal) };
        ContextTransfer.ToFrame(caller, caller.Frame, context, context.Fields.ContextFlags);
        ExceptionDispatch.Dispatch(caller, record, caller.Frame, caller.PreviousMode, firstChance);
        return NtStatus.Success;
    }

    /// <summary>Reads a thread's registers of user mode.</summary>
    [SystemService]
    public static NtStatus NtGetContextThread(KThread caller, HandleOf<KThread> threadHandle, InOut<byte> threadContext)
    {
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.GetContext, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            UserMemory.ProbeForWrite(caller, threadContext.Address, ContextRecord.Size, alignment: 4);
            ContextRecord context = Read(caller, threadContext.Address);
            if (FrameOf(thread.Object) is not { } frame) return NtStatus.InvalidHandle;
            ContextTransfer.FromFrame(thread.Object, frame, context);
            UserMemory.Write(caller, threadContext.Address, context.Bytes);
            return NtStatus.Success;
        }
    }

    /// <summary>Replaces a thread's registers of user mode.</summary>
    [SystemService(Missing = "hardware breakpoints: the debug registers are kept and not watched")]
    public static NtStatus NtSetContextThread(KThread caller, HandleOf<KThread> threadHandle, In<byte> threadContext)
    {
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.SetContext, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            ContextRecord context = Read(caller, threadContext.Address);
            if (FrameOf(thread.Object) is not { } frame) return NtStatus.InvalidHandle;
            ContextTransfer.ToFrame(thread.Object, frame, context, context.Fields.ContextFlags);
            return NtStatus.Success;
        }
    }

    /// <summary>Returns from a callback of win32k. The ring-0 image does that in machine code; this is for callers outside of any callback.</summary>
    [SystemService]
    public static NtStatus NtCallbackReturn(KThread caller, [Opt] UserBuffer outputBuffer, uint outputLength, NtStatus status) =>
        NtStatus.NoCallbackActive;

    internal static ContextRecord Read(KThread caller, GuestAddress address)
    {
        byte[] bytes = new byte[ContextRecord.Size];
        UserMemory.ProbeForRead(caller, address, ContextRecord.Size, alignment: 4);
        UserMemory.Read(caller, address, bytes);
        return new ContextRecord(caller.Kernel, bytes);
    }

    static KTrapFrame? FrameOf(KThread thread) =>
        thread.Teb.IsNull || thread.State == ThreadState.Terminated ? null : thread.BaseFrame;
}
