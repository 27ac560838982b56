using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service of licence values, which say what the edition of Windows may do.</summary>
public static class LicenseServices
{
    const string KeyPath = @"MACHINE\SYSTEM\CurrentControlSet\Control\ProductOptions\LicenseValues";

    /// <summary>Tells a licence value.</summary>
    /// <returns>STATUS_INVALID_PARAMETER without a name or a length, STATUS_ACCESS_VIOLATION, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtQueryLicenseValue(
        KThread caller, In<UnicodeString> valueName, [Opt] Out<uint> type, [Opt] UserBuffer data, uint dataSize, Out<uint> resultDataSize)
    {
        if (valueName.IsNull || resultDataSize.IsNull) return NtStatus.InvalidParameter;
        data.ProbeForWrite(caller, dataSize, alignment: 1);
        type.ProbeForWriteIfPresent(caller);
        resultDataSize.ProbeForWrite(caller);
        if (ValueServices.CaptureName(caller, valueName) is not { Length: > 0 } name) return NtStatus.InvalidParameter;
        if (RegImport.Find(caller.Kernel.Cm.Registry, KeyPath)?.FindValue(name) is not KeyValue value) return NtStatus.ObjectNameNotFound;
        type.WriteIfPresent(caller, value.Type);
        resultDataSize.Write(caller, (uint)value.Data.Length);
        if (dataSize < value.Data.Length) return NtStatus.BufferTooSmall;
        data.Write(caller, value.Data.Span);
        return NtStatus.Success;
    }
}
