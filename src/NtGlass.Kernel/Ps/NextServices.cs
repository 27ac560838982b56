using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that go from process to process and from thread to thread.</summary>
public static class NextServices
{
    const uint PreviousProcess = 1;

    /// <summary>Opens the process behind a given one, or the first.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_4 for flags, errors of the handle, STATUS_NO_MORE_ENTRIES, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtGetNextProcess(
        KThread caller, [Opt] HandleOf<EProcess> processHandle, uint desiredAccess, uint handleAttributes, uint flags, Out<Handle> newProcessHandle)
    {
        newProcessHandle.ProbeForWrite(caller);
        if ((flags & ~PreviousProcess) != 0) return NtStatus.InvalidParameter4;
        using var references = new ReferenceList(caller);
        EProcess? from = processHandle.IsNull ? null : references.Take(processHandle, 0);
        if (references.Status.IsError) return references.Status;
        IEnumerable<EProcess> line = caller.Kernel.Processes.All.Where(process => process != caller.Kernel.SystemProcess);
        if (flags == PreviousProcess) line = line.Reverse();
        return Open(caller, Behind([.. line], from, process => process.CreateSequence), desiredAccess, handleAttributes, newProcessHandle);
    }

    /// <summary>Opens the thread of a process behind a given one, or the first.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_5 for flags, errors of the handles, STATUS_NO_MORE_ENTRIES, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtGetNextThread(
        KThread caller, HandleOf<EProcess> processHandle, [Opt] HandleOf<KThread> threadHandle, uint desiredAccess, uint handleAttributes,
        [Opt] uint flags, Out<Handle> newThreadHandle)
    {
        newThreadHandle.ProbeForWrite(caller);
        if (flags != 0) return NtStatus.InvalidParameter5;
        using var references = new ReferenceList(caller);
        EProcess? process = references.Take(processHandle, ProcessRights.QueryInformation);
        KThread? from = threadHandle.IsNull ? null : references.Take(threadHandle, 0);
        if (process is null || references.Status.IsError) return references.Status;
        if (from is not null && from.Process != process) return NtStatus.InvalidHandle;
        return Open(caller, Behind(process.Threads, from, thread => thread.CreateSequence), desiredAccess, handleAttributes, newThreadHandle);
    }

    /// <summary>The one behind <paramref name="from"/>; where that has ended, the first that was made after it.</summary>
    static T? Behind<T>(List<T> line, T? from, Func<T, long> madeAt)
        where T : KernelObject
    {
        if (from is null) return line.Count > 0 ? line[0] : null;
        for (int index = 0; index < line.Count; index++)
            if (line[index] == from) return index + 1 < line.Count ? line[index + 1] : null;
        return line.Find(candidate => madeAt(candidate) > madeAt(from));
    }

    static NtStatus Open<T>(KThread caller, T? next, uint desiredAccess, uint handleAttributes, Out<Handle> target)
        where T : KernelObject
    {
        if (next is null) return NtStatus.NoMoreEntries;
        NtStatus status = Ob.OpenHandle(caller, next, desiredAccess, handleAttributes & ObjectAttributeFlags.Inherit, out Handle handle);
        if (!status.IsError) target.Write(caller, handle);
        return status;
    }
}
