using Iced.Intel;
using NtGlass.Abi;
using NtGlass.Debugger.Disassembly;

namespace NtGlass.Debugger.Commands;

/// <summary><c>uf</c>: a whole function, block by block.</summary>
sealed class UnassembleFunction : Command
{
    public override string Name => "uf";

    public override string Syntax => "uf [address]";

    public override string Summary => "Disassembles a whole function, following its jumps";

    public override string Example => "uf ntdll!ZwCreateFile";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        GuestAddress entry = arguments.Length == 0 ? session.InstructionPointer : session.Evaluator.Address(arguments);
        if (session.Disassembler.Decode(entry) is null) throw new DebuggerException($"No code found at {entry}, aborting");
        bool isFirst = true;
        foreach (IReadOnlyList<Instruction> block in FlowGraph.Follow(session.Disassembler, entry))
        {
            if (!isFirst) yield return Row.Empty;
            isFirst = false;
            if (session.Disassembler.Label(new GuestAddress(block[0].IP32)) is Row label) yield return label;
            foreach (Instruction instruction in block) yield return session.Disassembler.Line(instruction);
        }
    }
}
