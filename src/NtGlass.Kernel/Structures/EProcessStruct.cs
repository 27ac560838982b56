using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>An EPROCESS with its KPROCESS: the part of a process that ring-0 code and debuggers see.</summary>
[GuestStruct("_EPROCESS")]
public readonly partial struct EProcessStruct
{
    [Field("Pcb.Header.Type")] public partial byte HeaderType { get; set; }
    [Field("Pcb.Header.Size")] public partial byte HeaderSize { get; set; }
    [Field("Pcb.Header.SignalState")] public partial int SignalState { get; set; }
    [FieldAddress("Pcb.Header.WaitListHead")] public partial GuestAddress WaitListHead { get; }
    [FieldAddress("Pcb.ProfileListHead")] public partial GuestAddress ProfileListHead { get; }
    [FieldAddress("Pcb.DirectoryTableBase")] public partial GuestAddress DirectoryTableBase { get; }
    [FieldAddress("Pcb.ThreadListHead")] public partial GuestAddress PcbThreadListHead { get; }
    [FieldAddress("Pcb.ReadyListHead")] public partial GuestAddress ReadyListHead { get; }
    [Field("Pcb.Affinity")] public partial uint Affinity { get; set; }
    [Field("Pcb.BasePriority")] public partial sbyte BasePriority { get; set; }
    [Field("Pcb.ThreadQuantum")] public partial sbyte ThreadQuantum { get; set; }
    [Field("Pcb.IopmOffset")] public partial ushort IopmOffset { get; set; }
    [FieldAddress("CreateTime")] public partial GuestAddress CreateTime { get; }
    [Field("UniqueProcessId")] public partial uint UniqueProcessId { get; set; }
    [FieldAddress("ActiveProcessLinks")] public partial GuestAddress ActiveProcessLinks { get; }
    [Field("DebugPort")] public partial GuestAddress DebugPort { get; set; }
    [Field("Win32Process")] public partial GuestAddress Win32Process { get; set; }
    [Field("SectionBaseAddress")] public partial GuestAddress SectionBaseAddress { get; set; }
    [Field("InheritedFromUniqueProcessId")] public partial uint InheritedFromUniqueProcessId { get; set; }
    [FieldAddress("ImageFileName")] public partial GuestAddress ImageFileName { get; }
    [FieldAddress("ThreadListHead")] public partial GuestAddress ThreadListHead { get; }
    [Field("ActiveThreads")] public partial uint ActiveThreads { get; set; }
    [Field("Peb")] public partial GuestAddress Peb { get; set; }
    [Field("ExitStatus")] public partial NtStatus ExitStatus { get; set; }
    [Field("PriorityClass")] public partial byte PriorityClass { get; set; }
    [Field("Cookie")] public partial uint Cookie { get; set; }
}
