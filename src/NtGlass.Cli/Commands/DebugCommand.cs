using System.CommandLine;
using NtGlass.Cli.Sessions;

namespace NtGlass.Cli.Commands;

/// <summary><c>ntglass debug</c>: a debugger in the manner of WinDbg, for both rings.</summary>
sealed class DebugCommand : GuestCommand
{
    readonly Option<string[]> commands = new("--commands", "-c") { Description = "Run these debugger commands, separated by ';', and end", HelpName = "COMMANDS" };

    public DebugCommand()
        : base("debug", "Load a Windows program and look at it and at the kernel under it; 'help' lists the debugger's commands")
    {
        Options.Add(commands);
        SetAction(result => Debugging.Run(Read(result), result.GetValue(commands) is { Length: > 0 } given ? string.Join(';', given) : null));
    }

    public override IEnumerable<Option> OptionsAfterProgram => [commands];

    public override IReadOnlyList<string> Examples =>
    [
        "ntglass debug samples/createfile.exe",
        "ntglass debug samples/createfile.exe -c \"uf ntdll!ZwCreateFile; uf nt!ZwCreateFile; !idt 2e\"",
        "ntglass debug samples/createfile.exe -c \"bp nt!KiFastCallEntry; g; r; k\"",
    ];
}
