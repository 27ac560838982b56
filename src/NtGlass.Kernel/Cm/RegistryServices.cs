using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of the registry as a whole.</summary>
public static class RegistryServices
{
    const uint MostKeys = 0x10000;

    /// <summary>Begins the registry, which the session manager does once at boot: later calls come too late.</summary>
    /// <returns>STATUS_ACCESS_DENIED.</returns>
    [SystemService(Missing = "accepting a boot as the last good one: ACCESS_DENIED")]
    public static NtStatus NtInitializeRegistry(KThread caller, ushort bootCondition) => NtStatus.AccessDenied;

    /// <summary>Moves keys together in their hive, which has no effect that a program could see.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, STATUS_INSUFFICIENT_RESOURCES for too many keys, STATUS_ACCESS_VIOLATION, errors of the handles, STATUS_KEY_DELETED, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the compaction: the keys are only checked")]
    public static NtStatus NtCompactKeys(KThread caller, uint count, UserBuffer keyArray)
    {
        if (!Se.HasPrivilege(caller, Privilege.Backup)) return NtStatus.PrivilegeNotHeld;
        if (count > MostKeys) return NtStatus.InsufficientResources;
        keyArray.ProbeForRead(caller, count * sizeof(uint), alignment: 4);
        for (uint index = 0; index < count; index++)
        {
            var handle = new In<HandleOf<KeyObject>>(keyArray.Address + index * sizeof(uint));
            NtStatus status = Cm.Reference(caller, handle.Read(caller), KeyRights.Write, out ObjectRef<KeyObject> key);
            if (status.IsError) return status;
            key.Dispose();
        }
        return NtStatus.Success;
    }

    /// <summary>Compresses the hive that a key is the root of, which has no effect that a program could see.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the handle, STATUS_KEY_DELETED, STATUS_INVALID_PARAMETER for another key, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the compression: the key is only checked")]
    public static NtStatus NtCompressKey(KThread caller, HandleOf<KeyObject> keyHandle)
    {
        if (!Se.HasPrivilege(caller, Privilege.Backup)) return NtStatus.PrivilegeNotHeld;
        NtStatus status = Cm.Reference(caller, keyHandle, KeyRights.Write, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key) return key.Object.Node.Level == 2 ? NtStatus.Success : NtStatus.InvalidParameter;
    }

    /// <summary>Keeps a key and all below it from being changed until the machine ends.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the handle, STATUS_KEY_DELETED, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtLockRegistryKey(KThread caller, HandleOf<KeyObject> keyHandle)
    {
        if (!Se.HasPrivilege(caller, Privilege.LockMemory)) return NtStatus.PrivilegeNotHeld;
        NtStatus status = Cm.Reference(caller, keyHandle, KeyRights.Write, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key) key.Object.Node.IsLocked = true;
        return NtStatus.Success;
    }
}
