using NtGlass.Abi;

namespace NtGlass.Debugger.Commands;

/// <summary><c>g</c>: runs on.</summary>
sealed class Go : Command
{
    public override string Name => "g";

    public override string Syntax => "g [address]";

    public override string Summary => "Runs until a breakpoint, an address, or the end";

    public override string Example => "g ntdll!NtCreateFile";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        GuestAddress? until = arguments.Length == 0 ? null : session.Evaluator.Address(arguments);
        return StopDisplay.After(session, session.Run(until));
    }
}
