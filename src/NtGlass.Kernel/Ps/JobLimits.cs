namespace NtGlass.Kernel;

/// <summary>JOB_OBJECT_LIMIT_*.</summary>
[Flags]
public enum JobLimitFlags : uint
{
    WorkingSet = 0x1,
    ProcessTime = 0x2,
    JobTime = 0x4,
    ActiveProcess = 0x8,
    Affinity = 0x10,
    PriorityClass = 0x20,
    PreserveJobTime = 0x40,
    SchedulingClass = 0x80,
    ProcessMemory = 0x100,
    JobMemory = 0x200,
    DieOnUnhandledException = 0x400,
    BreakawayOk = 0x800,
    SilentBreakawayOk = 0x1000,
    KillOnJobClose = 0x2000,

    ValidBasic = 0xFF,
    ValidExtended = 0x7FFF,
}

/// <summary>What a job allows its processes.</summary>
sealed class JobLimits
{
    public JobLimitFlags Flags { get; set; }

    public long ProcessUserTime100ns { get; set; }

    public long JobUserTime100ns { get; set; }

    public uint MinimumWorkingSet { get; set; }

    public uint MaximumWorkingSet { get; set; }

    public uint ActiveProcessLimit { get; set; }

    public uint Affinity { get; set; }

    public uint PriorityClass { get; set; }

    public uint SchedulingClass { get; set; } = 5;

    public uint ProcessMemory { get; set; }

    public uint JobMemory { get; set; }

    public uint UiRestrictions { get; set; }

    /// <summary>JOB_OBJECT_POST_AT_END_OF_JOB instead of ending its processes.</summary>
    public bool OnlyTellsAtEndOfTime { get; set; }

    public bool Has(JobLimitFlags flag) => (Flags & flag) != 0;
}

/// <summary>What a job's processes have used; those that have ended are added up here.</summary>
sealed class JobAccounting
{
    public long EndedUserTime100ns { get; private set; }

    public long EndedKernelTime100ns { get; private set; }

    /// <summary>User time at which the period of the job's time limit began.</summary>
    public long PeriodStart100ns { get; set; }

    public uint TotalProcesses { get; private set; }

    /// <summary>Processes that a limit has ended.</summary>
    public uint TerminatedProcesses { get; set; }

    public uint PeakProcesses { get; private set; }

    public long UserTimeOf(Job job) => EndedUserTime100ns + job.Processes.Sum(process => process.Times.User);

    public long KernelTimeOf(Job job) => EndedKernelTime100ns + job.Processes.Sum(process => process.Times.Kernel);

    public void NoteNew(int active)
    {
        TotalProcesses++;
        PeakProcesses = Math.Max(PeakProcesses, (uint)active);
    }

    public void AddEnded(EProcess process)
    {
        EndedUserTime100ns += process.Times.User;
        EndedKernelTime100ns += process.Times.Kernel;
    }
}
