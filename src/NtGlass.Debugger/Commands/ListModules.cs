using NtGlass.Debugger.Symbols;

namespace NtGlass.Debugger.Commands;

/// <summary><c>lm</c>: the loaded modules.</summary>
sealed class ListModules : Command
{
    public override string Name => "lm";

    public override string Syntax => "lm [m pattern]";

    public override string Summary => "Lists the loaded modules";

    public override string Example => "lm";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string pattern = words switch
        {
            [] => "*",
            ["m", string given] => given,
            _ => throw new DebuggerException($"Syntax error at '{arguments}': {Syntax}"),
        };
        yield return "start    end        module name";
        foreach (DebugModule module in session.Symbols.Modules.Where(module => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, module.Name)))
            yield return new Row(
            [
                new Cell(module.Base.ToString(), module.Base),
                new Cell($" {module.End}   {module.Name,-10} {$"({module.Origin})",-23}{module.ImagePath}".TrimEnd()),
            ]);
    }
}
