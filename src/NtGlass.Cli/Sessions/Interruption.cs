using System.Runtime.InteropServices;

namespace NtGlass.Cli.Sessions;

/// <summary>Ctrl+C and SIGTERM: end the run cleanly, with what was gathered; a second one ends it at once.</summary>
sealed class Interruption : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration[] registrations;
    Machine.Machine? machine;
    MachineTarget? target;

    public Interruption() =>
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Take), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take)];

    public CancellationToken Token => source.Token;

    public bool WasRequested { get; private set; }

    /// <summary>True while Ctrl+C only stops the program and the user goes on, as at a debugger's prompt.</summary>
    public bool OnlyStops { get; set; }

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
        context.Cancel = !WasRequested;
        if (target is not null) target.IsInterrupted = true;
        if (!OnlyStops || context.Signal == PosixSignal.SIGTERM)
        {
            WasRequested = true;
            source.Cancel();
        }
        machine?.RequestStop();
    }
}
