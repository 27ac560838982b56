using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>JOBOBJECTINFOCLASS, as far as it is answered.</summary>
public enum JobInformationClass : uint
{
    BasicAccounting = 1,
    BasicLimit = 2,
    BasicProcessIdList = 3,
    BasicUiRestrictions = 4,
    EndOfJobTime = 6,
    AssociateCompletionPort = 7,
    BasicAndIoAccounting = 8,
    ExtendedLimit = 9,
}

/// <summary>The services that tell about jobs and set their limits.</summary>
public static class JobInformation
{
    const int AccountingSize = 0x30, BasicLimitSize = 0x30, IoCountersSize = 0x30, ExtendedLimitSize = 0x70;
    const uint ValidUiRestrictions = 0xFF;

    /// <summary>Tells about a job; without a handle about the caller's own.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, errors of the handle, STATUS_ACCESS_DENIED without a job, STATUS_INFO_LENGTH_MISMATCH,
    /// STATUS_BUFFER_OVERFLOW for a list that does not fit, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "I/O counters, page faults and peak memory, which are 0; other classes")]
    public static NtStatus NtQueryInformationJobObject(
        KThread caller, [Opt] HandleOf<Job> jobHandle, JobInformationClass jobObjectInformationClass, UserBuffer jobObjectInformation,
        uint jobObjectInformationLength, [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, jobObjectInformation, jobObjectInformationLength, returnLength);
        answer.Probe();
        if (!Enum.IsDefined(jobObjectInformationClass)) return NtStatus.InvalidInfoClass;
        using var references = new ReferenceList(caller);
        Job? job = jobHandle.IsNull ? caller.Process.Job : references.Take(jobHandle, Job.Query);
        if (job is null) return references.Status.IsError ? references.Status : NtStatus.AccessDenied;
        return jobObjectInformationClass switch
        {
            JobInformationClass.BasicAccounting => answer.Exactly(Accounting(job, AccountingSize)),
            JobInformationClass.BasicAndIoAccounting => answer.Exactly(Accounting(job, AccountingSize + IoCountersSize)),
            JobInformationClass.BasicLimit => answer.Exactly(Limits(job, BasicLimitSize)),
            JobInformationClass.ExtendedLimit => answer.Exactly(Limits(job, ExtendedLimitSize)),
            JobInformationClass.BasicProcessIdList => ProcessIds(answer, job),
            JobInformationClass.BasicUiRestrictions => answer.Exactly(job.Limits.UiRestrictions),
            JobInformationClass.EndOfJobTime => answer.Exactly(job.Limits.OnlyTellsAtEndOfTime ? 1u : 0),
            _ => NtStatus.InvalidInfoClass,
        };
    }

    /// <summary>Sets a job's limits or the port that is told of it.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handles, STATUS_INVALID_PARAMETER, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the enforcement of UI restrictions, working set, affinity and scheduling class, which are kept; other classes")]
    public static NtStatus NtSetInformationJobObject(
        KThread caller, HandleOf<Job> jobHandle, JobInformationClass jobObjectInformationClass, UserBuffer jobObjectInformation,
        uint jobObjectInformationLength)
    {
        int? length = jobObjectInformationClass switch
        {
            JobInformationClass.BasicLimit => BasicLimitSize,
            JobInformationClass.ExtendedLimit => ExtendedLimitSize,
            JobInformationClass.BasicUiRestrictions or JobInformationClass.EndOfJobTime => 4,
            JobInformationClass.AssociateCompletionPort => 8,
            _ => null,
        };
        if (length is not int size) return NtStatus.InvalidInfoClass;
        if (jobObjectInformationLength != size) return NtStatus.InfoLengthMismatch;
        byte[] given = new byte[size];
        jobObjectInformation.ProbeForRead(caller, (uint)size, alignment: 4);
        jobObjectInformation.Read(caller, given);
        NtStatus status = Ob.Reference(caller, jobHandle, Job.SetAttributes, out ObjectRef<Job> reference);
        if (status.IsError) return status;
        using (reference)
        {
            Job job = reference.Object;
            return jobObjectInformationClass switch
            {
                JobInformationClass.BasicLimit => SetLimits(job, given, JobLimitFlags.ValidBasic),
                JobInformationClass.ExtendedLimit => SetLimits(job, given, JobLimitFlags.ValidExtended),
                JobInformationClass.BasicUiRestrictions => SetUiRestrictions(job, BitConverter.ToUInt32(given)),
                JobInformationClass.EndOfJobTime => SetEndOfTime(job, BitConverter.ToUInt32(given)),
                _ => Associate(caller, job, BitConverter.ToUInt32(given), new HandleOf<IoCompletion>(BitConverter.ToUInt32(given, 4))),
            };
        }
    }

