using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>JOB_OBJECT_MSG_*: what a job tells its completion port.</summary>
enum JobMessage : uint
{
    EndOfJobTime = 1,
    EndOfProcessTime = 2,
    ActiveProcessLimit = 3,
    ActiveProcessZero = 4,
    NewProcess = 6,
    ExitProcess = 7,
    AbnormalExitProcess = 8,
    ProcessMemoryLimit = 9,
    JobMemoryLimit = 10,
}

/// <summary>A job: processes under common limits. A job inside another (nested) holds processes of the outer one.</summary>
public sealed class Job() : DispatcherObject(ObjectType)
{
    public const uint AssignProcess = 1, SetAttributes = 2, Query = 4, Terminate = 8;

    public static readonly ObjectType ObjectType = new("Job", new GenericMapping(0x20004, 0x2000B, 0x120000, 0x1F001F), 0x1F001F);

    readonly List<EProcess> processes = [];

    /// <summary>The job that this one lies in.</summary>
    public Job? Outer { get; private set; }

    /// <summary>The processes that have not ended, those of inner jobs among them.</summary>
    public IReadOnlyList<EProcess> Processes => processes;

    internal JobLimits Limits { get; } = new();

    internal JobAccounting Accounting { get; } = new();

    /// <summary>The port that is told of the job's processes, and the key it is told with.</summary>
    internal (IoCompletion Port, uint Key)? Port { get; private set; }

    /// <summary>Whether the job is one of NtCreateJobSet's.</summary>
    internal bool IsInSet { get; set; }

    /// <summary>Puts a process into the job.</summary>
    /// <returns>STATUS_PROCESS_IS_TERMINATING, STATUS_ACCESS_DENIED for a process of a job that this one cannot lie in,
    /// STATUS_QUOTA_EXCEEDED at the limit of processes, STATUS_SUCCESS.</returns>
    public NtStatus Assign(EProcess process)
    {
        if (process.HasExited) return NtStatus.ProcessIsTerminating;
        if (process.IsIn(this)) return NtStatus.Success;
        if (process.Job is Job current && !TryNest(current)) return NtStatus.AccessDenied;
        return Add(process, upTo: process.Job);
    }

    /// <summary>A new process of one that is in the job: it is in all of the jobs from here outwards.</summary>
    internal NtStatus AddChild(EProcess process) => Add(process, upTo: null);

    /// <summary>A process has ended.</summary>
    internal void Remove(EProcess process)
    {
        for (Job? job = this; job is not null; job = job.Outer)
        {
            job.processes.Remove(process);
            job.Accounting.AddEnded(process);
            job.Tell(process.ExitStatus.IsError ? JobMessage.AbnormalExitProcess : JobMessage.ExitProcess, process.ProcessId);
            if (job.processes.Count == 0) job.Tell(JobMessage.ActiveProcessZero, 0);
        }
    }

    /// <summary>Ends every process of the job.</summary>
    internal void TerminateAll(NtStatus status)
    {
        foreach (EProcess process in processes.ToArray()) Ps.TerminateProcess(process, status);
    }

    /// <summary>Names the port to tell; it hears of the processes that are there already.</summary>
    internal void Associate(IoCompletion? port, uint key)
    {
        port?.Header.Reference();
        Port?.Port.Header.Dereference();
        Port = port is null ? null : (port, key);
        foreach (EProcess process in processes) Tell(JobMessage.NewProcess, process.ProcessId);
    }

    internal void Tell(JobMessage message, uint processId) =>
        Port?.Port.Post(new IoCompletionPacket(Port.Value.Key, processId, new IoStatusBlock(NtStatus.Success, (uint)message)));

    /// <summary>Applies what limits on the way processes run say to those that are there.</summary>
    internal void ApplyToProcesses()
    {
        if (!Limits.Has(JobLimitFlags.PriorityClass)) return;
        foreach (EProcess process in processes) ProcessPriority.SetClass(process, (byte)Limits.PriorityClass);
    }

    protected internal override void OnClose(EProcess process, uint grantedAccess)
    {
        if (Header.HandleCount == 0 && Limits.Has(JobLimitFlags.KillOnJobClose)) TerminateAll(NtStatus.Success);
    }

    protected internal override void OnDelete()
    {
        Port?.Port.Header.Dereference();
        Outer?.Header.Dereference();
    }

    NtStatus Add(EProcess process, Job? upTo)
    {
        for (Job? job = this; job != upTo; job = job!.Outer)
        {
            if (!job!.Limits.Has(JobLimitFlags.ActiveProcess) || job.processes.Count < job.Limits.ActiveProcessLimit) continue;
            job.Tell(JobMessage.ActiveProcessLimit, process.ProcessId);
            return NtStatus.QuotaExceeded;
        }
        Header.Reference();
        process.Job?.Header.Dereference();
        process.Job = this;
        for (Job? job = this; job != upTo; job = job!.Outer)
        {
            job!.processes.Add(process);
            job.Accounting.NoteNew(job.processes.Count);
            job.Tell(JobMessage.NewProcess, process.ProcessId);
            if (job.Limits.Has(JobLimitFlags.PriorityClass)) ProcessPriority.SetClass(process, (byte)job.Limits.PriorityClass);
        }
        return NtStatus.Success;
    }

    /// <summary>A job without processes can lie in any other; one with processes only where it lies already.</summary>
    bool TryNest(Job current)
    {
        if (Outer == current) return true;
        if (Outer is not null || processes.Count > 0) return false;
        for (Job? job = current; job is not null; job = job.Outer)
            if (job == this) return false;
        current.Header.Reference();
        Outer = current;
        return true;
    }
}
