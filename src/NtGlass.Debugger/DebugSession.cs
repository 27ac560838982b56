using NtGlass.Abi;
using NtGlass.Debugger.Commands;
using NtGlass.Debugger.Disassembly;
using NtGlass.Debugger.Expressions;
using NtGlass.Debugger.Symbols;
using NtGlass.Profiles;

namespace NtGlass.Debugger;

/// <summary>A debugger at work on one target: its symbols, breakpoints, and where the next <c>u</c> or <c>d</c> goes on.</summary>
public sealed class DebugSession
{
    IReadOnlyList<DebugModule>? indexed;
    SymbolIndex? index;

    public DebugSession(IDebugTarget target, OsProfile profile)
    {
        Target = target;
        Profile = profile;
        Evaluator = new Evaluator(target, () => Symbols);
        Disassembler = new Disassembler(target.Memory, () => Symbols);
        Breakpoints = new BreakpointList(target);
    }

    public IDebugTarget Target { get; }

    public OsProfile Profile { get; }

    public Evaluator Evaluator { get; }

    public Disassembler Disassembler { get; }

    public BreakpointList Breakpoints { get; }

    /// <summary>Where <c>u</c> without an address goes on; null means the current instruction.</summary>
    public GuestAddress? NextUnassemble { get; set; }

    /// <summary>Where <c>d</c> without an address goes on; null means the current instruction.</summary>
    public GuestAddress? NextDump { get; set; }

    /// <summary>Set by <c>q</c>.</summary>
    public bool IsOver { get; set; }

    public GuestAddress InstructionPointer => new(Target.ReadRegister(Register.Eip));

    /// <summary>The symbols of what is loaded now.</summary>
    public SymbolIndex Symbols
    {
        get
        {
            IReadOnlyList<DebugModule> modules = Target.Modules;
            if (index is null || !ReferenceEquals(modules, indexed))
            {
                indexed = modules;
                index = new SymbolIndex(modules);
            }
            return index;
        }
    }

    /// <summary>Splits a line at its semicolons.</summary>
    public static IReadOnlyList<string> Split(string line) =>
        line.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Runs one command; the rows come while it works.</summary>
    /// <exception cref="DebuggerException">There is no such command, or it cannot be done.</exception>
    public IEnumerable<Row> Execute(string command)
    {
        (string name, string arguments) = NameAndArguments(command.Trim());
        Command found = CommandTable.Find(name)
            ?? throw new DebuggerException($"Unknown command '{name}'. 'help' lists the commands.");
        return found.Run(this, arguments);
    }

    /// <summary>Runs the target on; breakpoints that wait for a module are set when it comes.</summary>
    /// <param name="until">One more place to stop at.</param>
    public TargetStop Run(GuestAddress? until = null)
    {
        var notices = new List<string>();
        bool isExtra = until is GuestAddress place && Breakpoints.At(place) is null;
        if (isExtra) Target.AddBreakpoint(until!.Value);
        while (true)
        {
            TargetStop stop = Target.Run();
            notices.AddRange(stop.Notices);
            Breakpoints.ResolveWaiting(expression => Symbols.Resolve(expression));
            if (stop.Reason == StopReason.ModulesChanged) continue;
            if (isExtra) Target.RemoveBreakpoint(until!.Value);
            return stop with { Notices = notices };
        }
    }

    static (string Name, string Arguments) NameAndArguments(string text)
    {
        if (text.StartsWith('?')) return ("?", text[1..].Trim());
        int space = text.AsSpan().IndexOfAny(" \t");
        return space < 0 ? (text, "") : (text[..space], text[space..].Trim());
    }
}
