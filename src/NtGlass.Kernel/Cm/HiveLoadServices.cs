using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that hang hive files into the registry and take them out again.</summary>
public static class HiveLoadServices
{
    const uint ForceUnload = 1, AppHive = 0x10, LegalLoadFlags = 0x1F;
    const uint HiveAccess = FileRights.ReadData | FileRights.WriteData;

    /// <summary>Loads a hive file as a key below <c>\Registry\Machine</c> or <c>\Registry\User</c>.</summary>
    /// <inheritdoc cref="NtLoadKey2" path="/returns"/>
    [SystemService]
    public static NtStatus NtLoadKey(KThread caller, In<ObjectAttributes> targetKey, In<ObjectAttributes> sourceFile) =>
        NtLoadKey2(caller, targetKey, sourceFile, 0);

    /// <summary>Loads a hive file, with flags about how it is written, which all come to the same here.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the flags, STATUS_PRIVILEGE_NOT_HELD, STATUS_ACCESS_VIOLATION, errors of the key's name, STATUS_OBJECT_NAME_COLLISION
    /// for a key that is there, STATUS_INVALID_PARAMETER for one elsewhere, errors of the file, STATUS_REGISTRY_QUOTA_LIMIT, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the flags REG_NO_LAZY_FLUSH and those of whole hives, which are ignored")]
    public static NtStatus NtLoadKey2(KThread caller, In<ObjectAttributes> targetKey, In<ObjectAttributes> sourceFile, uint flags)
    {
        if ((flags & ~LegalLoadFlags) != 0 || (flags & AppHive) != 0) return NtStatus.InvalidParameter;
        if (!Se.HasPrivilege(caller, Privilege.Restore)) return NtStatus.PrivilegeNotHeld;
        NtStatus status = FindParent(caller, targetKey, out KeyNode? parent, out string name);
        if (parent is null) return status;
        status = HiveFile.Open(caller, sourceFile, HiveAccess, CreateDisposition.OpenIf, out FileObject? file);
        if (file is null) return status;
        status = Load(caller.Kernel.Cm.Registry, parent, name, file);
        if (status.IsError) file.Header.Dereference();
        return status;
    }

    /// <summary>Loads a hive file; a handle of its root is only for hives of applications, which are not there.</summary>
    /// <returns>STATUS_NOT_SUPPORTED for hives of applications, STATUS_INVALID_PARAMETER_7 for a handle, else as <see cref="NtLoadKey2"/>.</returns>
    [SystemService(Missing = "application hives (NOT_SUPPORTED), trust classes, the event")]
    public static NtStatus NtLoadKeyEx(
        KThread caller, In<ObjectAttributes> targetKey, In<ObjectAttributes> sourceFile, uint flags, [Opt] HandleOf<KeyObject> trustClassKey,
        [Opt] HandleOf<KEvent> @event, [Opt] uint desiredAccess, [Opt] Out<Handle> rootHandle, GuestAddress reserved)
    {
        if ((flags & AppHive) != 0) return NtStatus.NotSupported;
        return rootHandle.IsNull ? NtLoadKey2(caller, targetKey, sourceFile, flags) : NtStatus.InvalidParameter7;
    }

    /// <summary>Takes a loaded hive out of the registry; its file gets what has changed.</summary>
    /// <inheritdoc cref="NtUnloadKey2" path="/returns"/>
    [SystemService]
    public static NtStatus NtUnloadKey(KThread caller, In<ObjectAttributes> targetKey) => NtUnloadKey2(caller, targetKey, 0);

    /// <summary>Takes a loaded hive out of the registry, by force also when its keys are open.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, STATUS_INVALID_PARAMETER for flags and for a key that is no hive, errors of the key's name,
    /// STATUS_ACCESS_DENIED for the system's own hives, STATUS_CANNOT_DELETE while keys are open, what the volume says, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtUnloadKey2(KThread caller, In<ObjectAttributes> targetKey, uint flags)
    {
        if (!Se.HasPrivilege(caller, Privilege.Restore)) return NtStatus.PrivilegeNotHeld;
        if ((flags & ~ForceUnload) != 0) return NtStatus.InvalidParameter;
        NtStatus status = FindHive(caller, targetKey, out KeyNode? root, out LoadedHive? hive);
        if (root is null || hive is null) return status;
        if (flags == 0 && KeyQueryServices.OpenKeys(root) > 0) return NtStatus.CannotDelete;
        status = hive.Flush(root);
        if (status.IsError) return status;
        root.Hive = null;
        caller.Kernel.Cm.Registry.Remove(root);
        hive.File.Header.Dereference();
        return NtStatus.Success;
    }

