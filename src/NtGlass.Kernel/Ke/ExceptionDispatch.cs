using System.Text;
using NtGlass.Abi;
using NtGlass.Abi.Events;

namespace NtGlass.Kernel;

/// <summary>Takes an exception to whoever handles it: the debug services, user mode, or the end of the process.</summary>
public static class ExceptionDispatch
{
    /// <summary>KMODE_EXCEPTION_NOT_HANDLED.</summary>
    const uint KernelModeExceptionNotHandled = 0x1E;

    /// <summary>What <c>int 2Dh</c> asks for: 1 print, 3 and 4 symbols, 5 a command.</summary>
    const uint DebugPrint = 1, DebugLoadSymbols = 3, DebugCommand = 5;

    const int LongestDebugPrint = 512;
    const uint LongestDebugString = 4096;

    /// <summary>KiDispatchException: the frame is what the exception interrupted and is edited for what comes next.</summary>
    public static void Dispatch(KThread thread, ExceptionRecord record, KTrapFrame frame, ProcessorMode previousMode, bool firstChance)
    {
        if (IsDebugService(record))
        {
            HandleDebugService(thread, record);
            return;
        }
        if (previousMode == ProcessorMode.Kernel)
        {
            thread.Kernel.StopWithBugCheck(KernelModeExceptionNotHandled, record.Code.Code, record.Address.Value, frame.Address.Value, 0);
            return;
        }
        if (FastFail.Of(thread, record, frame) is ExceptionRecord fatal)
        {
            SecondChance(thread, fatal, frame);
            return;
        }
        ContextRecord context = Capture(thread, record, frame);
        if (firstChance) FirstChance(thread, record, frame, context);
        else SecondChance(thread, record, frame);
    }

    static void FirstChance(KThread thread, ExceptionRecord record, KTrapFrame frame, ContextRecord context)
    {
        ObserveText(thread, record);
        AskDebugger(thread, record, firstChance: true, unhandled =>
        {
            if (!TryDispatchToUser(unhandled, record, frame, context)) SecondChance(unhandled, record, frame);
        });
    }

    static void SecondChance(KThread thread, ExceptionRecord record, KTrapFrame frame) =>
        AskDebugger(thread, record, firstChance: false, unhandled =>
        {
            Observe(unhandled, record, frame, firstChance: false);
            Ps.TerminateProcess(unhandled.Process, record.Code);
        });

    /// <summary>DbgkForwardException: what the debugger does not handle goes on as <paramref name="unhandled"/>.</summary>
    static void AskDebugger(KThread thread, ExceptionRecord record, bool firstChance, Action<KThread> unhandled)
    {
        if (!Dbgk.IsHeard(thread))
        {
            unhandled(thread);
            return;
        }
        DebugState state = record.Code == NtStatus.Breakpoint ? DebugState.Breakpoint
            : record.Code == NtStatus.SingleStep ? DebugState.SingleStep
            : DebugState.Exception;
        Dbgk.Send(thread, state, DebugDetails.OfException(record, firstChance), (asked, answer) =>
        {
            if (answer == NtStatus.DbgTerminateProcess) Ps.TerminateProcess(asked.Process, record.Code);
            else if (answer == NtStatus.DbgTerminateThread) Ps.TerminateThread(asked, record.Code);
            else if (answer == NtStatus.DbgExceptionNotHandled) unhandled(asked);
            return NtStatus.Success;
        });
    }

    /// <summary>OutputDebugString raises its text as an exception.</summary>
    static void ObserveText(KThread thread, ExceptionRecord record)
    {
        bool isWide = record.Code == NtStatus.DbgPrintexceptionWideC;
        if (!isWide && record.Code != NtStatus.DbgPrintexceptionC) return;
        if (record.Information is not [uint length, uint address, ..] || thread.Kernel.Observer is not { } observer) return;
        byte[] text = new byte[Math.Min(length, LongestDebugString) * (isWide ? 2u : 1u)];
        int count = thread.Process.Space.Read(new GuestAddress(address), text);
        Encoding encoding = isWide ? Encoding.Unicode : Encoding.Latin1;
        observer.DebugPrint(thread.Process.ProcessId, encoding.GetString(text, 0, count).TrimEnd('\0'));
    }

    /// <summary>Makes the service's return go through KiRaiseUserExceptionDispatcher.</summary>
    /// <returns>What the service has to return: the place where the exception seems to come from.</returns>
    public static NtStatus RaiseUserException(KThread caller, NtStatus code)
    {
        Teb teb = caller.TebFields;
        teb.ExceptionCode = code.Code;
        KTrapFrame frame = caller.Frame;
        uint origin = frame.Eip;
        frame.Eip = caller.Kernel.Ntdll!.KiRaiseUserExceptionDispatcher.Value;
        return new NtStatus(origin);
    }

    static ContextRecord Capture(KThread thread, ExceptionRecord record, KTrapFrame frame)
    {
        var context = new ContextRecord(thread.Kernel);
        Context fields = context.Fields;
        fields.ContextFlags = ContextFlags.All;
        ContextTransfer.FromFrame(thread, frame, context);
        if (record.Code == NtStatus.Breakpoint) fields.Eip--;
        return context;
    }

    /// <summary>False when the user stack cannot take the exception.</summary>
    static bool TryDispatchToUser(KThread thread, ExceptionRecord record, KTrapFrame frame, ContextRecord context)
    {
        if (thread.Kernel.Ntdll is not { } ntdll) return false;
        bool isFlat = frame.HardwareSegSs == UserSelectors.Data && !frame.IsFromV86;
        ExceptionRecord told = isFlat ? record : ExceptionRecord.Of(NtStatus.AccessViolation, record.Address);
        Observe(thread, told, frame, firstChance: true);
        try
        {
            UserFrames.BuildException(thread, frame, ntdll.KiUserExceptionDispatcher, told, context);
            return true;
        }
        catch (GuestAccessViolation violation) when (violation.Status == NtStatus.StackOverflow && told.Code != NtStatus.StackOverflow)
        {
            var overflow = ExceptionRecord.Of(NtStatus.StackOverflow, record.Address, 1, violation.Address.Value);
            return TryDispatchToUser(thread, overflow, frame, context);
        }
        catch (GuestAccessViolation)
        {
            return false;
        }
    }

    static bool IsDebugService(ExceptionRecord record) =>
        record.Code == NtStatus.Breakpoint && record.Information is [DebugPrint or (>= DebugLoadSymbols and <= DebugCommand), ..];

    /// <summary>The frame already points behind the service's two instructions.</summary>
    static void HandleDebugService(KThread thread, ExceptionRecord record)
    {
        if (record.Information[0] != DebugPrint || thread.Kernel.Observer is not { } observer) return;
        byte[] text = new byte[Math.Min((int)(record.Information[2] & 0xFFFF), LongestDebugPrint)];
        int count = thread.Process.Space.Read(new GuestAddress(record.Information[1]), text);
        observer.DebugPrint(thread.Process.ProcessId, Encoding.Latin1.GetString(text, 0, count));
    }

    static void Observe(KThread thread, ExceptionRecord record, KTrapFrame frame, bool firstChance) =>
        thread.Kernel.Observer?.ExceptionDispatched(
            thread.Process.ProcessId, thread.ThreadId,
            new ExceptionEvent(record.Code, record.Address, record.Information, frame.Address), firstChance);
}
