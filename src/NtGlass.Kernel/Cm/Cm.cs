using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>The configuration manager: a machine's registry, read when somebody first looks at it, and the opening of its keys.</summary>
public sealed class Cm
{
    Registry? registry;

    internal Cm(NtKernel kernel)
    {
        Store = new RegistryStore(RegistryFacts.Of(kernel.Profile, kernel.Version), file: null, kernel.Host);
        kernel.Namespace.Root.Add("REGISTRY", new KeyRoot(this));
    }

    /// <summary>Where the registry comes from and where it is kept; to be set before anything runs.</summary>
    public RegistryStore Store { get; set; }

    public Registry Registry => Load();

    /// <exception cref="RegTextException">A file that the registry comes from cannot be read.</exception>
    /// <exception cref="VolumeException">The host does not give the file.</exception>
    public Registry Load() => registry ??= Store.Load();

    internal int PendingNotifications { get; set; }

    /// <summary>Why the registry could not be kept, in one line; null when nothing went wrong.</summary>
    public string? SaveFailure { get; private set; }

    /// <summary>Keeps what has changed, where the registry is one that stays, and writes loaded hives to their files.</summary>
    /// <returns>STATUS_REGISTRY_IO_FAILED, what the guest's volume says, STATUS_SUCCESS.</returns>
    public NtStatus Save()
    {
        if (registry is null) return NtStatus.Success;
        NtStatus status = NtStatus.Success;
        foreach (KeyNode root in registry.Machine.Subkeys.Concat(registry.User.Subkeys))
            if (root.Hive?.Flush(root) is { IsError: true } failed) status = failed;
        if (!registry.IsChanged) return status;
        try
        {
            Store.Save(registry);
            SaveFailure = null;
            return status;
        }
        catch (VolumeException error)
        {
            SaveFailure = error.Message;
            return NtStatus.RegistryIoFailed;
        }
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
        if (packet.Creation is not null && !attributes.SecurityDescriptor.IsNull)
        {
            status = Se.Assign(caller, attributes.SecurityDescriptor, KeyObject.ObjectType, out SecurityDescriptor? descriptor);
            if (descriptor is null || status.IsError) return status;
            packet.Security = KeySecurity.ToBytes(descriptor);
        }
        status = Lookup(caller, attributes, desiredAccess, packet, out KeyObject? key);
        if (key is null) return status;
        status = packet.HasCreated
            ? Ob.CreateHandle(caller, key, desiredAccess, attributes.Attributes, out Handle handle)
            : Ob.OpenHandle(caller, key, desiredAccess, attributes.Attributes, out handle);
        key.Header.Dereference();
        if (!status.IsError) keyHandle.Write(caller, handle);
        return status;
    }

    /// <summary>Opens a key by its name, whose case does not count, as since version 10; the caller gives the reference back.</summary>
    /// <inheritdoc cref="Open" path="/returns"/>
    internal static NtStatus Lookup(KThread caller, CapturedAttributes attributes, uint desiredAccess, KeyPacket packet, out KeyObject? key)
    {
        key = null;
        bool startsAtKey = !attributes.RootDirectory.IsNull && Ob.EntryOf(caller, attributes.RootDirectory)?.Object is KeyObject;
        if (startsAtKey && attributes.Name.StartsWith('\\')) return NtStatus.ObjectPathSyntaxBad;
        CapturedAttributes withoutCase = attributes with { Attributes = attributes.Attributes | ObjectAttributeFlags.CaseInsensitive };
        return Ob.Lookup(caller, withoutCase, desiredAccess, packet, out key);
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
