namespace NtGlass.Machine.Ring0;

/// <summary>The kernel's dword variables that ring-0 code or tools read; the boot fills them.</summary>
static class NtVariables
{
    /// <summary>A task-state segment without its I/O map.</summary>
    public const int ShortTaskStateSize = 0x68;

    public static IReadOnlyList<string> Names { get; } =
    [
        "KeGdiFlushUserBatch",
        "MmUserProbeAddress",
        "MmHighestUserAddress",
        "MmSystemRangeStart",
        "KeMaximumIncrement",
        "NtBuildNumber",
        "KeUserCallbackDispatcher",
        "__imp_KfRaiseIrql",
        "__imp_KfLowerIrql",
    ];
}
