using System.CommandLine;
using NtGlass.Cli.Sessions;

namespace NtGlass.Cli.Commands;

/// <summary><c>ntglass trace</c>: runs a program and writes one line a system call.</summary>
sealed class TraceCommand : GuestCommand
{
    readonly Option<string?> output = new("--output", "-o") { Description = "Write the trace to this file and not to standard error", HelpName = "FILE" };
    readonly Option<bool> path = new("--path") { Description = "Show for each call the way it took from the program to the kernel and back" };

    public TraceCommand()
        : base("trace", "Run a Windows program and write one line for each system call, on standard error")
    {
        Options.Add(output);
        Options.Add(path);
        SetAction(result => Tracing.Run(Read(result), result.GetValue(output), result.GetValue(path)));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "ntglass trace samples/createfile.exe",
        "ntglass trace -o trace.txt program.exe",
        "ntglass trace --path samples/createfile.exe",
    ];
}
