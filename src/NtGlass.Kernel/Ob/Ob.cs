using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The object manager: handles, references and names.</summary>
public static class Ob
{
    const uint KernelHandleBit = 0x80000000;

    /// <summary>References the object behind a handle of the caller.</summary>
    /// <returns>STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH, STATUS_ACCESS_DENIED, STATUS_SUCCESS.</returns>
    public static NtStatus Reference<T>(KThread caller, HandleOf<T> handle, uint desiredAccess, out ObjectRef<T> reference)
        where T : KernelObject => Reference(caller, handle.Untyped, desiredAccess, out reference);

    /// <inheritdoc cref="Reference{T}(KThread, HandleOf{T}, uint, out ObjectRef{T})"/>
    public static NtStatus Reference<T>(KThread caller, Handle handle, uint desiredAccess, out ObjectRef<T> reference)
        where T : KernelObject
    {
        reference = default;
        (KernelObject? found, uint granted) = Resolve(caller, handle);
        if (found is null) return NtStatus.InvalidHandle;
        if (found is not T typed) return NtStatus.ObjectTypeMismatch;
        if (caller.PreviousMode == ProcessorMode.User && (desiredAccess & ~granted) != 0) return NtStatus.AccessDenied;
        found.Header.Reference();
        reference = new ObjectRef<T>(typed, granted);
        return NtStatus.Success;
    }

    /// <summary>Makes a handle to an object for the caller's process, or a kernel handle when the attributes ask for one.</summary>
    /// <returns>STATUS_ACCESS_DENIED for an object that another process has for itself, STATUS_INSUFFICIENT_RESOURCES for too many handles, what the object says to a new handle, STATUS_SUCCESS.</returns>
    public static NtStatus CreateHandle(KThread caller, KernelObject target, uint desiredAccess, uint attributes, out Handle handle)
    {
        bool kernelHandle = (attributes & ObjectAttributeFlags.KernelHandle) != 0;
        EProcess process = kernelHandle ? caller.Kernel.SystemProcess : caller.Process;
        NtStatus status = CreateHandle(process, target, target.Type.Map(desiredAccess), attributes, out handle);
        if (kernelHandle && status.IsSuccess) handle = new Handle(handle.Value | KernelHandleBit);
        return status;
    }

    /// <summary>Makes a handle to an object that exists already, as far as its descriptor lets the caller.</summary>
    /// <returns>STATUS_ACCESS_DENIED, STATUS_PRIVILEGE_NOT_HELD, STATUS_BAD_IMPERSONATION_LEVEL, what <see cref="CreateHandle(KThread, KernelObject, uint, uint, out Handle)"/> says.</returns>
    public static NtStatus OpenHandle(KThread caller, KernelObject target, uint desiredAccess, uint attributes, out Handle handle)
    {
        handle = default;
        NtStatus status = Se.CheckObject(caller, target, desiredAccess, out uint granted);
        return status.IsError ? status : CreateHandle(caller, target, granted, attributes, out handle);
    }

    /// <summary>Makes a handle in a process's table with exactly the given rights.</summary>
    /// <inheritdoc cref="CreateHandle(KThread, KernelObject, uint, uint, out Handle)" path="/returns"/>
    public static NtStatus CreateHandle(EProcess process, KernelObject target, uint grantedAccess, uint attributes, out Handle handle)
    {
        handle = default;
        ObjectHeader header = target.Header;
        if (header.ExclusiveProcess is EProcess owner && owner != process) return NtStatus.AccessDenied;
        if (process.Handles.IsFull) return NtStatus.InsufficientResources;
        NtStatus status = target.OnOpen(process, grantedAccess);
        if (status.IsError) return status;
        if ((attributes & ObjectAttributeFlags.Exclusive) != 0) header.ExclusiveProcess = process;
        handle = process.Handles.Add(new HandleEntry(target, grantedAccess)
        {
            IsInherited = (attributes & ObjectAttributeFlags.Inherit) != 0,
        });
        return NtStatus.Success;
    }

