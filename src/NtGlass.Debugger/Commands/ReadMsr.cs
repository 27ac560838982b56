namespace NtGlass.Debugger.Commands;

/// <summary><c>rdmsr</c>: a model-specific register of the processor.</summary>
sealed class ReadMsr : Command
{
    public override string Name => "rdmsr";

    public override string Syntax => "rdmsr number";

    public override string Summary => "Reads a model-specific register; 176 holds the address of nt!KiFastCallEntry";

    public override string Example => "rdmsr 176";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        if (arguments.Length == 0) throw new DebuggerException($"Syntax error: {Syntax}");
        uint index = (uint)session.Evaluator.Evaluate(arguments);
        ulong value = session.Target.ReadModelSpecificRegister(index) ?? throw new DebuggerException($"no such msr {index:x}");
        return [$"msr[{index:x}] = {value >> 32:x8}`{value & 0xFFFFFFFF:x8}"];
    }
}
