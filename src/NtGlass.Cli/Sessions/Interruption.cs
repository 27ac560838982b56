using System.Runtime.InteropServices;
using NtGlass.Host;

namespace NtGlass.Cli.Sessions;

/// <summary>
/// Ctrl+C and SIGTERM: end the run cleanly, with what was gathered; a second one ends it at once. Where the guest's programs are told
/// of Ctrl+C and Ctrl+\ they get them, and three in a row end the run all the same.
/// </summary>
sealed class Interruption : IDisposable
{
    const int MostInARow = 3;
    const long RowMilliseconds = 1500;

    readonly CancellationTokenSource source = new();
    readonly RealConsole console;
    readonly Queue<long> recent = new();
    readonly PosixSignalRegistration[] registrations;
    Machine.Machine? machine;
    MachineTarget? target;

    public Interruption(RealConsole console)
    {
        this.console = console;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Take),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Take),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take),
        ];
    }

    public CancellationToken Token => source.Token;

    public bool WasRequested { get; private set; }

    /// <summary>True while Ctrl+C only stops the program and the user goes on, as at a debugger's prompt.</summary>
    public bool OnlyStops { get; set; }

    /// <summary>The guest's programs can be told.</summary>
    bool IsGuestTold => machine?.Kernel.Ntdll is { ControlRoutine.IsNull: false } && !OnlyStops && !WasRequested;

    public void Attach(Machine.Machine running, MachineTarget stopped)
    {
        machine = running;
        target = stopped;
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        source.Dispose();
    }

    void Take(PosixSignalContext context)
    {
        if (context.Signal != PosixSignal.SIGTERM && IsGuestTold && !IsRepeated())
        {
            context.Cancel = true;
            console.Signal(context.Signal == PosixSignal.SIGINT ? ConsoleSignal.Interrupt : ConsoleSignal.Break);
            return;
        }
        if (context.Signal == PosixSignal.SIGQUIT && !IsGuestTold) return;
        context.Cancel = !WasRequested;
        if (target is not null) target.IsInterrupted = true;
        if (!OnlyStops || context.Signal == PosixSignal.SIGTERM)
        {
            WasRequested = true;
            source.Cancel();
        }
        machine?.RequestStop();
    }

    bool IsRepeated()
    {
        long now = Environment.TickCount64;
        recent.Enqueue(now);
        while (now - recent.Peek() > RowMilliseconds) recent.Dequeue();
        return recent.Count >= MostInARow;
    }
}
