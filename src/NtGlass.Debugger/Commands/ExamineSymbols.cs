using NtGlass.Debugger.Symbols;

namespace NtGlass.Debugger.Commands;

/// <summary><c>x</c>: symbols by pattern.</summary>
sealed class ExamineSymbols : Command
{
    public override string Name => "x";

    public override string Syntax => "x [module!]pattern";

    public override string Summary => "Lists the symbols that fit a pattern with * and ?";

    public override string Example => "x nt!Ki*";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        string pattern = arguments.Length == 0 ? "*" : arguments;
        bool found = false;
        foreach ((DebugModule module, Symbol symbol) in session.Symbols.Match(pattern))
        {
            found = true;
            yield return new Row(
            [
                new Cell(symbol.Address.ToString(), symbol.Address),
                new Cell($"          {module.Name}!{symbol.Name} = <no type information>"),
            ]);
        }
        if (!found) throw new DebuggerException($"Couldn't resolve 'x {arguments}'");
    }
}
