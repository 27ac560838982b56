using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>CLIENT_ID: the numbers of a process and a thread.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ClientId(uint UniqueProcess, uint UniqueThread);

/// <summary>The services of threads' lives.</summary>
public static class ThreadServices
{
    /// <summary>Opens a thread by its number or name.</summary>
    [SystemService]
    public static NtStatus NtOpenThread(
        KThread caller, Out<Handle> threadHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, [Opt] In<ClientId> clientId)
    {
        threadHandle.ProbeForWrite(caller);
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        if (clientId.IsNull) return attributes.HasName ? NtStatus.ObjectTypeMismatch : NtStatus.InvalidParameterMix;
        ClientId wanted = clientId.Read(caller);
        bool found = caller.Kernel.Processes.TryFindThread(wanted.UniqueThread, out KThread? thread);
        if (!found || (wanted.UniqueProcess != 0 && thread!.Process.ProcessId != wanted.UniqueProcess)) return NtStatus.InvalidCid;
        status = Ob.OpenHandle(caller, thread!, desiredAccess, attributes.Attributes, out Handle handle);
        if (!status.IsError) threadHandle.Write(caller, handle);
        return status;
    }

    /// <summary>Ends a thread; without a handle the caller, unless it is its process's last.</summary>
    [SystemService]
    public static NtStatus NtTerminateThread(KThread caller, [Opt] HandleOf<KThread> threadHandle, NtStatus exitStatus)
    {
        if (threadHandle.IsNull)
        {
            if (caller.Process.Threads.Count == 1) return NtStatus.CantTerminateSelf;
            Ps.TerminateThread(caller, exitStatus);
            return NtStatus.Success;
        }
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.Terminate, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            if (thread.Object.Teb.IsNull) return NtStatus.AccessDenied;
            Ps.TerminateThread(thread.Object, exitStatus);
        }
        return NtStatus.Success;
    }

    /// <summary>Keeps a thread from running.</summary>
    [SystemService]
    public static NtStatus NtSuspendThread(KThread caller, HandleOf<KThread> threadHandle, [Opt] Out<uint> previousSuspendCount)
    {
        previousSuspendCount.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.SuspendResume, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            status = Ps.Suspend(thread.Object, out int previous);
            if (!status.IsError) previousSuspendCount.WriteIfPresent(caller, (uint)previous);
            return status;
        }
    }

    /// <summary>Takes one suspension of a thread away.</summary>
    [SystemService]
    public static NtStatus NtResumeThread(KThread caller, HandleOf<KThread> threadHandle, [Opt] Out<uint> previousSuspendCount)
    {
        previousSuspendCount.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.SuspendResume, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread) previousSuspendCount.WriteIfPresent(caller, (uint)Ps.Resume(thread.Object));
        return NtStatus.Success;
    }
}