    static NtStatus SetLimits(Job job, byte[] given, JobLimitFlags valid)
    {
        JobLimitFlags flags = (JobLimitFlags)BitConverter.ToUInt32(given, 0x10);
        uint Dword(int offset) => BitConverter.ToUInt32(given, offset);
        if ((flags & ~valid) != 0 || (flags.HasFlag(JobLimitFlags.JobTime) && flags.HasFlag(JobLimitFlags.PreserveJobTime))) return NtStatus.InvalidParameter;
        if (flags.HasFlag(JobLimitFlags.ActiveProcess) && Dword(0x1C) == 0) return NtStatus.InvalidParameter;
        if (flags.HasFlag(JobLimitFlags.PriorityClass) && Dword(0x24) is 0 or > PriorityClasses.AboveNormal) return NtStatus.InvalidParameter;
        if (flags.HasFlag(JobLimitFlags.SchedulingClass) && Dword(0x28) > 9) return NtStatus.InvalidParameter;
        JobLimits limits = job.Limits;
        limits.Flags = flags;
        if (flags.HasFlag(JobLimitFlags.ProcessTime)) limits.ProcessUserTime100ns = BitConverter.ToInt64(given, 0);
        if (flags.HasFlag(JobLimitFlags.JobTime))
        {
            limits.JobUserTime100ns = BitConverter.ToInt64(given, 8);
            job.Accounting.PeriodStart100ns = job.Accounting.UserTimeOf(job);
        }
        (limits.MinimumWorkingSet, limits.MaximumWorkingSet) = (Dword(0x14), Dword(0x18));
        (limits.ActiveProcessLimit, limits.Affinity) = (Dword(0x1C), Dword(0x20));
        (limits.PriorityClass, limits.SchedulingClass) = (Dword(0x24), Dword(0x28));
        if (given.Length == ExtendedLimitSize) (limits.ProcessMemory, limits.JobMemory) = (Dword(0x60), Dword(0x64));
        job.ApplyToProcesses();
        return NtStatus.Success;
    }

    static NtStatus SetUiRestrictions(Job job, uint wanted)
    {
        if ((wanted & ~ValidUiRestrictions) != 0) return NtStatus.InvalidParameter;
        job.Limits.UiRestrictions = wanted;
        return NtStatus.Success;
    }

    static NtStatus SetEndOfTime(Job job, uint action)
    {
        if (action > 1) return NtStatus.InvalidParameter;
        job.Limits.OnlyTellsAtEndOfTime = action == 1;
        return NtStatus.Success;
    }

    static NtStatus Associate(KThread caller, Job job, uint key, HandleOf<IoCompletion> handle)
    {
        const uint ModifyState = 2;
        if (handle.IsNull)
        {
            job.Associate(null, 0);
            return NtStatus.Success;
        }
        NtStatus status = Ob.Reference(caller, handle, ModifyState, out ObjectRef<IoCompletion> port);
        if (status.IsError) return status;
        using (port)
        {
            if (job.Port is not null) return NtStatus.InvalidParameter;
            job.Associate(port.Object, key);
            return NtStatus.Success;
        }
    }

    static byte[] Accounting(Job job, int size)
    {
        long user = job.Accounting.UserTimeOf(job), kernel = job.Accounting.KernelTimeOf(job);
        return new GuestRecord(size)
            .Set(0x00, user).Set(0x08, kernel).Set(0x10, user - job.Accounting.PeriodStart100ns).Set(0x18, kernel)
            .Set(0x24, job.Accounting.TotalProcesses).Set(0x28, (uint)job.Processes.Count).Set(0x2C, job.Accounting.TerminatedProcesses)
            .Bytes;
    }

    static byte[] Limits(Job job, int size)
    {
        JobLimits limits = job.Limits;
        var record = new GuestRecord(size)
            .Set(0x00, limits.ProcessUserTime100ns).Set(0x08, limits.JobUserTime100ns).Set(0x10, (uint)limits.Flags)
            .Set(0x14, limits.MinimumWorkingSet).Set(0x18, limits.MaximumWorkingSet).Set(0x1C, limits.ActiveProcessLimit)
            .Set(0x20, limits.Affinity).Set(0x24, limits.PriorityClass).Set(0x28, limits.SchedulingClass);
        if (size == ExtendedLimitSize) record.Set(0x60, limits.ProcessMemory).Set(0x64, limits.JobMemory);
        return record.Bytes;
    }

    static NtStatus ProcessIds(QueryAnswer answer, Job job)
    {
        if (answer.Length < 12) return NtStatus.InfoLengthMismatch;
        int fitting = Math.Min(job.Processes.Count, (int)(answer.Length - 8) / 4);
        var record = new GuestRecord(8 + fitting * 4).Set(0, (uint)job.Processes.Count).Set(4, (uint)fitting);
        for (int i = 0; i < fitting; i++) record.Set(8 + i * 4, job.Processes[i].ProcessId);
        answer.Buffer.Write(answer.Caller, record.Bytes);
        answer.ReturnLength.WriteIfPresent(answer.Caller, (uint)record.Bytes.Length);
        return fitting < job.Processes.Count ? NtStatus.BufferOverflow : NtStatus.Success;
    }
}
