using NtGlass.Abi;
using NtGlass.Cpu;
using NtGlass.Debugger;
using NtGlass.Debugger.Symbols;
using NtGlass.Kernel;
using NtGlass.Machine;

namespace NtGlass.Cli.Sessions;

/// <summary>A machine as the debugger sees it.</summary>
sealed class MachineTarget(Machine.Machine machine, ModuleList modules, NoticeList notices) : IDebugTarget
{
    const uint SelfOfPcr = 0xFFDFF018;

    readonly HashSet<GuestAddress> breakpoints = [];
    bool isRunning;

    public IGuestMemory Memory { get; } = new CurrentMemory(machine.Processor);

    public IReadOnlyList<DebugModule> Modules => modules.Modules;

    /// <summary>Ring 0 keeps the current TEB's address in the KPCR.</summary>
    public GuestAddress CurrentTeb => Memory.ReadAddress(new GuestAddress(SelfOfPcr)) ?? GuestAddress.Null;

    /// <summary>Set by a signal: the next stop is an interruption.</summary>
    public bool IsInterrupted { get; set; }

    public uint ReadRegister(Register register) => RegisterMap.Read(machine.Processor.State, register);

    public void WriteRegister(Register register, uint value)
    {
        if (!RegisterMap.Write(ref machine.Processor.State, register, value))
            throw new DebuggerException($"Register {register.ToString().ToLowerInvariant()} cannot be set");
    }

    public ulong? ReadModelSpecificRegister(uint index)
    {
        ref CpuState state = ref machine.Processor.State;
        return index switch { 0x174 => state.SysenterCs, 0x175 => state.SysenterEsp, 0x176 => state.SysenterEip, _ => null };
    }

    public void AddBreakpoint(GuestAddress address)
    {
        breakpoints.Add(address);
        machine.AddBreakpoint(address);
    }

    public void RemoveBreakpoint(GuestAddress address)
    {
        breakpoints.Remove(address);
        machine.RemoveBreakpoint(address);
    }

    public TargetStop Step() => Stop(machine.StepInstruction());

    public TargetStop Run()
    {
        // A clock interrupt that is due would come back to the breakpoint; a step passes it first.
        if (breakpoints.Contains(new GuestAddress(ReadRegister(Register.Eip))))
        {
            TargetStop step = Step();
            if (step.Reason == StopReason.Ended) return step;
        }
        isRunning = true;
        MachineResult result = machine.Run();
        isRunning = false;
        return Stop(result);
    }

    /// <summary>Ends a run early, so that the debugger can set breakpoints in an image that has come.</summary>
    public void StopForModules()
    {
        if (isRunning) machine.RequestStop();
    }

    TargetStop Stop(MachineResult result)
    {
        StopReason reason = result.Reason switch
        {
            MachineStop.Breakpoint => StopReason.Breakpoint,
            MachineStop.Stepped => StopReason.Stepped,
            MachineStop.Requested or MachineStop.Budget => IsInterrupted ? StopReason.Interrupted : StopReason.ModulesChanged,
            _ => StopReason.Ended,
        };
        IsInterrupted = false;
        IReadOnlyList<string> lines = notices.Take();
        return new TargetStop(reason, reason == StopReason.Ended ? [.. lines, StopText.End(result)] : lines);
    }
}
