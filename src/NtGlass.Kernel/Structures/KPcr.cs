using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>A KPCR, as far as the kernel writes it besides ring-0 code.</summary>
[GuestStruct("_KPCR")]
public readonly partial struct KPcr
{
    /// <summary>Ring 0 reloads the debug registers on its way out.</summary>
    [Field] public partial bool DebugActive { get; set; }
}
