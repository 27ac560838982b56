using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>A CONTEXT record.</summary>
[GuestStruct("_CONTEXT")]
public readonly partial struct Context
{
    [Field] public partial ContextFlags ContextFlags { get; set; }
    [Field] public partial uint Dr0 { get; set; }
    [Field] public partial uint Dr1 { get; set; }
    [Field] public partial uint Dr2 { get; set; }
    [Field] public partial uint Dr3 { get; set; }
    [Field] public partial uint Dr6 { get; set; }
    [Field] public partial uint Dr7 { get; set; }
    [FieldAddress("FloatSave")] public partial GuestAddress FloatSave { get; }
    [Field] public partial uint SegGs { get; set; }
    [Field] public partial uint SegFs { get; set; }
    [Field] public partial uint SegEs { get; set; }
    [Field] public partial uint SegDs { get; set; }
    [Field] public partial uint Edi { get; set; }
    [Field] public partial uint Esi { get; set; }
    [Field] public partial uint Ebx { get; set; }
    [Field] public partial uint Edx { get; set; }
    [Field] public partial uint Ecx { get; set; }
    [Field] public partial uint Eax { get; set; }
    [Field] public partial uint Ebp { get; set; }
    [Field] public partial uint Eip { get; set; }
    [Field] public partial uint SegCs { get; set; }
    [Field] public partial uint EFlags { get; set; }
    [Field] public partial uint Esp { get; set; }
    [Field] public partial uint SegSs { get; set; }
    [FieldAddress("ExtendedRegisters")] public partial GuestAddress ExtendedRegisters { get; }
}

/// <summary>CONTEXT_*: which parts of a CONTEXT are meant.</summary>
[Flags]
public enum ContextFlags : uint
{
    None = 0,
    I386 = 0x10000,
    Control = I386 | 0x01,
    Integer = I386 | 0x02,
    Segments = I386 | 0x04,
    FloatingPoint = I386 | 0x08,
    DebugRegisters = I386 | 0x10,
    ExtendedRegisters = I386 | 0x20,
    Full = Control | Integer | Segments,

    /// <summary>What an APC frame carries.</summary>
    FullAndDebug = Full | DebugRegisters,
    All = Full | FloatingPoint | DebugRegisters | ExtendedRegisters,
}