    /// <summary>Takes a loaded hive out of the registry and sets an event when that is done, which it is at once or not at all.</summary>
    /// <returns>Errors of the event's handle, else as <see cref="NtUnloadKey2"/>.</returns>
    [SystemService]
    public static NtStatus NtUnloadKeyEx(KThread caller, In<ObjectAttributes> targetKey, [Opt] HandleOf<KEvent> @event)
    {
        if (@event.IsNull) return NtUnloadKey2(caller, targetKey, 0);
        NtStatus status = Ob.Reference(caller, @event, EventRights.ModifyState, out ObjectRef<KEvent> done);
        if (status.IsError) return status;
        using (done)
        {
            status = NtUnloadKey2(caller, targetKey, 0);
            if (status.IsSuccess) Ke.SetEvent(done.Object);
            return status;
        }
    }

    /// <summary>Puts another file in the place of a loaded hive's, which takes effect when it is loaded again.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the handle, STATUS_KEY_DELETED, STATUS_INVALID_PARAMETER for a key that is no loaded hive, errors of the
    /// files, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtReplaceKey(KThread caller, In<ObjectAttributes> newFile, HandleOf<KeyObject> targetHandle, In<ObjectAttributes> oldFile)
    {
        if (!Se.HasPrivilege(caller, Privilege.Restore)) return NtStatus.PrivilegeNotHeld;
        NtStatus status = Cm.Reference(caller, targetHandle, 0, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            if (LoadedHive.Of(key.Object.Node) is not LoadedHive hive) return NtStatus.InvalidParameter;
            KeyNode root = key.Object.Node;
            while (root.Hive is null) root = root.Parent!;
            status = HiveFile.Open(caller, newFile, FileRights.ReadData, CreateDisposition.Open, out FileObject? source);
            if (source is null) return status;
            status = HiveFile.Read(source, caller.Kernel.Cm.Registry, out KeyNode? content);
            source.Header.Dereference();
            if (content is null) return status;
            status = HiveFile.Open(caller, oldFile, HiveAccess, CreateDisposition.Create, out FileObject? old);
            if (old is null) return status;
            status = HiveFile.Write(old, root, isLatest: true);
            old.Header.Dereference();
            if (status.IsError) return status;
            hive.IsReplaced = true;
            return HiveFile.Write(hive.File, content, isLatest: true);
        }
    }

    static NtStatus Load(Registry registry, KeyNode parent, string name, FileObject file)
    {
        KeyNode? content = null;
        bool isNew = file.Control is { Node.Length: 0 };
        if (!isNew)
        {
            NtStatus read = HiveFile.Read(file, registry, out content);
            if (content is null) return read;
        }
        NtStatus status = registry.Create(parent, name, KeyTraits.Plain, out KeyNode? root);
        if (root is null) return status;
        root.Hive = new LoadedHive(file) { IsChanged = isNew };
        if (content is null) return NtStatus.Success;
        status = registry.Replace(root, content);
        root.Hive.IsChanged = false;
        if (status.IsError)
        {
            root.Hive = null;
            registry.Remove(root);
        }
        return status;
    }

    /// <summary>Where a hive is to go: a name that is free, below one of the two keys that hold hives.</summary>
    static NtStatus FindParent(KThread caller, In<ObjectAttributes> targetKey, out KeyNode? parent, out string name)
    {
        parent = null;
        name = "";
        if (targetKey.IsNull) return NtStatus.AccessViolation;
        NtStatus status = CapturedAttributes.Capture(caller, targetKey, out CapturedAttributes attributes);
        if (status.IsError) return status;
        int last = attributes.Name.TrimEnd('\\').LastIndexOf('\\');
        name = attributes.Name[(last + 1)..].TrimEnd('\\');
        status = Cm.Lookup(caller, attributes with { Name = attributes.Name[..Math.Max(last, 0)] }, KeyRights.Read, new KeyPacket(), out KeyObject? key);
        if (key is null) return status;
        KeyNode found = key.Node;
        key.Header.Dereference();
        if (found.Level != 1) return NtStatus.InvalidParameter;
        if (found.Find(name) is not null) return NtStatus.ObjectNameCollision;
        parent = found;
        return NtStatus.Success;
    }

    static NtStatus FindHive(KThread caller, In<ObjectAttributes> targetKey, out KeyNode? root, out LoadedHive? hive)
    {
        root = null;
        hive = null;
        if (targetKey.IsNull) return NtStatus.AccessViolation;
        NtStatus status = CapturedAttributes.Capture(caller, targetKey, out CapturedAttributes attributes);
        if (status.IsError) return status;
        status = Cm.Lookup(caller, attributes, KeyRights.Read, new KeyPacket(), out KeyObject? key);
        if (key is null) return status;
        root = key.Node;
        hive = root.Hive;
        key.Header.Dereference();
        bool isSystemHive = hive is null && root.Level == 2;
        return isSystemHive ? NtStatus.AccessDenied : hive is null ? NtStatus.InvalidParameter : NtStatus.Success;
    }
}
