using Iced.Intel;
using NtGlass.Abi;

namespace NtGlass.Debugger.Disassembly;

/// <summary>The instructions of a function found by following its jumps, cut into blocks in address order.</summary>
public static class FlowGraph
{
    const int MaximumInstructions = 10_000;

    public static IReadOnlyList<IReadOnlyList<Instruction>> Follow(Disassembler disassembler, GuestAddress entry)
    {
        var instructions = new SortedDictionary<uint, Instruction>();
        var leaders = new HashSet<uint> { entry.Value };
        var open = new Stack<GuestAddress>([entry]);
        while (open.TryPop(out GuestAddress address))
            Walk(disassembler, address, instructions, leaders, open);
        return Cut(instructions.Values, leaders);
    }

    static void Walk(
        Disassembler disassembler, GuestAddress address,
        SortedDictionary<uint, Instruction> instructions, HashSet<uint> leaders, Stack<GuestAddress> open)
    {
        while (instructions.Count < MaximumInstructions && !instructions.ContainsKey(address.Value))
        {
            if (disassembler.Decode(address) is not Instruction instruction) return;
            instructions.Add(address.Value, instruction);
            GuestAddress next = address + (uint)instruction.Length;
            FlowControl flow = instruction.FlowControl;
            if (flow is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch)
            {
                var target = new GuestAddress((uint)instruction.NearBranchTarget);
                leaders.Add(target.Value);
                open.Push(target);
            }
            if (flow is FlowControl.ConditionalBranch) leaders.Add(next.Value);
            if (Ends(instruction)) return;
            address = next;
        }
    }

    static bool Ends(in Instruction instruction) =>
        instruction.FlowControl is FlowControl.UnconditionalBranch or FlowControl.IndirectBranch or FlowControl.Return
            or FlowControl.Exception
        || instruction.IsInvalid;

    static List<List<Instruction>> Cut(IEnumerable<Instruction> instructions, HashSet<uint> leaders)
    {
        var blocks = new List<List<Instruction>>();
        uint expected = 0;
        foreach (Instruction instruction in instructions)
        {
            if (blocks.Count == 0 || leaders.Contains(instruction.IP32) || instruction.IP32 != expected) blocks.Add([]);
            blocks[^1].Add(instruction);
            expected = instruction.NextIP32;
        }
        return blocks;
    }
}
