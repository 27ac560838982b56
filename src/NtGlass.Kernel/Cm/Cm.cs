using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The configuration manager: a machine's registry, read when somebody first looks at it, and the opening of its keys.</summary>
public sealed class Cm
{
    Registry? registry;

    internal Cm(NtKernel kernel)
    {
        Store = new RegistryStore(RegistryFacts.Of(kernel.Profile), file: null, kernel.Host);
        kernel.Namespace.Root.Add("REGISTRY", new KeyRoot(this));
    }

    /// <summary>Where the registry comes from and where it is kept; to be set before anything runs.</summary>
    public RegistryStore Store { get; set; }

    public Registry Registry => registry ??= Store.Load();

    internal int PendingNotifications { get; set; }

    /// <summary>Keeps what has changed, where the registry is one that stays.</summary>
    public void Save()
    {
        if (registry is { IsChanged: true }) Store.Save(registry);
    }

    /// <summary>The whole of a service that opens or makes a key.</summary>
    /// <returns>STATUS_ACCESS_VIOLATION, errors of the attributes, STATUS_ACCESS_DENIED for no access, STATUS_OBJECT_PATH_SYNTAX_BAD, what
    /// <see cref="KeyParse.From"/> says, STATUS_SUCCESS.</returns>
    internal static NtStatus Open(KThread caller, Out<Handle> keyHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, KeyPacket packet)
    {
        keyHandle.ProbeForWrite(caller);
        if (objectAttributes.IsNull) return NtStatus.AccessViolation;
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        keyHandle.Write(caller, default);
        if (KeyObject.ObjectType.Map(desiredAccess) == 0) return NtStatus.AccessDenied;
        status = Lookup(caller, attributes, desiredAccess, packet, out KeyObject? key);
        if (key is null) return status;
        status = Ob.CreateHandle(caller, key, desiredAccess, attributes.Attributes, out Handle handle);
        key.Header.Dereference();
        if (!status.IsError) keyHandle.Write(caller, handle);
        return status;
    }

    /// <summary>Opens a key by its name; the caller gives the reference back.</summary>
    /// <inheritdoc cref="Open" path="/returns"/>
    internal static NtStatus Lookup(KThread caller, CapturedAttributes attributes, uint desiredAccess, KeyPacket packet, out KeyObject? key)
    {
        key = null;
        bool startsAtKey = !attributes.RootDirectory.IsNull && Ob.EntryOf(caller, attributes.RootDirectory)?.Object is KeyObject;
        if (startsAtKey && attributes.Name.StartsWith('\\')) return NtStatus.ObjectPathSyntaxBad;
        return Ob.Lookup(caller, attributes, desiredAccess, packet, out key);
    }

    /// <summary>References the key behind a handle for a service that needs it to be there still.</summary>
    /// <returns>Errors of the handle, STATUS_KEY_DELETED, STATUS_SUCCESS.</returns>
    internal static NtStatus Reference(KThread caller, HandleOf<KeyObject> handle, uint access, out ObjectRef<KeyObject> key)
    {
        NtStatus status = Ob.Reference(caller, handle, access, out key);
        if (status.IsError || !key.Object.Node.IsDeleted) return status;
        key.Dispose();
        key = default;
        return NtStatus.KeyDeleted;
    }
}