    /// <summary>Closes a handle of the caller.</summary>
    /// <returns>STATUS_INVALID_HANDLE, STATUS_HANDLE_NOT_CLOSABLE, STATUS_SUCCESS.</returns>
    public static NtStatus Close(KThread caller, Handle handle)
    {
        HandleTable table = TableOf(caller, ref handle);
        HandleEntry? entry = table.Find(handle);
        if (entry is null) return NtStatus.InvalidHandle;
        if (entry.IsProtectedFromClose) return NtStatus.HandleNotClosable;
        table.Remove(handle);
        return NtStatus.Success;
    }

    /// <summary>Closes every handle of a process that ended.</summary>
    internal static void CloseAll(EProcess process)
    {
        foreach ((Handle handle, _) in process.Handles.All.ToArray()) process.Handles.Remove(handle);
    }

    /// <summary>The entry of a handle of the caller, or null; pseudo-handles have none.</summary>
    internal static HandleEntry? EntryOf(KThread caller, Handle handle) => TableOf(caller, ref handle).Find(handle);

    static (KernelObject? Object, uint Granted) Resolve(KThread caller, Handle handle)
    {
        if (handle == Handle.CurrentProcess) return (caller.Process, EProcess.ObjectType.ValidAccess);
        if (handle == Handle.CurrentThread) return (caller, KThread.ObjectType.ValidAccess);
        if (handle.IsTokenPseudo) return (Handle.TokenOf(caller, handle), TokenServices.PseudoHandleAccess);
        HandleEntry? entry = EntryOf(caller, handle);
        return (entry?.Object, entry?.GrantedAccess ?? 0);
    }

    static HandleTable TableOf(KThread caller, ref Handle handle)
    {
        bool kernelHandle = (handle.Value & KernelHandleBit) != 0 && caller.PreviousMode == ProcessorMode.Kernel;
        if (!kernelHandle) return caller.Process.Handles;
        handle = new Handle(handle.Value & ~KernelHandleBit);
        return caller.Kernel.SystemProcess.Handles;
    }

    /// <summary>Looks a name up and references what it names.</summary>
    /// <returns>STATUS_OBJECT_PATH_SYNTAX_BAD, STATUS_OBJECT_NAME_INVALID, STATUS_OBJECT_PATH_NOT_FOUND, STATUS_OBJECT_NAME_NOT_FOUND,
    /// what a parse procedure says, STATUS_OBJECT_TYPE_MISMATCH, STATUS_SUCCESS.</returns>
    public static NtStatus Lookup<T>(KThread caller, CapturedAttributes attributes, uint desiredAccess, object? context, out T? found)
        where T : KernelObject
    {
        found = null;
        NtStatus status = StartOf(caller, attributes, out KernelObject? start);
        if (status.IsError) return status;
        // ObCaseInsensitive is set since XP: the letter case of files, devices and keys never counts.
        uint flags = attributes.Attributes | (context is OpenPacket or KeyPacket ? ObjectAttributeFlags.CaseInsensitive : 0);
        var request = new ParseRequest(caller, attributes.Name, flags, desiredAccess, context);
        ParseStep step = caller.Kernel.Namespace.Lookup(start, attributes.Name, request);
        if (step.Object is null || step.Status.IsError) return step.Status;
        found = step.Object as T;
        return found is null ? NtStatus.ObjectTypeMismatch : step.Status;
    }

    /// <summary>Opens the object of a name and makes a handle.</summary>
    /// <inheritdoc cref="Lookup{T}" path="/returns"/>
    public static NtStatus OpenByName<T>(KThread caller, CapturedAttributes attributes, uint desiredAccess, object? context, out Handle handle)
        where T : KernelObject
    {
        handle = default;
        NtStatus status = Lookup(caller, attributes, desiredAccess, context, out T? found);
        if (found is null) return status;
        NtStatus opened = OpenHandle(caller, found, desiredAccess, attributes.Attributes, out handle);
        return opened.IsError ? opened : status;
    }

