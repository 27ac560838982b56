namespace NtGlass.Debugger.Commands;

/// <summary><c>r</c>: registers, all of them or one, shown or set.</summary>
sealed class ShowRegisters : Command
{
    public override string Name => "r";

    public override string Syntax => "r [register[=expression]]";

    public override string Summary => "Shows the registers and the current instruction, or shows or sets one register";

    public override string Example => "r";

    public override IEnumerable<Row> Run(DebugSession session, string arguments) =>
        arguments.Length == 0 ? RegisterDisplay.All(session) : One(session, arguments);

    static IEnumerable<Row> One(DebugSession session, string arguments)
    {
        string[] parts = arguments.Split('=', 2, StringSplitOptions.TrimEntries);
        string name = parts[0].TrimStart('@').ToLowerInvariant();
        if (Registers.Read(session.Target, name) is null) throw new DebuggerException($"Bad register error at '{parts[0]}'");
        if (parts.Length == 2)
        {
            Registers.Write(session.Target, name, (uint)session.Evaluator.Evaluate(parts[1]));
            return [];
        }
        string value = Registers.Read(session.Target, name)!.Value.ToString("x").PadLeft(Registers.Digits(name), '0');
        return [$"{name}={value}"];
    }
}
