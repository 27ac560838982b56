using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of processes' lives.</summary>
public static class ProcessServices
{
    /// <summary>Opens a process by its number.</summary>
    [SystemService]
    public static NtStatus NtOpenProcess(
        KThread caller, Out<Handle> processHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, [Opt] In<ClientId> clientId)
    {
        processHandle.ProbeForWrite(caller);
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        if (clientId.IsNull) return attributes.HasName ? NtStatus.ObjectTypeMismatch : NtStatus.InvalidParameterMix;
        ClientId wanted = clientId.Read(caller);
        EProcess? process = Find(caller.Kernel, wanted);
        if (process is null) return wanted.UniqueThread != 0 ? NtStatus.InvalidCid : NtStatus.InvalidParameter;
        status = Ob.OpenHandle(caller, process, desiredAccess, attributes.Attributes, out Handle handle);
        if (!status.IsError) processHandle.Write(caller, handle);
        return status;
    }

    /// <summary>Ends a process; without a handle all threads of the caller's but the caller.</summary>
    [SystemService]
    public static NtStatus NtTerminateProcess(KThread caller, [Opt] HandleOf<EProcess> processHandle, NtStatus exitStatus)
    {
        if (processHandle.IsNull)
        {
            caller.Process.ExitStatus = exitStatus;
            foreach (KThread other in caller.Process.Threads.Where(thread => thread != caller).ToArray()) Ps.TerminateThread(other, exitStatus);
            return NtStatus.Success;
        }
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.Terminate, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            if (process.Object.HasExited) return NtStatus.ProcessIsTerminating;
            if (process.Object == caller.Kernel.SystemProcess) return NtStatus.AccessDenied;
            Ps.TerminateProcess(process.Object, exitStatus);
            return NtStatus.Success;
        }
    }

    /// <summary>Suspends every thread of a process.</summary>
    [SystemService]
    public static NtStatus NtSuspendProcess(KThread caller, HandleOf<EProcess> processHandle) =>
        ForEachThread(caller, processHandle, thread => Ps.Suspend(thread, out _));

    /// <summary>Takes one suspension of every thread of a process away.</summary>
    [SystemService]
    public static NtStatus NtResumeProcess(KThread caller, HandleOf<EProcess> processHandle) =>
        ForEachThread(caller, processHandle, thread => Ps.Resume(thread));

    static EProcess? Find(NtKernel kernel, ClientId wanted)
    {
        if (wanted.UniqueThread == 0)
            return kernel.Processes.TryFind(wanted.UniqueProcess, out EProcess? process) ? process : null;
        bool found = kernel.Processes.TryFindThread(wanted.UniqueThread, out KThread? thread);
        return found && (wanted.UniqueProcess == 0 || thread!.Process.ProcessId == wanted.UniqueProcess) ? thread!.Process : null;
    }

    static NtStatus ForEachThread(KThread caller, HandleOf<EProcess> handle, Action<KThread> action)
    {
        NtStatus status = Ob.Reference(caller, handle, ProcessRights.SuspendResume, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
            foreach (KThread thread in process.Object.Threads.ToArray()) action(thread);
        return NtStatus.Success;
    }
}
