using System.Runtime.InteropServices;
using NtGlass.Cpu;
using NtGlass.Kernel;
using NtGlass.Machine.Boot;
using NtGlass.Machine.Ring0;
using NtGlass.Memory;

namespace NtGlass.Machine.Threads;

/// <summary>Moves the processor from thread to thread. A thread that does not run lies in guest memory: its kernel stack holds all of it.</summary>
sealed class ThreadContexts
{
    const int FxSaveSize = 512;

    readonly KernelHalf half;
    readonly Processor processor;
    readonly AddressSpace bootSpace;
    readonly uint initialStack, stackLimit, stackBase, kernelStack, largeStack, teb, trapFrame;
    readonly GuestAddress currentThread, exceptionList, irql, tebOfPcr, esp0;

    public ThreadContexts(KernelHalf half, Processor processor)
    {
        this.half = half;
        this.processor = processor;
        bootSpace = processor.AddressSpace;
        initialStack = Thread("InitialStack");
        stackLimit = Thread("StackLimit");
        stackBase = Thread("StackBase");
        kernelStack = Thread("KernelStack");
        largeStack = Thread("LargeStack");
        trapFrame = Thread("TrapFrame");
        teb = Thread("Teb");
        exceptionList = Pcr("NtTib.ExceptionList");
        tebOfPcr = Pcr("NtTib.Self");
        irql = Pcr("Irql");
        currentThread = Pcr("PrcbData") + (uint)half.OffsetOf("_KPRCB", "CurrentThread");
        esp0 = half.Layout.Tss + (uint)half.OffsetOf("_KTSS", "Esp0");
    }

    /// <summary>The thread whose registers the processor has; null while it is parked.</summary>
    public KThread? Loaded { get; private set; }

    /// <summary>Puts the running thread's context onto its kernel stack.</summary>
    public void Save(KThread thread)
    {
        ref CpuState state = ref processor.State;
        byte level = half.Memory.ReadByte(irql) ?? 0;
        SwitchFrame frame = SwitchFrame.Of(state, half.Read(exceptionList), level);
        GuestAddress at = new(state.Esp - SwitchFrame.Size);
        half.Memory.Write(at, MemoryMarshal.AsBytes(new ReadOnlySpan<SwitchFrame>(in frame)));
        half.Write(thread.Address + kernelStack, at.Value);
        Span<byte> fx = stackalloc byte[FxSaveSize];
        processor.ReadFx(fx);
        half.Memory.Write(FxArea(thread), fx);
        Loaded = null;
    }

    /// <summary>Takes a thread's context from its kernel stack and makes it the processor's current one.</summary>
    public void Load(KThread thread)
    {
        ref CpuState state = ref processor.State;
        GuestAddress at = new(half.Read(thread.Address + kernelStack));
        SwitchFrame frame = default;
        half.Memory.Read(at, MemoryMarshal.AsBytes(new Span<SwitchFrame>(ref frame)));
        frame.LoadInto(ref state);
        state.Esp = at.Value + SwitchFrame.Size;
        Span<byte> fx = stackalloc byte[FxSaveSize];
        half.Memory.Read(FxArea(thread), fx);
        processor.WriteFx(fx);
        half.Write(exceptionList, frame.ExceptionList);
        half.Memory.Write(irql, [(byte)frame.Irql]);
        if (processor.AddressSpace != thread.Process.Space) processor.AddressSpace = thread.Process.Space;
        PointTo(thread);
        if (state.Gs.Selector != frame.Gs) processor.LoadSegment(SegmentName.Gs, (ushort)frame.Gs);
        Loaded = thread;
    }

    /// <summary>An address space goes away; should the processor still have it, it keeps the kernel half alone.</summary>
    public void Release(AddressSpace space)
    {
        if (processor.AddressSpace == space) processor.AddressSpace = bootSpace;
        processor.ForgetAddressSpace(space);
        space.Dispose();
    }

    /// <summary>Leaves the processor without a thread.</summary>
    public void Park(KThread? saved)
    {
        if (saved is not null) Save(saved);
        processor.State.Eip = half.Nt.Symbols["KiIdleLoop"].Value;
        processor.State.Esp = half.DpcStack.Value;
        Loaded = null;
    }

