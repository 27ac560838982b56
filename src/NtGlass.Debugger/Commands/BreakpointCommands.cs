using NtGlass.Abi;

namespace NtGlass.Debugger.Commands;

/// <summary><c>bp</c>: sets a breakpoint.</summary>
sealed class SetBreakpoint : Command
{
    public override string Name => "bp";

    public override string Syntax => "bp address";

    public override string Summary => "Sets a breakpoint, in ring 3 or ring 0";

    public override string Example => "bp nt!KiFastCallEntry";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        string expression = arguments.Length == 0 ? "." : arguments;
        if (IsWaiting(session, expression))
        {
            session.Breakpoints.Add(expression, null);
            return [$"Bp expression '{expression}' could not be resolved, adding deferred bp"];
        }
        GuestAddress address = session.Evaluator.Address(expression);
        if (session.Target.Memory.ReadByte(address) is null) throw new DebuggerException($"No memory at {address}; the breakpoint was not set");
        session.Breakpoints.Add(expression, address);
        return [];
    }

    /// <summary>A plain <c>module!name</c> of a module that is not there yet.</summary>
    static bool IsWaiting(DebugSession session, string expression)
    {
        int bang = expression.IndexOf('!', StringComparison.Ordinal);
        return bang > 0 && !expression.Any(char.IsWhiteSpace) && session.Symbols.Resolve(expression) is null
            && !session.Symbols.Modules.Any(module => module.Name.Equals(expression[..bang], StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary><c>bl</c>: lists the breakpoints.</summary>
sealed class ListBreakpoints : Command
{
    public override string Name => "bl";

    public override string Syntax => "bl";

    public override string Summary => "Lists the breakpoints";

    public override string Example => "bl";

    public override IEnumerable<Row> Run(DebugSession session, string arguments) =>
        session.Breakpoints.All.Select(breakpoint => breakpoint.Address is GuestAddress address
            ? new Row(
            [
                new Cell($"{breakpoint.Number,2} e "),
                new Cell(address.ToString(), address),
                new Cell($"     0001 (0001) {session.Symbols.Nearest(address)}".TrimEnd()),
            ])
            : new Row($"{breakpoint.Number,2} eu             0001 (0001) ({breakpoint.Expression})"));
}

/// <summary><c>bc</c>: clears breakpoints.</summary>
sealed class ClearBreakpoints : Command
{
    public override string Name => "bc";

    public override string Syntax => "bc number... | *";

    public override string Summary => "Clears breakpoints by number, or all";

    public override string Example => "bc *";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        string[] words = arguments.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) throw new DebuggerException($"Syntax error: {Syntax}");
        int[] numbers = words is ["*"]
            ? session.Breakpoints.All.Select(breakpoint => breakpoint.Number).ToArray()
            : words.Select(word => (int)session.Evaluator.Evaluate(word)).ToArray();
        foreach (int number in numbers)
            if (!session.Breakpoints.Remove(number)) throw new DebuggerException($"Breakpoint {number} does not exist; 'bl' lists them");
        return [];
    }
}
