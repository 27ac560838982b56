using Iced.Intel;
using NtGlass.Memory;

namespace NtGlass.Cpu.Translation;

/// <summary>The instructions of one unit: what is reached from its entry by direct branches, within bounds.</summary>
internal sealed class Region
{
    const int MostInstructions = 200;
    const uint FarthestBranch = 0x2000;

    readonly GuestCodeReader reader = new();
    readonly Decoder decoder;
    readonly HashSet<uint> seen = [];
    readonly Stack<uint> pending = [];
    readonly HashSet<uint> breakpoints;

    public Region(HashSet<uint> breakpoints)
    {
        this.breakpoints = breakpoints;
        decoder = InstructionDecoder.Create(reader);
    }

    /// <summary>In the order of their addresses.</summary>
    public List<Instruction> Instructions { get; } = [];

    /// <summary>Targets of branches inside the region, and its entry.</summary>
    public HashSet<uint> Leaders { get; } = [];

    /// <summary>Leaders that a jump of the region reaches from the same or a higher address.</summary>
    public HashSet<uint> BackTargets { get; } = [];

    public IReadOnlyList<uint> Frames => reader.Frames;

    public bool Contains(uint eip) => seen.Contains(eip);

    /// <summary>Decodes one instruction only.</summary>
    /// <param name="unreadable">The address that could not be fetched.</param>
    public bool TryDecodeOne(AddressSpace space, int ring, uint eip, out uint unreadable)
    {
        Begin(space, ring, eip);
        return TryDecode(eip, out _, out unreadable);
    }

    /// <summary>False when the first instruction could not be fetched.</summary>
    public bool TryDecodeAll(AddressSpace space, int ring, uint entry, out uint unreadable)
    {
        Begin(space, ring, entry);
        pending.Push(entry);
        unreadable = 0;
        while (pending.TryPop(out uint eip))
            if (!Follow(entry, eip, out unreadable) && Instructions.Count == 0) return false;
        Instructions.Sort(static (left, right) => left.IP32.CompareTo(right.IP32));
        return true;
    }

    void Begin(AddressSpace space, int ring, uint entry)
    {
        Instructions.Clear();
        Leaders.Clear();
        BackTargets.Clear();
        seen.Clear();
        pending.Clear();
        Leaders.Add(entry);
        reader.Begin(space, ring);
    }

    bool Follow(uint entry, uint eip, out uint unreadable)
    {
        unreadable = 0;
        while (Instructions.Count < MostInstructions && !seen.Contains(eip) && (eip == entry || !breakpoints.Contains(eip)))
        {
            if (!TryDecode(eip, out Instruction instruction, out unreadable)) return false;
            if (HasDirectTarget(instruction)) NoteTarget(entry, instruction);
            if (!FallsThrough(instruction)) return true;
            eip = instruction.NextIP32;
        }

        return true;
    }

    bool TryDecode(uint eip, out Instruction instruction, out uint unreadable)
    {
        reader.Position = eip;
        decoder.IP = eip;
        decoder.Decode(out instruction);
        unreadable = reader.Position;
        if (instruction.IsInvalid && decoder.LastError == DecoderError.NoMoreBytes) return false;
        InstructionDecoder.DropIdlePrefix(ref instruction);
        seen.Add(eip);
        Instructions.Add(instruction);
        return true;
    }

    void NoteTarget(uint entry, in Instruction branch)
    {
        uint target = branch.NearBranch32;
        if (target - entry + FarthestBranch > 2 * FarthestBranch) return;
        Leaders.Add(target);
        if (target <= branch.IP32) BackTargets.Add(target);
        pending.Push(target);
    }

    static bool HasDirectTarget(in Instruction instruction) =>
        instruction.Op0Kind == OpKind.NearBranch32 && instruction.FlowControl is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch;

    static bool FallsThrough(in Instruction instruction) => instruction.FlowControl switch
    {
        FlowControl.Next or FlowControl.ConditionalBranch or FlowControl.Call or FlowControl.IndirectCall => !instruction.IsInvalid,
        // vmcall and the like: iced counts them as calls of another kind.
        FlowControl.Interrupt => false,
        _ => false,
    };
}
