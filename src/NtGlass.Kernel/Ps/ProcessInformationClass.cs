namespace NtGlass.Kernel;

/// <summary>PROCESSINFOCLASS, as far as it is answered or set.</summary>
public enum ProcessInformationClass : uint
{
    Basic = 0,
    QuotaLimits = 1,
    IoCounters = 2,
    VmCounters = 3,
    Times = 4,
    BasePriority = 5,
    RaisePriority = 6,
    DebugPort = 7,
    DefaultHardErrorMode = 12,
    PriorityClass = 18,
    HandleCount = 20,
    AffinityMask = 21,
    PriorityBoost = 22,
    DeviceMap = 23,
    SessionInformation = 24,
    ForegroundInformation = 25,
    Wow64Information = 26,
    ImageFileName = 27,
    LuidDeviceMapsEnabled = 28,
    BreakOnTermination = 29,
    DebugObjectHandle = 30,
    DebugFlags = 31,
    IoPriority = 33,
    ExecuteFlags = 34,
    Cookie = 36,
    Image = 37,
    CycleTime = 38,
    PagePriority = 39,
    ImageFileNameWin32 = 43,
    GroupInformation = 47,
    MitigationPolicy = 52,
    CommandLine = 60,
    Protection = 61,
    Subsystem = 75,
    PowerThrottling = 77,

    /// <summary>Wine's ProcessWineGrantAdminToken.</summary>
    WineGrantAdminToken = 1002,
}
