using NtGlass.Abi;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Debugger.Commands;

/// <summary><c>!idt</c>: the interrupt descriptor table, read from guest memory.</summary>
sealed class DumpIdt : Command
{
    const byte TaskGate = 5;

    public override string Name => "!idt";

    public override string Syntax => "!idt [vector | -a]";

    public override string Summary => "Shows the interrupt descriptor table: one vector, those in use, or all (-a)";

    public override string Example => "!idt 2e";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        uint count = (session.Target.ReadRegister(Register.Idtl) + 1) / 8;
        bool isAll = arguments is "" or "-a";
        uint first = isAll ? 0 : (uint)session.Evaluator.Evaluate(arguments);
        if (first >= count) throw new DebuggerException($"Vector {first:x} is beyond the table, which ends at {count - 1:x}");
        yield return Row.Empty;
        yield return "Dumping IDT:";
        yield return Row.Empty;
        for (uint vector = first; vector < (isAll ? count : first + 1); vector++)
            if (Entry(session, vector, arguments.Length == 0) is Row row) yield return row;
    }

    static Row? Entry(DebugSession session, uint vector, bool onlyUsed)
    {
        GuestAddress address = new GuestAddress(session.Target.ReadRegister(Register.Idtr)) + vector * 8;
        if (session.Target.Memory.ReadUInt64(address) is not ulong gate) return $"{vector:x2}:\t????????";
        bool isPresent = (gate >> 47 & 1) != 0;
        if (onlyUsed && !isPresent) return null;
        if (isPresent && (gate >> 40 & 0x1F) == TaskGate) return $"{vector:x2}:\tTask Selector = 0x{gate >> 16 & 0xFFFF:x4}";
        var handler = new GuestAddress((uint)(gate >> 32 & 0xFFFF0000 | gate & 0xFFFF));
        SymbolMatch? symbol = handler.IsNull ? null : session.Symbols.Nearest(handler);
        if (onlyUsed && symbol is { } match && match.Name?.StartsWith("KiUnexpectedInterrupt", StringComparison.Ordinal) == true) return null;
        return new Row([new Cell($"{vector:x2}:\t"), new Cell($"{handler} {symbol}".TrimEnd(), handler)]);
    }
}
