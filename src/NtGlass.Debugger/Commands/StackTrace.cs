using NtGlass.Abi;
using NtGlass.Debugger.Stacks;

namespace NtGlass.Debugger.Commands;

/// <summary><c>k</c>: the calls that led here.</summary>
sealed class StackTrace : Command
{
    public override string Name => "k";

    public override IReadOnlyList<string> Aliases => ["kb"];

    public override string Syntax => "k";

    public override string Summary => "Shows the stack of calls";

    public override string Example => "k";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        yield return "ChildEBP RetAddr  ";
        var walker = new StackWalker(session.Target.Memory, session.Disassembler, new TrapFrameReader(session.Target.Memory, session.Profile));
        GuestAddress stack = new(session.Target.ReadRegister(Register.Esp));
        GuestAddress frame = new(session.Target.ReadRegister(Register.Ebp));
        foreach (StackFrame one in walker.Walk(session.InstructionPointer, stack, frame))
        {
            string symbol = session.Symbols.Nearest(one.Instruction)?.ToString() ?? $"0x{one.Instruction.Value:x}";
            yield return new Row(
            [
                new Cell($"{one.FramePointer} {one.ReturnAddress ?? GuestAddress.Null} "),
                new Cell(symbol, one.Instruction),
            ]);
        }
    }
}
