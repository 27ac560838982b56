namespace NtGlass.Kernel;

/// <summary>The privileges by the low halves of their LUIDs; the high halves are zero.</summary>
public enum Privilege : uint
{
    CreateToken = 2,
    AssignPrimaryToken = 3,
    LockMemory = 4,
    IncreaseQuota = 5,
    MachineAccount = 6,
    Tcb = 7,
    Security = 8,
    TakeOwnership = 9,
    LoadDriver = 10,
    SystemProfile = 11,
    SystemTime = 12,
    ProfileSingleProcess = 13,
    IncreaseBasePriority = 14,
    CreatePagefile = 15,
    CreatePermanent = 16,
    Backup = 17,
    Restore = 18,
    Shutdown = 19,
    Debug = 20,
    Audit = 21,
    SystemEnvironment = 22,
    ChangeNotify = 23,
    RemoteShutdown = 24,
    Undock = 25,
    SyncAgent = 26,
    EnableDelegation = 27,
    ManageVolume = 28,
    Impersonate = 29,
    CreateGlobal = 30,
}

/// <summary>SE_PRIVILEGE_* bits.</summary>
public static class PrivilegeAttributes
{
    public const uint EnabledByDefault = 1, Enabled = 2, Removed = 4, UsedForAccess = 0x80000000;
}
