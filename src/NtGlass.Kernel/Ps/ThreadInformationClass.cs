namespace NtGlass.Kernel;

/// <summary>THREADINFOCLASS, as far as it is answered or set.</summary>
public enum ThreadInformationClass : uint
{
    Basic = 0,
    Times = 1,
    Priority = 2,
    BasePriority = 3,
    AffinityMask = 4,
    ImpersonationToken = 5,
    DescriptorTableEntry = 6,
    EnableAlignmentFaultFixup = 7,
    Win32StartAddress = 9,
    ZeroTlsCell = 10,
    PerformanceCount = 11,
    AmILastThread = 12,
    IdealProcessor = 13,
    PriorityBoost = 14,
    IsIoPending = 16,
    HideFromDebugger = 17,
    BreakOnTermination = 18,
    IsTerminated = 20,
    IoPriority = 22,
    CycleTime = 23,
    PagePriority = 24,
    ActualBasePriority = 25,
    GroupInformation = 30,
    IdealProcessorEx = 33,
    SuspendCount = 35,
    Name = 38,
    PowerThrottling = 49,
}
