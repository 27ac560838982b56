using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Cpu.Host;
using NtGlass.Cpu.Instructions;
using NtGlass.Cpu.Translation;
using NtGlass.Memory;

namespace NtGlass.Cpu;

/// <summary>An i686 processor that runs guest code by re-encoding it for the x86-64 host.</summary>
public sealed unsafe partial class Processor : IDisposable
{
    readonly CpuBlock* block;
    readonly TickRegion tickRegion = new();
    readonly CodeCache cache;
    readonly ShadowStack shadow;
    readonly SegmentCache segments = new();
    readonly Translator translator;
    readonly IProcessorClient client;
    readonly LinearMemory memory;
    readonly Descriptors descriptors;
    readonly Delivery delivery;
    readonly Executor executor;
    readonly HashSet<uint> breakpoints = [];
    GCHandle self;
    AddressSpace space;
    bool isRunning;
    bool disposed;

    public Processor(AddressSpace space, IProcessorClient client)
    {
        this.space = space;
        this.client = client;
        block = (CpuBlock*)NativeMemory.AlignedAlloc((nuint)sizeof(CpuBlock), 64);
        NativeMemory.Clear(block, (nuint)sizeof(CpuBlock));
        cache = new CodeCache(space.System.Frames);
        shadow = new ShadowStack(cache.Stubs.Underflow);
        translator = new Translator(cache, segments, client, breakpoints);
        memory = new LinearMemory(this);
        descriptors = new Descriptors(this, memory);
        delivery = new Delivery(this, memory, descriptors);
        executor = new Executor(this, memory, descriptors, delivery);
        self = GCHandle.Alloc(this);
        space.System.Frames.CodeChanged = OnCodeChanged;
        HostSignals.Install();
        InitializeBlock();
        Reset();
    }

    public ref CpuState State => ref block->State;

    /// <summary>The memory that Cr3 stands for; setting it is a load of Cr3.</summary>
    public AddressSpace AddressSpace
    {
        get => space;
        set
        {
            if (space == value) return;
            space = value;
            spaceChanged = true;
        }
    }

    /// <summary>Ring of the running code: the DPL of the loaded stack segment.</summary>
    public int Cpl => State.Ss.Dpl;

    /// <summary>CPUID 1's ecx as the guest sees it: the extensions behind SSE2.</summary>
    public static uint Features => Instructions.Executor.MoreFeatures;

    /// <summary>
    /// Ticks run so far. A tick is a taken direct jump to the same or a lower address, a call, or an indirect jump:
    /// a measure that depends on the guest's code alone.
    /// </summary>
    public long Ticks => ticksBeforeSlice + TicksOfSlice;

    /// <summary>Gives the time-stamp counter; by default it follows the ticks.</summary>
    public Func<ulong>? TimeStampSource { get; set; }

    /// <summary>Instructions that the guest executed and that are not implemented: each raised #UD in the guest.</summary>
    public IReadOnlyDictionary<string, long> NotOffered => executor.NotOffered;

    /// <summary>Guest instructions translated so far, those translated anew included.</summary>
    public long InstructionsTranslated => translator.InstructionsTranslated;

    /// <summary>How often the whole code cache was dropped because it was full.</summary>
    public int CodeCacheFlushes => cache.Flushes;

    /// <summary>Bytes of host code after which the code cache is dropped.</summary>
    public int CodeCacheBytes { get => cache.ByteLimit; set => cache.ByteLimit = Math.Clamp(value, 1 << 19, CodeArena.SliceBytes); }

    /// <summary>Told of every change of ring; costs speed while it is set.</summary>
    public Action<RingTransition>? RingTransition
    {
        get => ringTransition;
        set
        {
            ringTransition = value;
            translator.ChangesRingInline = value is null;
            DropAllCode();
        }
    }

    /// <summary>Runs until the ticks are used up or something stops it. Exceptions and interrupts go through the guest's IDT.</summary>
    public RunStop Run(long ticks)
    {
        if (ticks <= 0) return RunStop.Budget;
        isSingleStep = false;
        passesBreakpoint = breakpoints.Contains(State.Eip);
        return Execute(ticks);
    }

    /// <summary>Runs exactly one instruction.</summary>
    public RunStop Step()
    {
        isSingleStep = true;
        passesBreakpoint = true;
        return Execute(long.MaxValue);
    }

