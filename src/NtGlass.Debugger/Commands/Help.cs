namespace NtGlass.Debugger.Commands;

/// <summary><c>help</c>: what there is, from the commands' own words.</summary>
sealed class Help : Command
{
    public override string Name => "help";

    public override IReadOnlyList<string> Aliases => [".help"];

    public override string Syntax => "help [command]";

    public override string Summary => "Lists the commands, or explains one";

    public override string Example => "help uf";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        if (arguments.Length == 0)
        {
            foreach (Command command in CommandTable.All) yield return $"{command.Name,-9} {command.Summary}";
            yield break;
        }
        Command found = CommandTable.Find(arguments) ?? throw new DebuggerException($"Unknown command '{arguments}'. 'help' lists the commands.");
        yield return found.Syntax;
        yield return $"  {found.Summary}";
        if (found.Aliases.Count > 0) yield return $"  Also: {string.Join(", ", found.Aliases)}";
        yield return $"  Example: {found.Example}";
    }
}