    /// <summary>The whole of an NtOpenXxx service: probes, captures, looks up and writes the handle.</summary>
    public static NtStatus Open<T>(KThread caller, Out<Handle> handle, uint desiredAccess, In<ObjectAttributes> objectAttributes, object? context = null)
        where T : KernelObject
    {
        handle.ProbeForWrite(caller);
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        status = OpenByName<T>(caller, attributes, desiredAccess, context, out Handle opened);
        if (!status.IsError) handle.Write(caller, opened);
        return status;
    }

    /// <summary>The whole of an NtCreateXxx service behind its own parameter checks: captures, makes the object, names it and writes the handle.</summary>
    public static NtStatus Create<T>(
        KThread caller, Out<Handle> handle, uint desiredAccess, In<ObjectAttributes> objectAttributes, Func<CapturedAttributes, T> make)
        where T : KernelObject
    {
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        status = Insert(caller, make(attributes), attributes, desiredAccess, out Handle created);
        if (!status.IsError) handle.Write(caller, created);
        return status;
    }

    /// <summary>Gives a new object its name, if it has one, and a handle; takes over the reference it was made with.</summary>
    /// <returns>STATUS_OBJECT_NAME_COLLISION, STATUS_OBJECT_TYPE_MISMATCH for OBJ_OPENIF with another type,
    /// STATUS_OBJECT_NAME_EXISTS with a handle to the object that is there, errors of the lookup, STATUS_SUCCESS.</returns>
    public static NtStatus Insert<T>(KThread caller, T created, CapturedAttributes attributes, uint desiredAccess, out Handle handle)
        where T : KernelObject
    {
        handle = default;
        try
        {
            KernelObject target = created;
            NtStatus status = Se.Assign(caller, attributes.SecurityDescriptor, created.Type, out SecurityDescriptor? descriptor);
            if (status.IsError) return status;
            created.Header.SecurityDescriptor ??= descriptor;
            int kept = attributes.Name.Length * 2 + created.KeptBytes;
            if (kept > 0 && !created.Header.TryCharge(caller.Kernel.Pool, kept)) return NtStatus.InsufficientResources;
            if (attributes.HasName) status = InsertName(caller, ref target, attributes);
            if (status.IsError) return status;
            NtStatus opened = target == created
                ? CreateHandle(caller, target, desiredAccess, attributes.Attributes, out handle)
                : OpenHandle(caller, target, desiredAccess, attributes.Attributes, out handle);
            return opened.IsError ? opened : status;
        }
        finally
        {
            created.Header.Dereference();
        }
    }

    static NtStatus InsertName(KThread caller, ref KernelObject target, CapturedAttributes attributes)
    {
        NtStatus status = StartOf(caller, attributes, out KernelObject? start);
        if (status.IsError) return status;
        var insertion = new NameInsertion(target);
        var request = new ParseRequest(caller, attributes.Name, attributes.Attributes, 0, insertion);
        ParseStep step = caller.Kernel.Namespace.Lookup(start, attributes.Name, request);
        if (step.Object is null) return step.Status;
        if (step.Object == target)
        {
            target.Header.IsPermanent = attributes.Has(ObjectAttributeFlags.Permanent);
            return step.Status;
        }
        if (!attributes.Has(ObjectAttributeFlags.OpenIf)) return NtStatus.ObjectNameCollision;
        if (step.Object.Type != target.Type) return NtStatus.ObjectTypeMismatch;
        target = step.Object;
        return NtStatus.ObjectNameExists;
    }

    static NtStatus StartOf(KThread caller, CapturedAttributes attributes, out KernelObject? start)
    {
        start = null;
        bool isAbsolute = attributes.Name.StartsWith('\\');
        if (attributes.RootDirectory.IsNull) return isAbsolute ? NtStatus.Success : NtStatus.ObjectPathSyntaxBad;
        (start, _) = Resolve(caller, attributes.RootDirectory);
        if (start is null) return NtStatus.InvalidHandle;
        return isAbsolute && start is ObjectDirectory ? NtStatus.ObjectPathSyntaxBad : NtStatus.Success;
    }
}

/// <summary>The parse context of a lookup that wants to put an object where the name is free.</summary>
sealed record NameInsertion(KernelObject Target);
