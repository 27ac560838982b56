using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of handles.</summary>
public static class HandleServices
{
    const uint DuplicateCloseSource = 1;
    const uint DuplicateSameAccess = 2;
    const uint DuplicateSameAttributes = 4;

    /// <summary>Closes a handle.</summary>
    [SystemService]
    public static NtStatus NtClose(KThread caller, Handle handle)
    {
        NtStatus status = Ob.Close(caller, handle);
        bool isPseudo = handle == Handle.CurrentProcess || handle == Handle.CurrentThread;
        return status.IsError && !isPseudo && caller.PreviousMode == ProcessorMode.User && caller.Process.RaisesOnBadHandle
            ? ExceptionDispatch.RaiseUserException(caller, status)
            : status;
    }

    /// <summary>Makes another handle to an object, in this process or another.</summary>
    [SystemService]
    public static NtStatus NtDuplicateObject(
        KThread caller, HandleOf<EProcess> sourceProcessHandle, Handle sourceHandle, [Opt] HandleOf<EProcess> targetProcessHandle,
        [Opt] Out<Handle> targetHandle, uint desiredAccess, uint handleAttributes, uint options)
    {
        targetHandle.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, sourceProcessHandle, ProcessRights.DuplicateHandle, out ObjectRef<EProcess> source);
        if (status.IsError) return status;
        using (source)
        {
            status = ReferenceTarget(caller, targetProcessHandle, out ObjectRef<EProcess> target);
            if (status.IsError) return status;
            using (target)
            {
                Handle made = default;
                if (target.Object is not null)
                    status = Duplicate(caller, source.Object, sourceHandle, target.Object, desiredAccess, handleAttributes, options, out made);
                if ((options & DuplicateCloseSource) != 0) CloseSource(source.Object, sourceHandle);
                if (!status.IsError) targetHandle.WriteIfPresent(caller, made);
                return status;
            }
        }
    }

    static NtStatus ReferenceTarget(KThread caller, HandleOf<EProcess> handle, out ObjectRef<EProcess> target)
    {
        target = default;
        return handle.IsNull ? NtStatus.Success : Ob.Reference(caller, handle, ProcessRights.DuplicateHandle, out target);
    }

    static NtStatus Duplicate(
        KThread caller, EProcess source, Handle handle, EProcess target, uint desiredAccess, uint attributes, uint options, out Handle made)
    {
        made = default;
        HandleEntry? entry = EntryIn(caller, source, handle);
        if (entry is null) return NtStatus.InvalidHandle;
        uint access = (options & DuplicateSameAccess) != 0 ? entry.GrantedAccess : entry.Object.Type.Map(desiredAccess);
        bool inherit = (options & DuplicateSameAttributes) != 0 ? entry.IsInherited : (attributes & ObjectAttributeFlags.Inherit) != 0;
        if ((access & ~entry.GrantedAccess) != 0 || (desiredAccess & AccessMask.MaximumAllowed) != 0 && (options & DuplicateSameAccess) == 0)
        {
            NtStatus status = Se.CheckObject(caller, entry.Object, desiredAccess, out access);
            if (status.IsError) return status;
        }
        return Ob.CreateHandle(target, entry.Object, access, inherit ? ObjectAttributeFlags.Inherit : 0, out made);
    }

    static HandleEntry? EntryIn(KThread caller, EProcess process, Handle handle)
    {
        if (handle == Handle.CurrentProcess) return new HandleEntry(caller.Process, EProcess.ObjectType.ValidAccess);
        if (handle == Handle.CurrentThread) return new HandleEntry(caller, KThread.ObjectType.ValidAccess);
        return process.Handles.Find(handle);
    }

    static void CloseSource(EProcess process, Handle handle)
    {
        if (process.Handles.Find(handle) is { IsProtectedFromClose: false }) process.Handles.Remove(handle);
    }
}
