namespace NtGlass.Kernel;

/// <summary>Moves a thread's state between its trap frame (with the x87 and SSE state) and a CONTEXT.</summary>
static class ContextTransfer
{
    const uint SelectorMask = 0xFFFF;
    const uint RequestedPrivilege = 3;

    /// <summary>The EFLAGS bits that user mode may set; IF is always on.</summary>
    const uint UserEflags = 0x3E0DD7;
    const uint InterruptEnable = 0x200;
    const uint IoPrivilege = 0x3000;

    const uint DebugActiveBits = 0x55;
    const uint DebugReservedBits = 0xDC00;
    const uint DebugStatusBits = 0xE00F;

    /// <summary>Fills the parts of a context that its flags name.</summary>
    public static void FromFrame(KThread thread, KTrapFrame frame, ContextRecord context)
    {
        Context to = context.Fields;
        ContextFlags flags = to.ContextFlags;
        if (flags.HasFlag(ContextFlags.Control))
        {
            (to.Ebp, to.Eip, to.EFlags) = (frame.Ebp, frame.Eip, frame.EFlags);
            to.SegCs = frame.SegCs & SelectorMask;
            (to.Esp, to.SegSs) = (frame.HardwareEsp, frame.HardwareSegSs & SelectorMask);
        }
        if (flags.HasFlag(ContextFlags.Segments))
        {
            (to.SegGs, to.SegFs) = (frame.SegGs & SelectorMask, frame.SegFs & SelectorMask);
            (to.SegEs, to.SegDs) = (frame.SegEs & SelectorMask, frame.SegDs & SelectorMask);
        }
        if (flags.HasFlag(ContextFlags.Integer))
        {
            (to.Edi, to.Esi, to.Ebx) = (frame.Edi, frame.Esi, frame.Ebx);
            (to.Edx, to.Ecx, to.Eax) = (frame.Edx, frame.Ecx, frame.Eax);
        }
        if (flags.HasFlag(ContextFlags.DebugRegisters)) DebugFromFrame(frame, to);
        FloatingFromThread(thread, flags, context);
    }

    /// <summary>Loads the parts that <paramref name="flags"/> names into the frame, made safe for user mode.</summary>
    public static void ToFrame(KThread thread, KTrapFrame frame, ContextRecord context, ContextFlags flags)
    {
        Context from = context.Fields;
        if (flags.HasFlag(ContextFlags.Control)) ControlToFrame(thread, frame, from);
        if (flags.HasFlag(ContextFlags.Segments)) SegmentsToFrame(frame, from);
        if (flags.HasFlag(ContextFlags.Integer))
        {
            (frame.Edi, frame.Esi, frame.Ebx) = (from.Edi, from.Esi, from.Ebx);
            (frame.Edx, frame.Ecx, frame.Eax) = (from.Edx, from.Ecx, from.Eax);
        }
        if (flags.HasFlag(ContextFlags.DebugRegisters)) DebugToFrame(thread, frame, from);
        FloatingToThread(thread, context, flags);
    }

    /// <summary>What user mode gets of a wish for EFLAGS.</summary>
    public static uint SanitizeEflags(KThread thread, uint eflags) =>
        (eflags & UserEflags) | InterruptEnable | (thread.Struct.Iopl ? eflags & IoPrivilege : 0);

    static void ControlToFrame(KThread thread, KTrapFrame frame, Context from)
    {
        (frame.Ebp, frame.Eip) = (from.Ebp, from.Eip);
        uint cs = (from.SegCs & SelectorMask) | RequestedPrivilege;
        frame.SegCs = cs < 8 ? UserSelectors.Code : cs;
        frame.EFlags = SanitizeEflags(thread, from.EFlags);
        frame.HardwareEsp = from.Esp;
        frame.HardwareSegSs = (from.SegSs & SelectorMask) | RequestedPrivilege;
    }

    static void SegmentsToFrame(KTrapFrame frame, Context from)
    {
        frame.SegDs = Sanitize(from.SegDs);
        frame.SegEs = Sanitize(from.SegEs);
        frame.SegFs = Sanitize(from.SegFs);
        frame.SegGs = frame.SegCs == UserSelectors.Code ? 0 : Sanitize(from.SegGs);
    }

    static uint Sanitize(uint selector) => (selector & SelectorMask) == 0 ? 0 : (selector & SelectorMask) | RequestedPrivilege;

    static void DebugFromFrame(KTrapFrame frame, Context to)
    {
        bool isActive = (frame.Dr7 & DebugActiveBits) != 0;
        (to.Dr0, to.Dr1, to.Dr2) = isActive ? (frame.Dr0, frame.Dr1, frame.Dr2) : default;
        (to.Dr3, to.Dr6, to.Dr7) = isActive ? (frame.Dr3, frame.Dr6, frame.Dr7) : default;
    }

    static void DebugToFrame(KThread thread, KTrapFrame frame, Context from)
    {
        uint highest = thread.Kernel.Profile.Boot.HighestUserAddress;
        uint Address(uint wanted) => wanted > highest ? 0 : wanted;
        (frame.Dr0, frame.Dr1) = (Address(from.Dr0), Address(from.Dr1));
        (frame.Dr2, frame.Dr3) = (Address(from.Dr2), Address(from.Dr3));
        frame.Dr6 = from.Dr6 & DebugStatusBits;
        frame.Dr7 = from.Dr7 & ~DebugReservedBits;
        EThreadStruct fields = thread.Struct;
        fields.DebugActive = (frame.Dr7 & DebugActiveBits) != 0;
        if (thread != thread.Kernel.Dispatcher.Current) return;
        KPcr pcr = thread.Kernel.Pcr;
        pcr.DebugActive = fields.DebugActive;
    }

    static void FloatingFromThread(KThread thread, ContextFlags flags, ContextRecord context)
    {
        bool x87 = flags.HasFlag(ContextFlags.FloatingPoint), extended = flags.HasFlag(ContextFlags.ExtendedRegisters);
        if (!x87 && !extended) return;
        Span<byte> fx = stackalloc byte[FxState.Size];
        thread.Kernel.Machine.ReadFx(thread, fx);
        if (extended) fx.CopyTo(context.Part(context.Fields.ExtendedRegisters, FxState.Size));
        if (x87) FxState.ToFloatSave(fx, context.Part(context.Fields.FloatSave, FxState.FloatSaveSize));
    }

    static void FloatingToThread(KThread thread, ContextRecord context, ContextFlags flags)
    {
        bool x87 = flags.HasFlag(ContextFlags.FloatingPoint), extended = flags.HasFlag(ContextFlags.ExtendedRegisters);
        if (!x87 && !extended) return;
        Span<byte> fx = stackalloc byte[FxState.Size];
        thread.Kernel.Machine.ReadFx(thread, fx);
        if (extended) FxState.LoadExtended(context.Part(context.Fields.ExtendedRegisters, FxState.Size), fx);
        if (x87) FxState.LoadFloatSave(context.Part(context.Fields.FloatSave, FxState.FloatSaveSize), fx);
        thread.Kernel.Machine.WriteFx(thread, fx);
    }
}

/// <summary>The selectors of user mode.</summary>
static class UserSelectors
{
    public const uint Code = 0x1B;
    public const uint Data = 0x23;
    public const uint Teb = 0x3B;
}
