using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Debugger;

namespace NtGlass.Cli.Sessions;

/// <summary>Keeps what a report at the end needs: the last exception with the processor's registers, and messages to the user.</summary>
sealed class RunRecorder : IMachineObserver
{
    readonly List<(NtStatus Status, IReadOnlyList<string> Parameters)> hardErrors = [];
    readonly HashSet<uint> processes = [];
    MachineTarget? target;
    Machine.Machine? machine;

    public bool SeesServices => false;

    public IReadOnlyList<(NtStatus Status, IReadOnlyList<string> Parameters)> HardErrors => hardErrors;

    /// <summary>The report on the exception that ended the program, if one did.</summary>
    public IReadOnlyList<Row>? Fault { get; private set; }

    public ExceptionEvent? LastException { get; private set; }

    FaultContext? lastContext;

    public void Attach(Machine.Machine running, MachineTarget seen)
    {
        machine = running;
        target = seen;
    }

    public void ProcessCreated(uint processId, string imageName) => processes.Add(processId);

    public void ExceptionDispatched(uint processId, uint threadId, in ExceptionEvent exception, bool firstChance)
    {
        bool isSame = LastException is ExceptionEvent known && known.Code == exception.Code && known.Address == exception.Address;
        if (isSame && !firstChance && lastContext is not null) return;
        LastException = exception;
        lastContext = FaultContext.FromTrapFrame(target!, machine!.Kernel.Profile, exception);
    }

    public void HardError(uint processId, NtStatus status, IReadOnlyList<string> parameters) => hardErrors.Add((status, parameters));

    /// <summary>The stack is still there now, and is not when the run has ended.</summary>
    public void ProcessExited(uint processId, NtStatus status)
    {
        if (Fault is null && LastException is ExceptionEvent exception && exception.Code == status && lastContext is not null)
            Fault = FaultReport.Describe(exception, lastContext, machine!.Kernel.Profile);
    }
}
