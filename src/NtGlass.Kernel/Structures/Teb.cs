using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>A thread environment block, as far as the kernel reads and fills it.</summary>
[GuestStruct("_TEB")]
public readonly partial struct Teb
{
    [Field("NtTib.ExceptionList")] public partial uint ExceptionList { get; set; }
    [Field("NtTib.StackBase")] public partial GuestAddress StackBase { get; set; }
    [Field("NtTib.StackLimit")] public partial GuestAddress StackLimit { get; set; }
    [Field("NtTib.Version")] public partial uint Version { get; set; }
    [Field("NtTib.Self")] public partial GuestAddress Self { get; set; }
    [Field("ClientId.UniqueProcess")] public partial uint UniqueProcess { get; set; }
    [Field("ClientId.UniqueThread")] public partial uint UniqueThread { get; set; }
    [Field("RealClientId.UniqueProcess")] public partial uint RealUniqueProcess { get; set; }
    [Field("RealClientId.UniqueThread")] public partial uint RealUniqueThread { get; set; }
    [Field] public partial GuestAddress ProcessEnvironmentBlock { get; set; }
    [Field] public partial uint LastErrorValue { get; set; }
    [Field] public partial uint CurrentLocale { get; set; }
    [Field] public partial uint ExceptionCode { get; set; }
    [Field] public partial uint GdiBatchCount { get; set; }
    [Field] public partial GuestAddress DeallocationStack { get; set; }
    [Field] public partial byte FreeStackOnTermination { get; set; }
    [FieldAddress("StaticUnicodeString")] public partial GuestAddress StaticUnicodeString { get; }
    [FieldAddress("StaticUnicodeBuffer")] public partial GuestAddress StaticUnicodeBuffer { get; }
}
