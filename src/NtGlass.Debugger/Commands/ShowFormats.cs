namespace NtGlass.Debugger.Commands;

/// <summary><c>.formats</c>: a value in several notations.</summary>
sealed class ShowFormats : Command
{
    public override string Name => ".formats";

    public override string Syntax => ".formats expression";

    public override string Summary => "Shows a value as hexadecimal, decimal, octal, binary and characters";

    public override string Example => ".formats 25";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        if (arguments.Length == 0) throw new DebuggerException($"Syntax error: {Syntax}");
        uint value = (uint)session.Evaluator.Evaluate(arguments);
        byte[] bytes = [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
        yield return "Evaluate expression:";
        yield return $"  Hex:     {value:x8}";
        yield return $"  Decimal: {(int)value}";
        yield return $"  Octal:   {Convert.ToString((long)value, 8).PadLeft(11, '0')}";
        yield return $"  Binary:  {string.Join(' ', bytes.Select(one => Convert.ToString(one, 2).PadLeft(8, '0')))}";
        yield return $"  Chars:   {string.Concat(bytes.Select(one => one is >= 0x20 and < 0x7F ? (char)one : '.'))}";
    }
}
