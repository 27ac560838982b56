using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>A process environment block, as far as the kernel fills it.</summary>
[GuestStruct("_PEB")]
public readonly partial struct Peb
{
    [Field] public partial bool BeingDebugged { get; set; }
    [Field] public partial GuestAddress ImageBaseAddress { get; set; }
    [Field] public partial GuestAddress ProcessParameters { get; set; }
    [Field] public partial uint NumberOfProcessors { get; set; }
    [Field] public partial uint NtGlobalFlag { get; set; }
    [FieldAddress("CriticalSectionTimeout")] public partial GuestAddress CriticalSectionTimeout { get; }
    [Field] public partial uint HeapSegmentReserve { get; set; }
    [Field] public partial uint HeapSegmentCommit { get; set; }
    [Field] public partial uint HeapDeCommitTotalFreeThreshold { get; set; }
    [Field] public partial uint HeapDeCommitFreeBlockThreshold { get; set; }
    [Field] public partial uint MaximumNumberOfHeaps { get; set; }
    [Field] public partial GuestAddress ProcessHeaps { get; set; }
    [Field] public partial uint OSMajorVersion { get; set; }
    [Field] public partial uint OSMinorVersion { get; set; }
    [Field] public partial ushort OSBuildNumber { get; set; }
    [Field] public partial ushort OSCSDVersion { get; set; }
    [Field] public partial uint OSPlatformId { get; set; }
    [Field] public partial uint ImageSubsystem { get; set; }
    [Field] public partial uint ImageSubsystemMajorVersion { get; set; }
    [Field] public partial uint ImageSubsystemMinorVersion { get; set; }
    [Field] public partial uint SessionId { get; set; }
    [Field] public partial uint MinimumStackCommit { get; set; }
}
