namespace NtGlass.Cpu.Host;

/// <summary>Host registers by encoding, under the names of what they hold.</summary>
internal enum Reg
{
    Rax, Rcx, Rdx, Rbx, Rsp, Rbp, Rsi, Rdi,
    R8, R9, R10, R11,
    R12,

    /// <summary>Points at the tick region: the budget is used up when a read at it faults.</summary>
    Ticks,

    /// <summary>Points at the <see cref="CpuState"/>.</summary>
    State,

    /// <summary>The guest's esp.</summary>
    GuestEsp,
}
