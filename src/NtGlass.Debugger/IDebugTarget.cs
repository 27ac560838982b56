using NtGlass.Abi;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Debugger;

/// <summary>A machine that stands still and can be looked at, changed and run on.</summary>
public interface IDebugTarget
{
    /// <summary>The memory of the current process and of the kernel half.</summary>
    IGuestMemory Memory { get; }

    /// <summary>What is loaded now, the kernel's images too.</summary>
    IReadOnlyList<DebugModule> Modules { get; }

    uint ReadRegister(Register register);

    void WriteRegister(Register register, uint value);

    /// <returns>Null when the processor has no such register.</returns>
    ulong? ReadModelSpecificRegister(uint index);

    /// <summary>The TEB of the thread that runs, whatever the ring.</summary>
    GuestAddress CurrentTeb { get; }

    void AddBreakpoint(GuestAddress address);

    void RemoveBreakpoint(GuestAddress address);

    /// <summary>Runs exactly one instruction.</summary>
    TargetStop Step();

    /// <summary>Runs until a breakpoint, the end or an interruption; a breakpoint at the current instruction is passed.</summary>
    TargetStop Run();
}
