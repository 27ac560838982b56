using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that make, open, delete and change keys.</summary>
public static class KeyServices
{
    const uint OptionVolatile = 1, OptionCreateLink = 2, LegalOptions = 0x1F;
    const uint CreatedNewKey = 1, OpenedExistingKey = 2;

    /// <summary>Opens a key, and makes it where only its last name is missing.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for options and class, else as <see cref="NtOpenKey"/> or what the registry says to a new key.</returns>
    [SystemService(Missing = "REG_OPTION_BACKUP_RESTORE")]
    public static NtStatus NtCreateKey(
        KThread caller, Out<Handle> keyHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, uint titleIndex,
        [Opt] In<UnicodeString> @class, uint createOptions, [Opt] Out<uint> disposition)
    {
        disposition.ProbeForWriteIfPresent(caller);
        if ((createOptions & ~LegalOptions) != 0) return NtStatus.InvalidParameter;
        string text = "";
        if (!@class.IsNull && UnicodeStrings.Capture(caller, @class, out text).IsError) return NtStatus.InvalidParameter;
        var packet = new KeyPacket
        {
            Creation = new KeyTraits((createOptions & OptionVolatile) != 0, (createOptions & OptionCreateLink) != 0, text, null),
        };
        NtStatus status = Cm.Open(caller, keyHandle, desiredAccess, objectAttributes, packet);
        if (!status.IsError) disposition.WriteIfPresent(caller, packet.HasCreated ? CreatedNewKey : OpenedExistingKey);
        return status;
    }

    /// <summary>Opens a key.</summary>
    /// <returns>STATUS_ACCESS_VIOLATION, errors of the attributes, STATUS_ACCESS_DENIED for no access, STATUS_OBJECT_PATH_SYNTAX_BAD,
    /// STATUS_KEY_DELETED, STATUS_INVALID_PARAMETER for a name that is too long, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_NAME_TOO_LONG, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtOpenKey(KThread caller, Out<Handle> keyHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Cm.Open(caller, keyHandle, desiredAccess, objectAttributes, new KeyPacket());

    /// <summary>Opens a key; the options do not matter, a link itself is what OBJ_OPENLINK asks for.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the options, else as <see cref="NtOpenKey"/>.</returns>
    [SystemService(Missing = "the options: REG_OPTION_BACKUP_RESTORE and REG_OPTION_OPEN_LINK are ignored")]
    public static NtStatus NtOpenKeyEx(
        KThread caller, Out<Handle> keyHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, uint openOptions) =>
        (openOptions & ~LegalOptions) != 0 ? NtStatus.InvalidParameter : NtOpenKey(caller, keyHandle, desiredAccess, objectAttributes);

    /// <summary>Takes a key off the tree; its handles stay.</summary>
    /// <returns>Errors of the handle, STATUS_CANNOT_DELETE, STATUS_ACCESS_DENIED, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtDeleteKey(KThread caller, HandleOf<KeyObject> keyHandle)
    {
        NtStatus status = Ob.Reference(caller, keyHandle, AccessMask.Delete, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key) return caller.Kernel.Cm.Registry.Delete(key.Object.Node);
    }

    /// <summary>Gives a key another name.</summary>
    /// <returns>STATUS_ACCESS_VIOLATION, errors of the handle, STATUS_KEY_DELETED, STATUS_INVALID_PARAMETER, STATUS_ACCESS_DENIED, STATUS_CANNOT_DELETE, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtRenameKey(KThread caller, HandleOf<KeyObject> keyHandle, In<UnicodeString> newName)
    {
        bool isText = !UnicodeStrings.Capture(caller, newName, out string name).IsError;
        NtStatus status = Cm.Reference(caller, keyHandle, KeyRights.Write, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key) return isText ? caller.Kernel.Cm.Registry.Rename(key.Object.Node, name) : NtStatus.InvalidParameter;
    }

    /// <summary>Writes what has changed to where the registry is kept.</summary>
    /// <returns>Errors of the handle, STATUS_KEY_DELETED, as <see cref="Cm.Save"/>.</returns>
    [SystemService]
    public static NtStatus NtFlushKey(KThread caller, HandleOf<KeyObject> keyHandle)
    {
        NtStatus status = Cm.Reference(caller, keyHandle, 0, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key) return caller.Kernel.Cm.Save();
    }
}
