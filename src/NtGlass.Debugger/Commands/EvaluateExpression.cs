namespace NtGlass.Debugger.Commands;

/// <summary><c>?</c>: the value of an expression; alone it is the help.</summary>
sealed class EvaluateExpression : Command
{
    public override string Name => "?";

    public override string Syntax => "? expression";

    public override string Summary => "Evaluates an expression: hexadecimal numbers, symbols, @registers, poi(address), + - * / & |";

    public override string Example => "? nt!KiFastCallEntry + 0n16";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        if (arguments.Length == 0) return new Help().Run(session, "");
        long value = session.Evaluator.Evaluate(arguments);
        bool isNarrow = value is >= int.MinValue and <= uint.MaxValue;
        string hex = isNarrow ? $"{(uint)value:x8}" : $"{(ulong)value >> 32:x8}`{(uint)value:x8}";
        long shown = isNarrow ? (int)value : value;
        return [$"Evaluate expression: {shown} = {hex}"];
    }
}
