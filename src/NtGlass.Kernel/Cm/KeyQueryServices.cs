using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that tell about keys.</summary>
public static class KeyQueryServices
{
    const uint WriteTimeClass = 0, WriteTimeLength = 8, UserFlagsClass = 1, UserFlagsLength = 4;

    /// <summary>Tells about a key.</summary>
    /// <returns>STATUS_ACCESS_VIOLATION, STATUS_INVALID_PARAMETER for the class, errors of the handle, STATUS_KEY_DELETED,
    /// STATUS_BUFFER_TOO_SMALL, STATUS_BUFFER_OVERFLOW, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "virtualization, handle tags, trust and layers, which are 0")]
    public static NtStatus NtQueryKey(
        KThread caller, HandleOf<KeyObject> keyHandle, KeyInformationClass keyInformationClass, [Opt] UserBuffer keyInformation, uint length,
        Out<uint> resultLength)
    {
        var answer = new KeyAnswer(caller, keyInformation, length, resultLength);
        answer.Probe();
        if (keyInformationClass > KeyInformationClass.Layer) return NtStatus.InvalidParameter;
        uint access = keyInformationClass is KeyInformationClass.Name or KeyInformationClass.HandleTags ? 0 : KeyRights.QueryValue;
        NtStatus status = Cm.Reference(caller, keyHandle, access, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key) return KeyInformation.Write(answer, keyInformationClass, key.Object.Node);
    }

    /// <summary>Tells about a subkey by its place in the order of names.</summary>
    /// <returns>As <see cref="NtQueryKey"/>; STATUS_NO_MORE_ENTRIES behind the last subkey.</returns>
    [SystemService(Missing = "")]
    public static NtStatus NtEnumerateKey(
        KThread caller, HandleOf<KeyObject> keyHandle, uint index, KeyInformationClass keyInformationClass, [Opt] UserBuffer keyInformation,
        uint length, Out<uint> resultLength)
    {
        var answer = new KeyAnswer(caller, keyInformation, length, resultLength);
        answer.Probe();
        if (!KeyInformation.IsOfSubkeys(keyInformationClass)) return NtStatus.InvalidParameter;
        NtStatus status = Cm.Reference(caller, keyHandle, KeyRights.EnumerateSubKeys, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            IList<KeyNode> subkeys = key.Object.Node.Subkeys;
            return index < (uint)subkeys.Count
                ? KeyInformation.Write(answer, keyInformationClass, subkeys[(int)index])
                : NtStatus.NoMoreEntries;
        }
    }

    /// <summary>Changes a key's LastWriteTime or its user flags.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, STATUS_ACCESS_VIOLATION, errors of the handle, STATUS_KEY_DELETED,
    /// STATUS_ACCESS_DENIED, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "virtualization, debug information, handle tags and layers")]
    public static NtStatus NtSetInformationKey(
        KThread caller, HandleOf<KeyObject> keyHandle, uint keySetInformationClass, UserBuffer keySetInformation, uint keySetInformationLength)
    {
        uint expected = keySetInformationClass switch { WriteTimeClass => WriteTimeLength, UserFlagsClass => UserFlagsLength, _ => 0 };
        if (expected == 0) return NtStatus.InvalidInfoClass;
        if (keySetInformationLength != expected) return NtStatus.InfoLengthMismatch;
        byte[] given = new byte[8];
        keySetInformation.Read(caller, given.AsSpan(0, (int)expected));
        NtStatus status = Cm.Reference(caller, keyHandle, KeyRights.SetValue, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            KeyNode node = key.Object.Node;
            long value = BitConverter.ToInt64(given);
            if (keySetInformationClass == WriteTimeClass) return caller.Kernel.Cm.Registry.SetLastWriteTime(node, value);
            node.UserFlags = (uint)value;
            return NtStatus.Success;
        }
    }

    /// <summary>Counts the keys below a key that somebody has open.</summary>
    /// <returns>STATUS_ACCESS_VIOLATION, as <see cref="KeyServices.NtOpenKey"/>.</returns>
    [SystemService]
    public static NtStatus NtQueryOpenSubKeys(KThread caller, In<ObjectAttributes> targetKey, Out<uint> handleCount)
    {
        handleCount.ProbeForWrite(caller);
        if (targetKey.IsNull) return NtStatus.AccessViolation;
        NtStatus status = CapturedAttributes.Capture(caller, targetKey, out CapturedAttributes attributes);
        if (status.IsError) return status;
        status = Cm.Lookup(caller, attributes, KeyRights.Read, new KeyPacket(), out KeyObject? key);
        if (key is null) return status;
        handleCount.Write(caller, (uint)key.Node.Subkeys.Sum(OpenKeys));
        key.Header.Dereference();
        return NtStatus.Success;
    }

    /// <summary>The keys of a tree that are open, its root among them.</summary>
    internal static int OpenKeys(KeyNode node) => (node.OpenCount > 0 ? 1 : 0) + node.Subkeys.Sum(OpenKeys);
}
