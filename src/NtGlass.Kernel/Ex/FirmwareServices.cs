using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of firmware variables and boot entries: this machine has a BIOS, which keeps none.</summary>
public static class FirmwareServices
{
    /// <summary>Tells an ARC environment variable.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the name, STATUS_UNSUCCESSFUL.</returns>
    [SystemService]
    public static NtStatus NtQuerySystemEnvironmentValue(
        KThread caller, In<UnicodeString> variableName, UserBuffer variableValue, ushort valueLength, [Opt] Out<ushort> returnLength)
    {
        NtStatus status = UnicodeStrings.Capture(caller, variableName, out _);
        if (status.IsError) return status;
        variableValue.ProbeForWrite(caller, valueLength, alignment: 2);
        returnLength.ProbeForWriteIfPresent(caller);
        return Refuse(caller, NtStatus.Unsuccessful);
    }

    /// <summary>Changes an ARC environment variable.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the name, STATUS_UNSUCCESSFUL.</returns>
    [SystemService]
    public static NtStatus NtSetSystemEnvironmentValue(KThread caller, In<UnicodeString> variableName, In<UnicodeString> variableValue)
    {
        NtStatus status = UnicodeStrings.Capture(caller, variableName, out _);
        if (!status.IsError) status = UnicodeStrings.Capture(caller, variableValue, out _);
        return status.IsError ? status : Refuse(caller, NtStatus.Unsuccessful);
    }

    /// <summary>Tells an EFI variable.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, STATUS_NOT_IMPLEMENTED.</returns>
    [SystemService]
    public static NtStatus NtQuerySystemEnvironmentValueEx(
        KThread caller, In<UnicodeString> variableName, UserBuffer vendorGuid, [Opt] UserBuffer buffer, InOut<uint> bufferLength, [Opt] Out<uint> attributes) =>
        Refuse(caller, NtStatus.NotImplemented);

    /// <summary>Changes an EFI variable.</summary>
    /// <inheritdoc cref="NtQuerySystemEnvironmentValueEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtSetSystemEnvironmentValueEx(
        KThread caller, In<UnicodeString> variableName, UserBuffer vendorGuid, [Opt] UserBuffer buffer, uint bufferLength, uint attributes) =>
        Refuse(caller, NtStatus.NotImplemented);

    /// <summary>Lists EFI variables.</summary>
    /// <inheritdoc cref="NtQuerySystemEnvironmentValueEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtEnumerateSystemEnvironmentValuesEx(KThread caller, uint informationClass, UserBuffer buffer, InOut<uint> bufferLength) =>
        Refuse(caller, NtStatus.NotImplemented);

    /// <summary>Adds a boot entry.</summary>
    /// <inheritdoc cref="NtQuerySystemEnvironmentValueEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtAddBootEntry(KThread caller, UserBuffer bootEntry, [Opt] Out<uint> id) => Refuse(caller, NtStatus.NotImplemented);

    /// <summary>Takes a boot entry away.</summary>
    /// <inheritdoc cref="NtQuerySystemEnvironmentValueEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtDeleteBootEntry(KThread caller, uint id) => Refuse(caller, NtStatus.NotImplemented);

    /// <summary>Changes a boot entry.</summary>
    /// <inheritdoc cref="NtQuerySystemEnvironmentValueEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtModifyBootEntry(KThread caller, UserBuffer bootEntry) => Refuse(caller, NtStatus.NotImplemented);

    /// <summary>Lists boot entries.</summary>
    /// <inheritdoc cref="NtQuerySystemEnvironmentValueEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtEnumerateBootEntries(KThread caller, [Opt] UserBuffer buffer, InOut<uint> bufferLength) => Refuse(caller, NtStatus.NotImplemented);

    /// <summary>Tells in which order boot entries are tried.</summary>
    /// <inheritdoc cref="NtQuerySystemEnvironmentValueEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtQueryBootEntryOrder(KThread caller, [Opt] UserBuffer ids, InOut<uint> count) => Refuse(caller, NtStatus.NotImplemented);

    /// <summary>Changes that order.</summary>
    /// <inheritdoc cref="NtQuerySystemEnvironmentValueEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtSetBootEntryOrder(KThread caller, UserBuffer ids, uint count) => Refuse(caller, NtStatus.NotImplemented);

    /// <summary>Tells the boot manager's options.</summary>
    /// <inheritdoc cref="NtQuerySystemEnvironmentValueEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtQueryBootOptions(KThread caller, [Opt] UserBuffer bootOptions, InOut<uint> bootOptionsLength) =>
        Refuse(caller, NtStatus.NotImplemented);

    /// <summary>Changes the boot manager's options.</summary>
    /// <inheritdoc cref="NtQuerySystemEnvironmentValueEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtSetBootOptions(KThread caller, UserBuffer bootOptions, uint fieldsToChange) => Refuse(caller, NtStatus.NotImplemented);

    static NtStatus Refuse(KThread caller, NtStatus status) =>
        Se.HasPrivilege(caller, Privilege.SystemEnvironment) ? status : NtStatus.PrivilegeNotHeld;
}