    /// <summary>Makes <see cref="Run"/> come back soon; may be called from any thread and from signal handlers' threads.</summary>
    public void RequestStop() => stopRequested = true;

    /// <summary>Delivers an external interrupt now if EFLAGS.IF allows it.</summary>
    /// <returns>False when interrupts are off; ask again after the next <see cref="Run"/>.</returns>
    public bool TryInterrupt(byte vector)
    {
        if ((State.Eflags & Eflags.Interrupt) == 0 || interruptShadow) return false;
        delivery.Interrupt(vector);
        return true;
    }

    public void AddBreakpoint(GuestAddress address)
    {
        if (breakpoints.Add(address.Value)) DropAllCode();
    }

    public void RemoveBreakpoint(GuestAddress address)
    {
        if (breakpoints.Remove(address.Value)) DropAllCode();
    }

    /// <summary>Loads a segment register as <c>mov</c> would, with all checks left out: for set-up and thread switches.</summary>
    public void LoadSegment(SegmentName segment, ushort selector)
    {
        bool isNull = (selector & 0xFFFC) == 0;
        Segment(segment) = !isNull && descriptors.TryRead(selector, out Descriptor descriptor) ? descriptor.ToRegister(selector) : new SegmentRegister(selector, 0, 0, 0);
    }

    /// <summary>Forgets what was translated for an address space that goes away.</summary>
    public void ForgetAddressSpace(AddressSpace gone)
    {
        cache.DropSpace(gone);
        segments.Clear();
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        space.System.Frames.CodeChanged = null;
        cache.Dispose();
        shadow.Dispose();
        segments.Dispose();
        tickRegion.Dispose();
        self.Free();
        NativeMemory.AlignedFree(block);
    }

    internal ref SegmentRegister Segment(SegmentName segment) => ref ((SegmentRegister*)&block->State.Es)[(int)segment];

    internal ref uint General(int register) => ref ((uint*)&block->State)[register];

    internal void NoteRing(int from)
    {
        if (from != Cpl) ringTransition?.Invoke(new RingTransition(from, Cpl, Ticks));
    }

    internal void CountTick() => block->TickPointer++;

    internal void SetSysenterCs(uint value)
    {
        State.SysenterCs = value;
        block->SysenterSelector = value & 0xFFFC;
    }

    /// <summary>Lets translated code load this selector itself from now on.</summary>
    internal void KeepSegment(SegmentName name, in SegmentRegister segment, ushort selector)
    {
        bool isLocal = (selector & 4) != 0;
        var descriptor = new GuestAddress((isLocal ? State.Ldtr.Base : State.GdtBase) + (selector & 0xFFF8u));
        if (space.FrameOf(descriptor) is uint frame && segments.Add(Cpl, name, segment, frame)) space.System.Frames.Watch(frame);
    }

    internal void ForgetSegments() => segments.Clear();

    internal void DropAllCode()
    {
        cache.DropAll();
        segments.Clear();
    }

    void InitializeBlock()
    {
        block->Self = GCHandle.ToIntPtr(self);
        block->FaultStub = (nint)cache.Stubs.Fault;
        block->Callback = (nint)(delegate* unmanaged<CpuState*, nint>)&OnExit;
        block->Barrier = (nint)cache.Stubs.Barrier;
        block->MinusBarrier = -block->Barrier;
        block->ShadowBase = shadow.Base;
        block->GuestRsp = shadow.Base;
        block->FlatBaseAndLimit = (ulong)uint.MaxValue << 32;
        block->TickPointer = tickRegion.End;
    }

    /// <summary>The state in which flat ring-0 code without tables can start.</summary>
    void Reset()
    {
        const ushort code = 0xC09B, data = 0xC093, protection = 1, extension = 0x10, numericError = 0x20;
        ref CpuState state = ref State;
        state.Eflags = Eflags.Reserved1;
        state.Cs = new SegmentRegister(8, 0, uint.MaxValue, code);
        state.Ss = state.Ds = state.Es = state.Fs = new SegmentRegister(0x10, 0, uint.MaxValue, data);
        state.Cr0 = protection | extension | numericError;
        state.Dr6 = 0xFFFF_0FF0;
        state.Dr7 = 0x400;
        Fx.Reset(ref state);
    }
}
