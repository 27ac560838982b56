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
    readonly Dictionary<uint, (ExceptionEvent Exception, FaultContext? Context)> last = [];
    uint? first;
    MachineTarget? target;
    Machine.Machine? machine;

    public bool SeesServices => false;

    public IReadOnlyList<(NtStatus Status, IReadOnlyList<string> Parameters)> HardErrors => hardErrors;

    /// <summary>A line for each message of another process and for each that an exception ended.</summary>
    public IReadOnlyList<string> ChildFaults => childFaults;

    /// <summary>The report on the exception that ended the program, if one did.</summary>
    public IReadOnlyList<Row>? Fault { get; private set; }

    /// <summary>The exception's code.</summary>
    public NtStatus? FaultCode { get; private set; }

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
        bool isKnown = last.TryGetValue(processId, out (ExceptionEvent Exception, FaultContext? Context) known) && known.Context is not null;
        if (isKnown && !firstChance && known.Exception.Code == exception.Code && known.Exception.Address == exception.Address) return;
        last[processId] = (exception, FaultContext.FromTrapFrame(target!, machine!.Kernel.Profile, exception));
    }

    public void HardError(uint processId, NtStatus status, IReadOnlyList<string> parameters)
    {
        if (processId == first) hardErrors.Add((status, parameters));
        else if (status != NtStatus.UnhandledException) childFaults.Add(HardErrorText.Describe(NameOf(processId), status, parameters));
    }

    /// <summary>The stack is still there now, and is not when the run has ended.</summary>
    public void ProcessExited(uint processId, NtStatus status)
    {
        if (!last.Remove(processId, out (ExceptionEvent Exception, FaultContext? Context) known)) return;
        if (known.Exception.Code != status || known.Context is null) return;
        if (processId == first)
        {
            Fault = FaultReport.Describe(known.Exception, known.Context, machine!.Kernel.Profile);
            FaultCode = status;
        }
        else childFaults.Add($"{NameOf(processId)} was ended by an exception: {status} at {known.Exception.Address}");
    }

    string NameOf(uint processId) => $"{names.GetValueOrDefault(processId)} (process {processId})";
}
