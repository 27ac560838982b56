namespace NtGlass.Cpu.Translation;

/// <summary>From this host offset on, a fault belongs to this guest address.</summary>
internal readonly record struct FaultPoint(int Offset, uint Eip, FaultKind Kind);

/// <summary>What a host fault at a place in a unit means, and what must be put right.</summary>
internal enum FaultKind : byte
{
    /// <summary>The guest instruction faults; all registers are as before it.</summary>
    Instruction,

    /// <summary>The same, but guest esi is in r9.</summary>
    InstructionEsiInR9,

    /// <summary>The same, but guest edi is in r9.</summary>
    InstructionEdiInR9,

    /// <summary>The budget is used up; the state is that at the tick's target.</summary>
    Tick,

    /// <summary>The same, the target is in r11.</summary>
    TickIndirect,

    /// <summary>The shadow stack is full; the guest's call is done.</summary>
    ShadowFull,

    /// <summary>The same, the target is in r11.</summary>
    ShadowFullIndirect,
}
