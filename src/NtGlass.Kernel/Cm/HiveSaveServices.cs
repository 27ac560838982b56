using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that write keys to hive files and read them back in place.</summary>
public static class HiveSaveServices
{
    const uint StandardFormat = 1, LatestFormat = 2, NoCompression = 4;
    const uint WholeHiveVolatile = 1, RefreshHive = 2, NoLazyFlush = 4, ForceRestore = 8;

    /// <summary>Writes a key and all below it to a file, as a hive of the older form.</summary>
    /// <inheritdoc cref="NtSaveKeyEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtSaveKey(KThread caller, HandleOf<KeyObject> keyHandle, HandleOf<FileObject> fileHandle) =>
        NtSaveKeyEx(caller, keyHandle, fileHandle, StandardFormat);

    /// <summary>Writes a key and all below it to a file.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the format, STATUS_PRIVILEGE_NOT_HELD, errors of the handles, STATUS_KEY_DELETED,
    /// STATUS_INVALID_PARAMETER for what is no file on a disk, what the volume says, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtSaveKeyEx(KThread caller, HandleOf<KeyObject> keyHandle, HandleOf<FileObject> fileHandle, uint format)
    {
        if (format is not (StandardFormat or LatestFormat or NoCompression)) return NtStatus.InvalidParameter;
        if (!Se.HasPrivilege(caller, Privilege.Backup)) return NtStatus.PrivilegeNotHeld;
        return Save(caller, keyHandle, fileHandle, key => key, format != StandardFormat);
    }

    /// <summary>Writes two trees as one: where both have a value, the first key's counts.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the handles, STATUS_KEY_DELETED, what the volume says, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtSaveMergedKeys(
        KThread caller, HandleOf<KeyObject> highPrecedenceKeyHandle, HandleOf<KeyObject> lowPrecedenceKeyHandle, HandleOf<FileObject> fileHandle)
    {
        if (!Se.HasPrivilege(caller, Privilege.Backup)) return NtStatus.PrivilegeNotHeld;
        NtStatus status = Cm.Reference(caller, lowPrecedenceKeyHandle, 0, out ObjectRef<KeyObject> low);
        if (status.IsError) return status;
        using (low)
        {
            return Save(caller, highPrecedenceKeyHandle, fileHandle, high => Merged(high, low.Object.Node), isLatest: false);
        }
    }

    /// <summary>Replaces all below a key by what a hive file holds.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, STATUS_INVALID_PARAMETER for flags that say nothing here, errors of the handles, STATUS_KEY_DELETED,
    /// STATUS_CANNOT_DELETE for keys below that are open, errors of the file, STATUS_ACCESS_DENIED, STATUS_REGISTRY_QUOTA_LIMIT, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "REG_WHOLE_HIVE_VOLATILE and REG_REFRESH_HIVE (INVALID_PARAMETER)")]
    public static NtStatus NtRestoreKey(KThread caller, HandleOf<KeyObject> keyHandle, HandleOf<FileObject> fileHandle, uint flags)
    {
        if (!Se.HasPrivilege(caller, Privilege.Restore)) return NtStatus.PrivilegeNotHeld;
        if ((flags & ~ForceRestore) is not (0 or WholeHiveVolatile or RefreshHive or NoLazyFlush)) return NtStatus.InvalidParameter;
        if ((flags & (WholeHiveVolatile | RefreshHive)) != 0) return NtStatus.InvalidParameter;
        NtStatus status = Cm.Reference(caller, keyHandle, 0, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            status = Ob.Reference(caller, fileHandle, FileRights.ReadData, out ObjectRef<FileObject> file);
            if (status.IsError) return status;
            using (file)
            {
                Registry registry = caller.Kernel.Cm.Registry;
                KeyNode node = key.Object.Node;
                bool isBusy = node.Level < 2 || node.Subkeys.Any(child => KeyQueryServices.OpenKeys(child) > 0);
                if (isBusy && (node.Level < 2 || (flags & ForceRestore) == 0)) return NtStatus.CannotDelete;
                status = HiveFile.Read(file.Object, registry, out KeyNode? content);
                return content is null ? status : registry.Replace(node, content);
            }
        }
    }

    static NtStatus Save(
        KThread caller, HandleOf<KeyObject> keyHandle, HandleOf<FileObject> fileHandle, Func<KeyNode, KeyNode> root, bool isLatest)
    {
        NtStatus status = Cm.Reference(caller, keyHandle, 0, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            status = Ob.Reference(caller, fileHandle, FileRights.WriteData, out ObjectRef<FileObject> file);
            if (status.IsError) return status;
            using (file) return HiveFile.Write(file.Object, root(key.Object.Node), isLatest);
        }
    }

    static KeyNode Merged(KeyNode high, KeyNode? low, KeyNode? parent = null)
    {
        var node = new KeyNode(high.Name, parent)
        {
            Class = high.Class, IsLink = high.IsLink, SecurityDescriptor = high.SecurityDescriptor, LastWriteTime100ns = high.LastWriteTime100ns,
        };
        foreach (KeyValue value in low?.Values ?? []) node.Set(value);
        foreach (KeyValue value in high.Values) node.Set(value);
        foreach (KeyNode child in high.Subkeys.Where(child => !child.IsVolatile)) node.Add(Merged(child, low?.Find(child.Name), node));
        foreach (KeyNode child in low?.Subkeys ?? [])
            if (!child.IsVolatile && node.Find(child.Name) is null) node.Add(Merged(child, null, node));
        return node;
    }
}
