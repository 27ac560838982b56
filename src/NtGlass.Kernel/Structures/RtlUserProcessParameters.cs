using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>What a process is told at its start.</summary>
[GuestStruct("_RTL_USER_PROCESS_PARAMETERS")]
public readonly partial struct RtlUserProcessParameters
{
    /// <summary>The flag of parameters whose strings are pointers, not offsets.</summary>
    public const uint Normalized = 1;

    [Field] public partial uint MaximumLength { get; set; }
    [Field] public partial uint Length { get; set; }
    [Field] public partial uint Flags { get; set; }
    [Field] public partial uint ConsoleHandle { get; set; }
    [Field] public partial uint ConsoleFlags { get; set; }
    [Field] public partial uint StandardInput { get; set; }
    [Field] public partial uint StandardOutput { get; set; }
    [Field] public partial uint StandardError { get; set; }
    [Field("CurrentDirectory.DosPath")] public partial GuestUnicodeString CurrentDirectory { get; }
    [Field("CurrentDirectory.Handle")] public partial uint CurrentDirectoryHandle { get; set; }
    [Field] public partial GuestUnicodeString DllPath { get; }
    [Field] public partial GuestUnicodeString ImagePathName { get; }
    [Field] public partial GuestUnicodeString CommandLine { get; }
    [Field] public partial GuestAddress Environment { get; set; }
    [Field] public partial uint WindowFlags { get; set; }
    [Field] public partial uint ShowWindowFlags { get; set; }
    [Field] public partial GuestUnicodeString WindowTitle { get; }
    [Field] public partial GuestUnicodeString DesktopInfo { get; }
    [Field] public partial GuestUnicodeString ShellInfo { get; }
    [Field] public partial GuestUnicodeString RuntimeData { get; }
}

/// <summary>A UNICODE_STRING inside a guest structure.</summary>
[GuestStruct("_UNICODE_STRING")]
public readonly partial struct GuestUnicodeString
{
    [Field] public partial ushort Length { get; set; }
    [Field] public partial ushort MaximumLength { get; set; }
    [Field] public partial GuestAddress Buffer { get; set; }
}
