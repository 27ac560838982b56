using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Debugger;

namespace NtGlass.Cli.Sessions;

/// <summary>Keeps what a report at the end needs: the last exception with the processor's registers, and messages to the user.</summary>
sealed class RunRecorder : IMachineObserver
{
    readonly List<(NtStatus Status, IReadOnlyList<string> Parameters)> hardErrors = [];
    readonly Dictionary<uint, string> names = [];
    readonly List<string> childFaults = [];
    uint? first;
    MachineTarget? target;
    Machine.Machine? machine;

    public bool SeesServices => false;

    public IReadOnlyList<(NtStatus Status, IReadOnlyList<string> Parameters)> HardErrors => hardErrors;

    /// <summary>A line for each other process that an exception ended.</summary>
    public IReadOnlyList<string> ChildFaults => childFaults;

    /// <summary>The report on the exception that ended the program, if one did.</summary>
    public IReadOnlyList<Row>? Fault { get; private set; }

    public ExceptionEvent? LastException { get; private set; }

    FaultContext? lastContext;
    uint lastProcess;

    public void Attach(Machine.Machine running, MachineTarget seen)
    {
        machine = running;
        target = seen;
    }

    public void ProcessCreated(uint processId, string imageName)
    {
        first ??= processId;
        names[processId] = imageName;
    }

    public void ExceptionDispatched(uint processId, uint threadId, in ExceptionEvent exception, bool firstChance)
    {
        bool isSame = LastException is ExceptionEvent known && lastProcess == processId && known.Code == exception.Code && known.Address == exception.Address;
        if (isSame && !firstChance && lastContext is not null) return;
        LastException = exception;
        lastProcess = processId;
        lastContext = FaultContext.FromTrapFrame(target!, machine!.Kernel.Profile, exception);
    }

    public void HardError(uint processId, NtStatus status, IReadOnlyList<string> parameters) => hardErrors.Add((status, parameters));

    /// <summary>The stack is still there now, and is not when the run has ended.</summary>
    public void ProcessExited(uint processId, NtStatus status)
    {
        if (LastException is not ExceptionEvent exception || lastProcess != processId || exception.Code != status || lastContext is null) return;
        if (processId == first) Fault ??= FaultReport.Describe(exception, lastContext, machine!.Kernel.Profile);
        else childFaults.Add($"{names.GetValueOrDefault(processId)} (process {processId}) was ended by an exception: {status} at {exception.Address}");
    }
}