    /// <summary>The processor's structures name the thread: KPCR, TSS.Esp0 and the descriptor of the TEB.</summary>
    void PointTo(KThread thread)
    {
        uint tebAddress = half.Read(thread.Address + teb);
        half.Write(currentThread, thread.Address.Value);
        half.Write(tebOfPcr, tebAddress);
        half.Write(esp0, half.Read(thread.Address + initialStack) - half.Layout.Esp0Offset);
        DescriptorTables.SetBase(half.Memory, half.Layout.Gdt, Selectors.R3Teb, tebAddress);
    }

    /// <summary>Builds the stack with which a new thread starts at KiThreadStartup, below the trap frame that it will leave through.</summary>
    public void Prepare(KThread thread)
    {
        GuestAddress top = new(half.Read(thread.Address + initialStack));
        GuestAddress startFrame = top - half.Layout.NpxFrame - (uint)half.Profile.Types["_KTRAP_FRAME"].Size - 0x10;
        half.Write(startFrame, half.Nt.Symbols["PspUserThreadStartup"].Value);
        half.Write(startFrame + 4, 0);
        half.Write(startFrame + 8, 0);
        half.Write(startFrame + 12, 1);
        SwitchFrame frame = new()
        {
            ExceptionList = uint.MaxValue,
            Eflags = Eflags.Reserved1,
            Eip = half.Nt.Symbols["KiThreadStartup"].Value,
        };
        GuestAddress at = startFrame - SwitchFrame.Size;
        half.Memory.Write(at, MemoryMarshal.AsBytes(new ReadOnlySpan<SwitchFrame>(in frame)));
        half.Write(thread.Address + kernelStack, at.Value);
        half.Memory.Write(top - half.Layout.NpxFrame, FreshFxState());
    }

    public void ReadFx(KThread thread, Span<byte> fxsave)
    {
        if (thread == Loaded) processor.ReadFx(fxsave[..FxSaveSize]);
        else half.Memory.Read(FxArea(thread), fxsave[..FxSaveSize]);
    }

    public void WriteFx(KThread thread, ReadOnlySpan<byte> fxsave)
    {
        if (thread == Loaded) processor.WriteFx(fxsave[..FxSaveSize]);
        else half.Memory.Write(FxArea(thread), fxsave[..FxSaveSize]);
    }

    /// <summary>Copies the used part of the running thread's stack to a larger one and goes on there.</summary>
    public void SwitchKernelStack(KThread thread, GuestAddress newBase, GuestAddress newLimit)
    {
        ref CpuState state = ref processor.State;
        GuestAddress oldBase = new(half.Read(thread.Address + stackBase));
        uint shift = newBase - oldBase;
        byte[] used = new byte[oldBase - new GuestAddress(state.Esp)];
        half.Memory.Read(new GuestAddress(state.Esp), used);
        half.Memory.Write(newBase - (uint)used.Length, used);
        half.Write(thread.Address + stackBase, newBase.Value);
        half.Write(thread.Address + stackLimit, newLimit.Value);
        half.Write(thread.Address + initialStack, half.Read(thread.Address + initialStack) + shift);
        half.Write(thread.Address + trapFrame, half.Read(thread.Address + trapFrame) + shift);
        half.Memory.Write(thread.Address + largeStack, [1]);
        state.Esp += shift;
        state.Ebp += shift;
        PointTo(thread);
    }

    GuestAddress FxArea(KThread thread) => new(half.Read(thread.Address + initialStack) - half.Layout.NpxFrame);

    /// <summary>The x87 unit after fninit and SSE with all exceptions masked.</summary>
    static byte[] FreshFxState()
    {
        byte[] area = new byte[FxSaveSize];
        (area[0], area[1]) = (0x7F, 0x02);
        (area[24], area[25]) = (0x80, 0x1F);
        return area;
    }

    uint Thread(string field) => (uint)half.OffsetOf("_KTHREAD", field);

    GuestAddress Pcr(string field) => half.Layout.Pcr + (uint)half.OffsetOf("_KPCR", field);
}
