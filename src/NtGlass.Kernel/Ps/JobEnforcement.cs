using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Holds processes to the limits of their jobs on processor time and memory.</summary>
static class JobEnforcement
{
    /// <summary>The clock has ticked for a process: what has used up its time ends.</summary>
    public static void CheckTime(EProcess process)
    {
        for (Job? job = process.Job; job is not null; job = job.Outer)
        {
            if (job.Limits.Has(JobLimitFlags.ProcessTime) && process.Times.User > job.Limits.ProcessUserTime100ns) EndProcess(job, process);
            if (job.Limits.Has(JobLimitFlags.JobTime) && job.Accounting.UserTimeOf(job) - job.Accounting.PeriodStart100ns > job.Limits.JobUserTime100ns)
                EndTime(job);
        }
    }

    /// <summary>Whether a process may commit so many bytes more.</summary>
    public static bool AllowsMemory(EProcess process, uint bytes)
    {
        const JobLimitFlags Memory = JobLimitFlags.ProcessMemory | JobLimitFlags.JobMemory;
        for (Job? job = process.Job; job is not null; job = job.Outer)
        {
            if (!job.Limits.Has(Memory)) continue;
            if (job.Limits.Has(JobLimitFlags.ProcessMemory) && Committed(process) + bytes > job.Limits.ProcessMemory)
            {
                job.Tell(JobMessage.ProcessMemoryLimit, process.ProcessId);
                return false;
            }
            if (job.Limits.Has(JobLimitFlags.JobMemory) && job.Processes.Sum(Committed) + bytes > job.Limits.JobMemory)
            {
                job.Tell(JobMessage.JobMemoryLimit, process.ProcessId);
                return false;
            }
        }
        return true;
    }

    static void EndProcess(Job job, EProcess process)
    {
        job.Tell(JobMessage.EndOfProcessTime, process.ProcessId);
        job.Accounting.TerminatedProcesses++;
        Ps.TerminateProcess(process, NtStatus.QuotaExceeded);
    }

    static void EndTime(Job job)
    {
        job.Limits.Flags &= ~JobLimitFlags.JobTime;
        if (job.Limits.OnlyTellsAtEndOfTime)
        {
            job.Tell(JobMessage.EndOfJobTime, 0);
            return;
        }
        job.Accounting.TerminatedProcesses += (uint)job.Processes.Count;
        job.TerminateAll(NtStatus.QuotaExceeded);
        job.SignalState = 1;
        Ke.Test(job, Ke.EventIncrement);
    }

    /// <summary>Bytes of private memory that a process has committed.</summary>
    static long Committed(EProcess process)
    {
        long pages = 0;
        foreach (Vad vad in process.Vads.All.Where(vad => vad.Type == MemoryType.Private))
            for (uint page = 0; page < vad.PageCount; page++)
                if (vad.ProtectionOf(page) != PageProtection.None) pages++;
        return pages * GuestAddress.PageSize;
    }
}
