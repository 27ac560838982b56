using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What ring-0 code calls besides system services: each method is a door of the nt image of the same name.</summary>
public static class Ki
{
    /// <summary>Clock ticks take this much from a quantum.</summary>
    const int QuantumPerTick = 3;

    /// <summary>KiDispatchException.</summary>
    /// <param name="record">A full EXCEPTION_RECORD, on the kernel stack.</param>
    public static void KiDispatchException(KThread thread, GuestAddress record, GuestAddress trapFrame, ProcessorMode previousMode, bool firstChance)
    {
        Span<byte> bytes = stackalloc byte[ExceptionRecord.FullSize];
        thread.Process.Space.Read(record, bytes);
        ExceptionDispatch.Dispatch(thread, ExceptionRecord.Parse(bytes), FrameAt(thread, trapFrame), previousMode, firstChance);
    }

    /// <summary>MmAccessFault.</summary>
    /// <param name="faultStatus">The processor's error code of the page fault.</param>
    /// <returns>Success when the access can be tried again, else the code of the exception.</returns>
    public static NtStatus MmAccessFault(KThread thread, uint faultStatus, GuestAddress address, ProcessorMode previousMode)
    {
        const uint Write = 2;
        return Mm.AccessFault(thread, address, (faultStatus & Write) != 0, previousMode == ProcessorMode.User);
    }

    /// <summary>KiDeliverApc.</summary>
    public static void KiDeliverApc(KThread thread, ProcessorMode deliveryMode, GuestAddress trapFrame)
    {
        thread.Apcs.RunKernelApcs();
        if (deliveryMode == ProcessorMode.User && thread.IsUserApcPending && thread.Apcs.TakeUser() is { } apc)
            DeliverUserApc(thread, FrameAt(thread, trapFrame), apc);
    }

    /// <summary>PspUserThreadStartup.</summary>
    public static void PspUserThreadStartup(KThread thread) => UserThread.Startup(thread);

    /// <summary>PsConvertToGuiThread.</summary>
    public static NtStatus PsConvertToGuiThread(KThread thread) => GuiThread.Convert(thread);

    /// <summary>What KeGdiFlushUserBatch points to: without win32k nothing can have been drawn.</summary>
    public static void KiGdiFlushUserBatch(KThread thread)
    {
        Teb teb = thread.TebFields;
        teb.GdiBatchCount = 0;
    }

    /// <summary>KeUpdateSystemTime: the clock interrupt.</summary>
    /// <returns>True when KiDispatchInterrupt has to be called, because another thread is to run.</returns>
    public static bool KeUpdateSystemTime(KThread thread, GuestAddress trapFrame)
    {
        long ticks = thread.Kernel.Clock.Update();
        thread.Kernel.Host.Outside?.Deliver();
        thread.Kernel.Console.TakeSignals();
        if (ticks > 0 && thread.Kernel.Idle.Input is { WantsInput: true } input) input.InputArrived();
        if (ticks == 0 || thread.State != ThreadState.Running) return thread.State != ThreadState.Running;
        EThreadStruct fields = thread.Struct;
        KTrapFrame frame = FrameAt(thread, trapFrame);
        thread.Kernel.Profiles.Sample(thread.Process, new GuestAddress(frame.Eip));
        if (frame.IsFromUser) fields.UserTime += (uint)ticks;
        else fields.KernelTime += (uint)ticks;
        if (thread.Process.Job is not null) JobEnforcement.CheckTime(thread.Process);
        if (thread.State != ThreadState.Running) return true;
        thread.Quantum -= QuantumPerTick;
        if (thread.Quantum <= 0)
        {
            thread.Quantum = KThread.FullQuantum;
            thread.Kernel.Dispatcher.EndQuantum(thread);
        }
        return thread.State != ThreadState.Running;
    }

    /// <summary>A call of user mode that a service made has come back: the service goes on, and may make another.</summary>
    public static NtStatus KiCalloutReturned(KThread thread, NtStatus status, GuestAddress output, uint length)
    {
        if (!thread.Callouts.TryPop(out UserCallout? callout)) return NtStatus.NoCallbackActive;
        thread.ObservedCall = callout.ObservedCall;
        CalloutResult result = new(status, new UserBuffer(output), length);
        NtStatus answer = SystemServices.Guard(thread, (callout, result), static (caller, end) => end.callout.Completion(caller, end.result));
        if (thread.State != ThreadState.Terminated && thread.Wait is null && !thread.HasCallout) thread.ObservedCall?.Return(answer);
        return answer;
    }

    /// <summary>KeBugCheckEx.</summary>
    public static void KeBugCheckEx(KThread thread, ReadOnlySpan<uint> parameters) =>
        thread.Kernel.StopWithBugCheck(parameters[0], parameters[1], parameters[2], parameters[3], parameters[4]);

    /// <summary>Builds an APC's frame; a stack that cannot take it is an exception of the thread.</summary>
    internal static void DeliverUserApc(KThread thread, KTrapFrame frame, KApc apc)
    {
        if (thread.Kernel.Ntdll is not { } ntdll || frame.IsFromV86) return;
        EnterUser(thread, frame, to => UserFrames.BuildApc(thread, to, ntdll.KiUserApcDispatcher, apc));
    }

    /// <summary>Changes a frame to go on elsewhere; a stack that cannot take what that needs is an exception of the thread.</summary>
    internal static void EnterUser(KThread thread, KTrapFrame frame, Action<KTrapFrame> build)
    {
        try
        {
            build(frame);
        }
        catch (GuestAccessViolation violation)
        {
            var record = ExceptionRecord.Of(
                violation.Status, new GuestAddress(frame.Eip), violation.IsWrite ? 1u : 0, violation.Address.Value);
            ExceptionDispatch.Dispatch(thread, record, frame, ProcessorMode.User, firstChance: true);
        }
    }

    static KTrapFrame FrameAt(KThread thread, GuestAddress address) => new(thread.Kernel.Layouts, thread.Process.Space, address);
}
