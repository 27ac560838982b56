using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>An ETHREAD with its KTHREAD: the part of a thread that ring-0 code and debuggers see.</summary>
[GuestStruct("_ETHREAD")]
public readonly partial struct EThreadStruct
{
    [Field("Tcb.Header.Type")] public partial byte HeaderType { get; set; }
    [Field("Tcb.Header.Size")] public partial byte HeaderSize { get; set; }
    [Field("Tcb.Header.SignalState")] public partial int SignalState { get; set; }
    [FieldAddress("Tcb.Header.WaitListHead")] public partial GuestAddress WaitListHead { get; }
    [FieldAddress("Tcb.MutantListHead")] public partial GuestAddress MutantListHead { get; }
    [Field("Tcb.InitialStack")] public partial GuestAddress InitialStack { get; set; }
    [Field("Tcb.StackLimit")] public partial GuestAddress StackLimit { get; set; }
    [Field("Tcb.StackBase")] public partial GuestAddress StackBase { get; set; }
    [Field("Tcb.KernelStack")] public partial GuestAddress KernelStack { get; set; }
    [Field("Tcb.LargeStack")] public partial bool LargeStack { get; set; }
    [Field("Tcb.KernelStackResident")] public partial bool KernelStackResident { get; set; }
    [Field("Tcb.Teb")] public partial GuestAddress Teb { get; set; }
    [Field("Tcb.DebugActive")] public partial bool DebugActive { get; set; }
    [Field("Tcb.State")] public partial ThreadState State { get; set; }
    [FieldAddress("Tcb.Alerted")] public partial GuestAddress Alerted { get; }
    [Field("Tcb.Iopl")] public partial bool Iopl { get; set; }
    [Field("Tcb.Priority")] public partial sbyte Priority { get; set; }
    [Field("Tcb.BasePriority")] public partial sbyte BasePriority { get; set; }
    [Field("Tcb.Quantum")] public partial sbyte Quantum { get; set; }
    [FieldAddress("Tcb.ApcState.ApcListHead")] public partial GuestAddress ApcListHead { get; }
    [Field("Tcb.ApcState.Process")] public partial GuestAddress ApcProcess { get; set; }
    [Field("Tcb.ApcState.KernelApcPending")] public partial bool KernelApcPending { get; set; }
    [Field("Tcb.ApcState.UserApcPending")] public partial bool UserApcPending { get; set; }
    [Field("Tcb.ContextSwitches")] public partial uint ContextSwitches { get; set; }
    [Field("Tcb.WaitStatus")] public partial NtStatus WaitStatus { get; set; }
    [Field("Tcb.WaitMode")] public partial sbyte WaitMode { get; set; }
    [Field("Tcb.WaitReason")] public partial byte WaitReason { get; set; }
    [Field("Tcb.WaitTime")] public partial uint WaitTime { get; set; }
    [Field("Tcb.ServiceTable")] public partial GuestAddress ServiceTable { get; set; }
    [Field("Tcb.UserAffinity")] public partial uint UserAffinity { get; set; }
    [Field("Tcb.Affinity")] public partial uint Affinity { get; set; }
    [Field("Tcb.Win32Thread")] public partial GuestAddress Win32Thread { get; set; }
    [Field("Tcb.TrapFrame")] public partial GuestAddress TrapFrame { get; set; }
    [Field("Tcb.CallbackStack")] public partial GuestAddress CallbackStack { get; set; }
    [Field("Tcb.PreviousMode")] public partial sbyte PreviousMode { get; set; }
    [Field("Tcb.KernelTime")] public partial uint KernelTime { get; set; }
    [Field("Tcb.UserTime")] public partial uint UserTime { get; set; }
    [Field("Tcb.Alertable")] public partial bool Alertable { get; set; }
    [Field("Tcb.ApcQueueable")] public partial bool ApcQueueable { get; set; }
    [Field("Tcb.SuspendCount")] public partial sbyte SuspendCount { get; set; }
    [FieldAddress("Tcb.ThreadListEntry")] public partial GuestAddress TcbThreadListEntry { get; }
    [Field("ExitStatus")] public partial NtStatus ExitStatus { get; set; }
    [FieldAddress("CreateTime")] public partial GuestAddress CreateTime { get; }
    [Field("Cid.UniqueProcess")] public partial uint UniqueProcess { get; set; }
    [Field("Cid.UniqueThread")] public partial uint UniqueThread { get; set; }
    [Field("ThreadsProcess")] public partial GuestAddress ThreadsProcess { get; set; }
    [Field("StartAddress")] public partial GuestAddress StartAddress { get; set; }
    [Field("Win32StartAddress")] public partial GuestAddress Win32StartAddress { get; set; }
    [FieldAddress("ThreadListEntry")] public partial GuestAddress ThreadListEntry { get; }
    [Field("CrossThreadFlags")] public partial uint CrossThreadFlags { get; set; }
    [Field("GrantedAccess")] public partial uint GrantedAccess { get; set; }
}
