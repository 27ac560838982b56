using NtGlass.Abi;
using NtGlass.Debugger;
using NtGlass.Debugger.Disassembly;
using NtGlass.Debugger.Stacks;
using NtGlass.Debugger.Symbols;
using NtGlass.Profiles;

namespace NtGlass.Cli.Sessions;

/// <summary>Finds the way of a call from its trap frame and the user stack.</summary>
sealed class CallPathFinder(IDebugTarget target, OsProfile profile)
{
    const int MostFrames = 12;
    const ushort SysenterBytes = 0x340F;
    const ushort Int2EBytes = 0x2ECD;
    const uint InstructionLength = 2;

    readonly StructType frame = profile.Types["_KTRAP_FRAME"];

    /// <param name="caller">The place in the program itself that called the first function.</param>
    public IReadOnlyList<PathStep> Find(SymbolIndex symbols, GuestAddress trapFrame, string service, out GuestAddress? caller)
    {
        caller = null;
        bool isUser = (Field(trapFrame, "SegCs") & 1) != 0;
        var eip = new GuestAddress(Field(trapFrame, "Eip"));
        ushort? instruction = target.Memory.ReadUInt16(eip - InstructionLength);
        bool isInterrupt = instruction == Int2EBytes;
        List<PathStep> steps = [];
        if (isUser)
        {
            steps.AddRange(UserSteps(symbols, trapFrame, eip, out caller));
            steps.Add(new PathStep(isInterrupt ? "int 2Eh" : "sysenter", instruction is SysenterBytes or Int2EBytes ? eip - InstructionLength : eip));
        }
        else steps.Add(Function(symbols, eip));
        steps.Add(Named(symbols, isUser && !isInterrupt ? "nt!KiFastCallEntry" : "nt!KiSystemService"));
        steps.Add(Named(symbols, $"nt!{service}"));
        return steps;
    }

    List<PathStep> UserSteps(SymbolIndex symbols, GuestAddress trapFrame, GuestAddress eip, out GuestAddress? caller)
    {
        var walker = new StackWalker(target.Memory, new Disassembler(target.Memory, () => symbols), new TrapFrameReader(target.Memory, profile));
        var stack = new GuestAddress(Field(trapFrame, "HardwareEsp"));
        List<PathStep> outwards = [];
        caller = null;
        foreach (StackFrame one in walker.Walk(eip - InstructionLength, stack, new GuestAddress(Field(trapFrame, "Ebp"))).Take(MostFrames))
        {
            if (outwards.Count > 0 && IsProgram(symbols, one.Instruction))
            {
                caller = one.Instruction;
                break;
            }
            outwards.Add(Function(symbols, one.Instruction));
        }
        outwards.Reverse();
        return outwards;
    }

    /// <summary>True for code that is no DLL of the system.</summary>
    static bool IsProgram(SymbolIndex symbols, GuestAddress address) =>
        symbols.Modules.FirstOrDefault(module => module.Contains(address))?.ImagePath.Contains("system32", StringComparison.OrdinalIgnoreCase) != true;

    static PathStep Named(SymbolIndex symbols, string name) => new(name, symbols.Resolve(name) ?? GuestAddress.Null);

    static PathStep Function(SymbolIndex symbols, GuestAddress address)
    {
        if (symbols.Nearest(address) is not SymbolMatch match) return new PathStep($"{address}", address);
        if (match.Name is null) return new PathStep(match.ToString(), address);
        string name = $"{match.Module}!{match.Name}";
        return new PathStep(PreferZw(symbols, match) ?? name, address - match.Displacement);
    }

    /// <summary>ntdll's stubs have two names; the way down is told with the Zw one.</summary>
    static string? PreferZw(SymbolIndex symbols, SymbolMatch match)
    {
        if (!match.Name!.StartsWith("Nt", StringComparison.Ordinal)) return null;
        string other = $"{match.Module}!Zw{match.Name[2..]}";
        return symbols.Resolve(other) is GuestAddress address && address == symbols.Resolve($"{match.Module}!{match.Name}") ? other : null;
    }

    uint Field(GuestAddress trapFrame, string name) => target.Memory.ReadUInt32(trapFrame + (uint)frame.OffsetOf(name)) ?? 0;
}
