using Iced.Intel;
using NtGlass.Cpu.Host;
using NtGlass.Memory;

namespace NtGlass.Cpu.Translation;

/// <summary>
/// Re-encodes guest code for the host. Guest registers live in the host registers of the same name (esp in r15), flags in the host's
/// flags, which therefore no glue may change; memory operands keep 32-bit addresses over a gs base.
/// </summary>
internal sealed unsafe partial class Translator
{
    readonly CodeCache cache;
    readonly Emitter e;
    readonly Stubs stubs;
    readonly Region region;
    readonly SegmentCache segments;
    readonly IProcessorClient client;

    readonly Dictionary<uint, nint> labels = [];
    readonly List<(nint Displacement, uint Target)> labelUses = [];
    readonly List<(nint Displacement, uint Target)> linkUses = [];
    readonly List<Action> tails = [];
    readonly List<FaultPoint> points = [];

    Unit unit;
    ProcessorMode mode;
    bool isStep;
    uint eip;

    public Translator(CodeCache cache, SegmentCache segments, IProcessorClient client, HashSet<uint> breakpoints)
    {
        this.cache = cache;
        this.segments = segments;
        this.client = client;
        e = cache.Emitter;
        stubs = cache.Stubs;
        region = new Region(breakpoints);
        unit = new Unit(cache.StepMap, 0);
    }

    /// <summary>Guest instructions translated so far.</summary>
    public long InstructionsTranslated { get; private set; }

    /// <summary>Translates what starts at the address; null when it cannot be fetched.</summary>
    public UnitEntry? Translate(AddressSpace space, UnitMap map, uint entry, out uint unreadable)
    {
        if (!region.TryDecodeAll(space, map.Mode.Ring, entry, out unreadable)) return null;
        Begin(cache.Begin(map), map.Mode, step: false);
        EmitAll();
        cache.Add(unit);
        foreach ((uint address, nint host) in labels)
            if (map.Entries.TryAdd(address, new UnitEntry(unit, host))) unit.Entries.Add(address);
        return new UnitEntry(unit, labels[entry]);
    }

    /// <summary>Translates one instruction, which ends in <see cref="ExitReason.Stepped"/>; 0 when it cannot be fetched.</summary>
    public nint TranslateStep(AddressSpace space, ProcessorMode stepMode, uint entry, out uint unreadable)
    {
        if (!region.TryDecodeOne(space, stepMode.Ring, entry, out unreadable)) return 0;
        Begin(cache.BeginStep(), stepMode, step: true);
        EmitAll();
        cache.EndStep();
        return unit.Start;
    }

    void Begin(Unit newUnit, ProcessorMode newMode, bool step)
    {
        unit = newUnit;
        mode = newMode;
        isStep = step;
        labels.Clear();
        labelUses.Clear();
        linkUses.Clear();
        tails.Clear();
        points.Clear();
        freshLinks.Clear();
        if (!step) unit.Frames.AddRange(region.Frames);
    }

    void EmitAll()
    {
        List<Instruction> instructions = region.Instructions;
        InstructionsTranslated += instructions.Count;
        for (int i = 0; i < instructions.Count; i++)
        {
            Instruction instruction = instructions[i];
            EmitOne(instruction);
            if (EndsFlow(instruction)) continue;
            uint next = instruction.NextIP32;
            if (i + 1 == instructions.Count || instructions[i + 1].IP32 != next) EmitJump(next);
        }

        foreach (Action tail in tails) tail();
        foreach ((nint displacement, uint target) in labelUses) Emitter.Patch((byte*)displacement, (byte*)labels[target]);
        foreach ((nint displacement, uint target) in linkUses) EmitLinkStub((byte*)displacement, target);
        unit.FaultPoints = [.. points];
    }

    void EmitOne(in Instruction instruction)
    {
        eip = instruction.IP32;
        if (region.Leaders.Contains(eip))
        {
            labels[eip] = (nint)e.At;
            if (region.BackTargets.Contains(eip) && !isStep) EmitPoll(eip);
        }

        AddPoint(eip);
        byte* start = e.At;
        if (instruction.SegmentPrefix == Register.CS && InstructionKinds.Of(instruction) is not (InstructionKind.Undefined or InstructionKind.Unknown) && WritesCodeSegment(instruction))
        {
            if (instruction.Mnemonic == Mnemonic.Maskmovq) EmitSwitchToMmx();
            if (WaitsForX87(instruction)) e.WriteByte(Fwait); // a pending exception comes first
            EmitExecute(instruction, ExecuteAs.ProtectionFault);
            return;
        }

        if (mode.IsCode32 && TryEmitByKind(instruction)) return;
        e.At = start;
        EmitExecute(instruction, ExecuteAs.NotOffered);
    }

    bool TryEmitByKind(in Instruction instruction) => InstructionKinds.Of(instruction) switch
    {
        InstructionKind.Native => TryEmitNative(instruction),
        InstructionKind.Stack => TryEmitStack(instruction),
        InstructionKind.Branch => TryEmitBranch(instruction),
        InstructionKind.String => TryEmitString(instruction),
        InstructionKind.Flags => TryEmitFlags(instruction),
        InstructionKind.Segment => TryEmitSegment(instruction),
        InstructionKind.FastCall => TryEmitFastCall(instruction),
        InstructionKind.Host => EmitExecute(instruction),
        InstructionKind.Nothing => true,
        InstructionKind.Undefined => EmitExecute(instruction, ExecuteAs.Undefined),
        // Not translated: what a newer processor has, and what nobody has asked for yet.
        _ => false,
    };

    void AddPoint(uint guest, FaultKind kind = FaultKind.Instruction) => points.Add(new FaultPoint((int)(e.At - (byte*)unit.Start), guest, kind));

    /// <summary>Lets C# execute the instruction and goes on behind it, unless C# finds that it must go on elsewhere.</summary>
    bool EmitExecute(in Instruction instruction, ExecuteAs how = ExecuteAs.Itself)
    {
        e.StoreImmediate32(Reg.State, Fields.Eip, instruction.IP32);
        EmitCallHost(ExitReason.Execute, (uint)how);
        return true;
    }

    /// <summary>Calls C#, which may resume right behind the call.</summary>
    void EmitCallHost(ExitReason reason, uint argument)
    {
        e.StoreImmediate32(Reg.State, Fields.Reason, (uint)reason);
        e.StoreImmediate32(Reg.State, Fields.Argument, argument);
        byte* resume = e.LeaRelative(Reg.R8);
        e.Store64(Reg.State, Fields.Resume, Reg.R8);
        e.Jump(stubs.CallHost);
        e.Bind(resume);
    }

    static bool EndsFlow(in Instruction instruction) =>
        instruction.FlowControl is FlowControl.UnconditionalBranch or FlowControl.IndirectBranch or FlowControl.Return;
}

/// <summary>What C# does with an instruction that it gets from translated code.</summary>
internal enum ExecuteAs : uint
{
    Itself,

    /// <summary>Raises #UD.</summary>
    Undefined,

    /// <summary>Raises #UD too, and is counted: a processor may have it, this one does not.</summary>
    NotOffered,

    /// <summary>Raises #GP(0).</summary>
    ProtectionFault,
}
