using NtGlass.Kernel;
using NtGlass.Machine;

namespace NtGlass.Cli.Sessions;

/// <summary>The end of a run in words.</summary>
static class StopText
{
    public static string End(MachineResult result) => result.Reason switch
    {
        MachineStop.ProcessEnded => $"The program has ended: {result.ExitStatus} ({result.ExitStatus.Code:x8})",
        MachineStop.Deadlock => "All threads wait for something that cannot happen any more",
        MachineStop.Limit => "A limit of the machine was reached",
        MachineStop.BugCheck => $"{result.BugCheck}",
        _ => $"The machine has stopped: {result.Reason}",
    };
}
