using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service that asks what the system is licensed for.</summary>
public static class LicenseServices
{
    /// <summary>Tells a value of the licence; the machine has none.</summary>
    /// <returns>STATUS_INVALID_PARAMETER without name or length pointer, STATUS_OBJECT_NAME_NOT_FOUND.</returns>
    [SystemService]
    public static NtStatus NtQueryLicenseValue(
        KThread caller, In<UnicodeString> valueName, [Opt] Out<uint> type, [Opt] UserBuffer data, uint dataSize, Out<uint> resultDataSize)
    {
        if (valueName.IsNull || resultDataSize.IsNull) return NtStatus.InvalidParameter;
        NtStatus status = UnicodeStrings.Capture(caller, valueName, out string name);
        if (status.IsError || name.Length == 0) return NtStatus.InvalidParameter;
        return NtStatus.ObjectNameNotFound;
    }
}
