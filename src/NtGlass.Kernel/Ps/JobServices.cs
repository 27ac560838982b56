using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>JOB_SET_ARRAY: one job of a set.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct JobSetArray(HandleOf<Job> JobHandle, uint MemberLevel, uint Flags);

/// <summary>The services of jobs.</summary>
public static class JobServices
{
    const uint MostJobsInSet = 64;

    /// <summary>Makes a job.</summary>
    /// <returns>Errors of the attributes and of the name, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCreateJobObject(KThread caller, Out<Handle> jobHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes)
    {
        jobHandle.ProbeForWrite(caller);
        return Ob.Create(caller, jobHandle, desiredAccess, objectAttributes, _ => new Job());
    }

    /// <summary>Opens a job by its name.</summary>
    [SystemService]
    public static NtStatus NtOpenJobObject(KThread caller, Out<Handle> jobHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<Job>(caller, jobHandle, desiredAccess, objectAttributes);

    /// <summary>Puts a process into a job.</summary>
    /// <returns>Errors of the handles, STATUS_PROCESS_IS_TERMINATING, STATUS_ACCESS_DENIED, STATUS_QUOTA_EXCEEDED, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtAssignProcessToJobObject(KThread caller, HandleOf<Job> jobHandle, HandleOf<EProcess> processHandle)
    {
        using var references = new ReferenceList(caller);
        Job? job = references.Take(jobHandle, Job.AssignProcess);
        EProcess? process = references.Take(processHandle, ProcessRights.SetQuota | ProcessRights.Terminate);
        return job is null || process is null ? references.Status : job.Assign(process);
    }

    /// <summary>Tells whether a process is in a job; without a job in any.</summary>
    /// <returns>Errors of the handles, STATUS_PROCESS_NOT_IN_JOB, STATUS_PROCESS_IN_JOB.</returns>
    [SystemService]
    public static NtStatus NtIsProcessInJob(KThread caller, HandleOf<EProcess> processHandle, [Opt] HandleOf<Job> jobHandle)
    {
        using var references = new ReferenceList(caller);
        EProcess? process = references.Take(processHandle, ProcessRights.QueryInformation);
        Job? job = jobHandle.IsNull ? process?.Job : references.Take(jobHandle, Job.Query);
        if (references.Status.IsError) return references.Status;
        return job is not null && process!.IsIn(job) ? NtStatus.ProcessInJob : NtStatus.ProcessNotInJob;
    }

    /// <summary>Ends every process of a job.</summary>
    /// <returns>Errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtTerminateJobObject(KThread caller, HandleOf<Job> jobHandle, NtStatus exitStatus)
    {
        NtStatus status = Ob.Reference(caller, jobHandle, Job.Terminate, out ObjectRef<Job> job);
        if (status.IsError) return status;
        using (job) job.Object.TerminateAll(exitStatus);
        return NtStatus.Success;
    }

    /// <summary>Makes a set of jobs, of which none may be in another set.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_INVALID_PARAMETER_1, errors of the handles, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the effect of a set: the jobs are only noted as its members")]
    public static NtStatus NtCreateJobSet(KThread caller, uint numJob, UserBuffer userJobSet, uint flags)
    {
        if (flags != 0) return NtStatus.InvalidParameter;
        if (numJob is < 2 or > MostJobsInSet) return NtStatus.InvalidParameter1;
        var members = new JobSetArray[numJob];
        userJobSet.ProbeForRead(caller, numJob * (uint)Marshal.SizeOf<JobSetArray>(), alignment: 4);
        userJobSet.Read(caller, MemoryMarshal.AsBytes(members.AsSpan()));
        for (int i = 1; i < members.Length; i++)
            if (members[i].MemberLevel <= members[i - 1].MemberLevel) return NtStatus.InvalidParameter;
        using var references = new ReferenceList(caller);
        Job[] jobs = [.. members.Select(member => references.Take(member.JobHandle, Job.Query)).OfType<Job>()];
        if (references.Status.IsError) return references.Status;
        if (jobs.Distinct().Count() < jobs.Length || jobs.Any(job => job.IsInSet)) return NtStatus.InvalidParameter;
        foreach (Job job in jobs) job.IsInSet = true;
        return NtStatus.Success;
    }
}
