using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>NtSetSystemInformation.</summary>
public static class SystemSettings
{
    /// <summary>Changes something about the system.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, STATUS_PRIVILEGE_NOT_HELD, STATUS_INVALID_PARAMETER,
    /// STATUS_SUCCESS.</returns>
    [SystemService(Missing = "the effect of file cache, registry quota and priority separation; GDI drivers and time slips (NOT_SUPPORTED); other classes")]
    public static NtStatus NtSetSystemInformation(
        KThread caller, SystemInformationClass systemInformationClass, [Opt] UserBuffer systemInformation, uint systemInformationLength)
    {
        systemInformation.ProbeForRead(caller, systemInformationLength, alignment: 4);
        if (RuleFor(systemInformationClass) is not (uint length, Privilege privilege)) return NtStatus.InvalidInfoClass;
        if (systemInformationLength < length) return NtStatus.InfoLengthMismatch;
        byte[] value = new byte[length];
        systemInformation.Read(caller, value);
        if (!Se.HasPrivilege(caller, privilege)) return NtStatus.PrivilegeNotHeld;
        return Set(caller.Kernel, systemInformationClass, value);
    }

    /// <summary>How long the value is and which privilege the change takes; drivers and debuggers come by other ways than these.</summary>
    static (uint Length, Privilege Privilege)? RuleFor(SystemInformationClass what) => what switch
    {
        SystemInformationClass.Flags => (4, Privilege.Debug),
        SystemInformationClass.TimeAdjustment => (8, Privilege.SystemTime),
        SystemInformationClass.RegistryQuota => (12, Privilege.IncreaseQuota),
        SystemInformationClass.PrioritySeparation => (4, Privilege.TakeOwnership),
        SystemInformationClass.FileCache => (20, Privilege.IncreaseQuota),
        SystemInformationClass.FileCacheEx => (36, Privilege.IncreaseQuota),
        SystemInformationClass.TimeSlip => (4, Privilege.SystemTime),
        SystemInformationClass.LoadGdiDriver => (0x18, Privilege.LoadDriver),
        SystemInformationClass.UnloadGdiDriver => (4, Privilege.LoadDriver),
        SystemInformationClass.ExtendServiceTable => (8, Privilege.LoadDriver),
        _ => null,
    };

    static NtStatus Set(NtKernel kernel, SystemInformationClass what, byte[] value)
    {
        switch (what)
        {
            case SystemInformationClass.Flags:
                kernel.GlobalFlag = BitConverter.ToUInt32(value);
                return NtStatus.Success;
            case SystemInformationClass.TimeAdjustment:
                uint adjustment = BitConverter.ToUInt32(value);
                bool isDisabled = value[4] != 0;
                if (!isDisabled && adjustment == 0) return NtStatus.InvalidParameter2;
                kernel.Clock.Adjustment = isDisabled ? null : adjustment;
                return NtStatus.Success;
            case SystemInformationClass.FileCache or SystemInformationClass.FileCacheEx or SystemInformationClass.RegistryQuota
                or SystemInformationClass.PrioritySeparation:
                return NtStatus.Success;
            default:
                return NtStatus.NotSupported;
        }
    }
}
