namespace NtGlass.Debugger.Commands;

/// <summary><c>q</c>: ends the session.</summary>
sealed class Quit : Command
{
    public override string Name => "q";

    public override IReadOnlyList<string> Aliases => ["quit", "exit"];

    public override string Syntax => "q";

    public override string Summary => "Ends the debugger and the program";

    public override string Example => "q";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        session.IsOver = true;
        return [];
    }
}
