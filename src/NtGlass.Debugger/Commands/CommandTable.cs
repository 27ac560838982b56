namespace NtGlass.Debugger.Commands;

/// <summary>All commands, in the order of the help.</summary>
public static class CommandTable
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new UnassembleFunction(),
        new Unassemble(),
        new ExamineSymbols(),
        new ListModules(),
        new ShowRegisters(),
        .. DumpFormat.All.Select(format => new DumpMemory(format)),
        new DisplayType(),
        new DumpIdt(),
        new DumpGdt(),
        new ReadMsr(),
        new SetBreakpoint(),
        new ListBreakpoints(),
        new ClearBreakpoints(),
        new Go(),
        new TraceInstruction(),
        new StepOver(),
        new StackTrace(),
        new EvaluateExpression(),
        new ShowFormats(),
        new Help(),
        new Quit(),
    ];

    public static Command? Find(string name) =>
        All.FirstOrDefault(command => command.Name == name || command.Aliases.Contains(name));
}
