using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>A KTRAP_FRAME: what ring 0 will return to, the one piece of x86 that the kernel edits.</summary>
[GuestStruct("_KTRAP_FRAME")]
public readonly partial struct KTrapFrame
{
    [Field] public partial uint DbgEbp { get; set; }
    [Field] public partial uint DbgEip { get; set; }
    [Field] public partial uint DbgArgMark { get; set; }
    [Field] public partial uint Dr0 { get; set; }
    [Field] public partial uint Dr1 { get; set; }
    [Field] public partial uint Dr2 { get; set; }
    [Field] public partial uint Dr3 { get; set; }
    [Field] public partial uint Dr6 { get; set; }
    [Field] public partial uint Dr7 { get; set; }
    [Field] public partial uint SegGs { get; set; }
    [Field] public partial uint SegEs { get; set; }
    [Field] public partial uint SegDs { get; set; }
    [Field] public partial uint Edx { get; set; }
    [Field] public partial uint Ecx { get; set; }
    [Field] public partial uint Eax { get; set; }
    [Field("PreviousPreviousMode")] public partial uint PreviousPreviousMode { get; set; }
    [Field] public partial uint ExceptionList { get; set; }
    [Field] public partial uint SegFs { get; set; }
    [Field] public partial uint Edi { get; set; }
    [Field] public partial uint Esi { get; set; }
    [Field] public partial uint Ebx { get; set; }
    [Field] public partial uint Ebp { get; set; }
    [Field("ErrCode")] public partial uint ErrorCode { get; set; }
    [Field] public partial uint Eip { get; set; }
    [Field] public partial uint SegCs { get; set; }
    [Field] public partial uint EFlags { get; set; }
    [Field("HardwareEsp")] public partial uint HardwareEsp { get; set; }
    [Field("HardwareSegSs")] public partial uint HardwareSegSs { get; set; }

    const uint Virtual8086 = 0x20000;

    /// <summary>True when the trap came from ring 3, V86 mode among it.</summary>
    public bool IsFromUser => (SegCs & 1) != 0 || (EFlags & Virtual8086) != 0;

    public bool IsFromV86 => (EFlags & Virtual8086) != 0;
}
