using NtGlass.Cpu.Host;

namespace NtGlass.Cpu;

/// <summary>The state that goes with a thread, and the FPU while its registers are live in the host.</summary>
public sealed unsafe partial class Processor
{
    /// <summary>Translated code is suspended in a call to C#: the x87 registers are in the host's, all others in the state.</summary>
    bool isInsideHostCode;

    /// <summary>Copies registers, segments and FPU out.</summary>
    public void SaveContext(ProcessorContext context)
    {
        for (int i = 0; i < ProcessorContext.GeneralRegisters; i++) context.General[i] = General(i);
        for (int i = 0; i < ProcessorContext.SegmentRegisters; i++) context.Segments[i] = Segment((SegmentName)i);
        context.Eip = State.Eip;
        context.Eflags = State.Eflags;
        ReadFx(context.Fx);
    }

    /// <summary>Makes the context the running one.</summary>
    public void RestoreContext(ProcessorContext context)
    {
        for (int i = 0; i < ProcessorContext.GeneralRegisters; i++) General(i) = context.General[i];
        for (int i = 0; i < ProcessorContext.SegmentRegisters; i++) Segment((SegmentName)i) = context.Segments[i];
        State.Eip = context.Eip;
        State.Eflags = context.Eflags | Cpu.Eflags.Reserved1;
        WriteFx(context.Fx);
    }

    /// <summary>Copies the FXSAVE image of the present x87, MMX and SSE state.</summary>
    public void ReadFx(Span<byte> fxsave)
    {
        SynchronizeFx();
        Fx.Area(ref State).CopyTo(fxsave);
    }

    /// <summary>Replaces the x87, MMX and SSE state.</summary>
    public void WriteFx(ReadOnlySpan<byte> fxsave)
    {
        fxsave[..FxLayout.Size].CopyTo(Fx.Area(ref State));
        Fx.Sanitize(ref State);
        LoadX87();
    }

    /// <summary>Makes <see cref="CpuState.FxArea"/> whole: in a callback its x87 part is live in the host until now.</summary>
    public void SynchronizeFx()
    {
        if (!isInsideHostCode) return;
        ((delegate* unmanaged<CpuState*, void>)cache.Stubs.SaveX87)(&block->State);
        Span<byte> live = Scratch, area = Fx.Area(ref State);
        live[..FxLayout.Mxcsr].CopyTo(area);
        live[FxLayout.X87..FxLayout.Xmm].CopyTo(area[FxLayout.X87..]);
        X87Pointers.MakeGuest(area, cache);
    }

    Span<byte> Scratch => new((byte*)&block->State + Fields.Scratch, FxLayout.Size);

    void LoadX87()
    {
        if (!isInsideHostCode) return;
        Span<byte> scratch = Scratch;
        Fx.Area(ref State).CopyTo(scratch);
        // C# must go on with the host's own MXCSR.
        BitConverter.TryWriteBytes(scratch[FxLayout.Mxcsr..], FxLayout.DefaultMxcsr);
        ((delegate* unmanaged<CpuState*, void>)cache.Stubs.LoadX87)(&block->State);
    }
}
