using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of values of keys.</summary>
public static class ValueServices
{
    /// <summary>Makes or replaces a value.</summary>
    /// <returns>Errors of the handle, STATUS_KEY_DELETED, STATUS_ACCESS_VIOLATION, STATUS_INVALID_PARAMETER for the name,
    /// STATUS_REGISTRY_QUOTA_LIMIT, STATUS_ACCESS_DENIED, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtSetValueKey(
        KThread caller, HandleOf<KeyObject> keyHandle, In<UnicodeString> valueName, [Opt] uint titleIndex, uint type, [Opt] UserBuffer data,
        uint dataSize)
    {
        NtStatus status = Cm.Reference(caller, keyHandle, KeyRights.SetValue, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            if (CaptureName(caller, valueName) is not string name) return NtStatus.InvalidParameter;
            data.ProbeForRead(caller, dataSize, alignment: 1);
            if (dataSize > Registry.SizeLimit) return NtStatus.RegistryQuotaLimit;
            byte[] bytes = new byte[dataSize];
            data.Read(caller, bytes);
            return caller.Kernel.Cm.Registry.SetValue(key.Object.Node, new KeyValue(name, type, bytes));
        }
    }

    /// <summary>Removes a value.</summary>
    /// <returns>Errors of the handle, STATUS_KEY_DELETED, STATUS_ACCESS_VIOLATION, STATUS_INVALID_PARAMETER for the name,
    /// STATUS_ACCESS_DENIED, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtDeleteValueKey(KThread caller, HandleOf<KeyObject> keyHandle, In<UnicodeString> valueName)
    {
        NtStatus status = Cm.Reference(caller, keyHandle, KeyRights.SetValue, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            return CaptureName(caller, valueName) is string name
                ? caller.Kernel.Cm.Registry.DeleteValue(key.Object.Node, name)
                : NtStatus.InvalidParameter;
        }
    }

    /// <summary>Tells a value.</summary>
    /// <returns>STATUS_ACCESS_VIOLATION, STATUS_INVALID_PARAMETER for class and name, errors of the handle, STATUS_KEY_DELETED,
    /// STATUS_OBJECT_NAME_NOT_FOUND, STATUS_BUFFER_TOO_SMALL, STATUS_BUFFER_OVERFLOW, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "")]
    public static NtStatus NtQueryValueKey(
        KThread caller, HandleOf<KeyObject> keyHandle, In<UnicodeString> valueName, KeyValueInformationClass keyValueInformationClass,
        [Opt] UserBuffer keyValueInformation, uint length, Out<uint> resultLength)
    {
        var answer = new KeyAnswer(caller, keyValueInformation, length, resultLength);
        answer.Probe();
        if (keyValueInformationClass > KeyValueInformationClass.PartialAlign64) return NtStatus.InvalidParameter;
        NtStatus status = Cm.Reference(caller, keyHandle, KeyRights.QueryValue, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            if (CaptureName(caller, valueName) is not string name) return NtStatus.InvalidParameter;
            return key.Object.Node.FindValue(name) is KeyValue value
                ? ValueInformation.Write(answer, keyValueInformationClass, value)
                : NtStatus.ObjectNameNotFound;
        }
    }

    /// <summary>Tells a value by its place in the order in which they were made.</summary>
    /// <returns>As <see cref="NtQueryValueKey"/>; STATUS_NO_MORE_ENTRIES behind the last value.</returns>
    [SystemService(Missing = "")]
    public static NtStatus NtEnumerateValueKey(
        KThread caller, HandleOf<KeyObject> keyHandle, uint index, KeyValueInformationClass keyValueInformationClass,
        [Opt] UserBuffer keyValueInformation, uint length, Out<uint> resultLength)
    {
        var answer = new KeyAnswer(caller, keyValueInformation, length, resultLength);
        answer.Probe();
        if (keyValueInformationClass > KeyValueInformationClass.PartialAlign64) return NtStatus.InvalidParameter;
        NtStatus status = Cm.Reference(caller, keyHandle, KeyRights.QueryValue, out ObjectRef<KeyObject> key);
        if (status.IsError) return status;
        using (key)
        {
            IList<KeyValue> values = key.Object.Node.Values;
            return index < (uint)values.Count
                ? ValueInformation.Write(answer, keyValueInformationClass, values[(int)index])
                : NtStatus.NoMoreEntries;
        }
    }

    /// <summary>Reads the name of a value; zeros at its end do not belong to it. Null for a length that is odd.</summary>
    internal static string? CaptureName(KThread caller, In<UnicodeString> pointer)
    {
        UserMemory.ProbeForRead(caller, pointer.Address, 8, alignment: 1);
        UnicodeString given = pointer.Read(caller);
        UserMemory.ProbeForRead(caller, given.Buffer, given.Length, alignment: 1);
        return (given.Length & 1) != 0 ? null : UnicodeStrings.ReadText(caller, given.Buffer, given.Length).TrimEnd('\0');
    }
}
