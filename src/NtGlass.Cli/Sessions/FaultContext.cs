using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Debugger;
using NtGlass.Debugger.Symbols;
using NtGlass.Profiles;

namespace NtGlass.Cli.Sessions;

/// <summary>The target as it was at an exception: its memory now, the registers of the trap frame.</summary>
sealed class FaultContext(IDebugTarget target, IReadOnlyDictionary<Register, uint> registers) : IDebugTarget
{
    static readonly (Register Register, string Field)[] Saved =
    [
        (Register.Eax, "Eax"), (Register.Ebx, "Ebx"), (Register.Ecx, "Ecx"), (Register.Edx, "Edx"), (Register.Esi, "Esi"), (Register.Edi, "Edi"),
        (Register.Eip, "Eip"), (Register.Esp, "HardwareEsp"), (Register.Ebp, "Ebp"), (Register.Efl, "EFlags"), (Register.Cs, "SegCs"),
        (Register.Ss, "HardwareSegSs"), (Register.Ds, "SegDs"), (Register.Es, "SegEs"), (Register.Fs, "SegFs"), (Register.Gs, "SegGs"),
    ];

    public IGuestMemory Memory => target.Memory;

    public IReadOnlyList<DebugModule> Modules => target.Modules;

    public GuestAddress CurrentTeb => target.CurrentTeb;

    public static FaultContext FromTrapFrame(IDebugTarget target, OsProfile profile, in ExceptionEvent exception)
    {
        StructType frame = profile.Types["_KTRAP_FRAME"];
        var registers = new Dictionary<Register, uint>();
        foreach ((Register register, string field) in Saved)
            registers[register] = target.Memory.ReadUInt32(exception.TrapFrame + (uint)frame.OffsetOf(field)) ?? 0;
        registers[Register.Eip] = exception.Address.Value;
        return new FaultContext(target, registers);
    }

    public uint ReadRegister(Register register) => registers.GetValueOrDefault(register);

    public void WriteRegister(Register register, uint value) => throw new DebuggerException("The registers of a past moment cannot be set");

    public ulong? ReadModelSpecificRegister(uint index) => target.ReadModelSpecificRegister(index);

    public void AddBreakpoint(GuestAddress address) => throw new DebuggerException("A past moment has no breakpoints");

    public void RemoveBreakpoint(GuestAddress address) => throw new DebuggerException("A past moment has no breakpoints");

    public TargetStop Step() => throw new DebuggerException("A past moment cannot be run on");

    public TargetStop Run() => throw new DebuggerException("A past moment cannot be run on");
}
