using NtGlass.Cpu;
using NtGlass.Kernel;
using NtGlass.Machine.Boot;
using NtGlass.Machine.Ring0;
using NtGlass.Machine.Threads;
using NtGlass.Memory;
using ThreadState = NtGlass.Kernel.ThreadState;

namespace NtGlass.Machine;

/// <summary>The machine as the kernel sees it.</summary>
sealed class MachinePort(KernelHalf half, Processor processor, ThreadContexts contexts, bool fastSystemCalls) : IMachine
{
    public bool HasFastSystemCalls => fastSystemCalls;

    public IReadOnlyList<SystemModule> Modules { get; } =
        [.. half.Modules.Select(module => new SystemModule(module.FileName, module.Base, module.Size))];

    public long Ticks => processor.Ticks;

    /// <summary>Why the run has to end, until it has.</summary>
    public MachineStop? Stopped { get; private set; }

    /// <summary>What a fault was that ring 0 could not take.</summary>
    public BugCheck? TripleFault { get; set; }

    public void SwapContext(KThread? from, KThread to)
    {
        if (from is not null && from == contexts.Loaded) contexts.Save(from);
        contexts.Load(to);
    }

    public void Release(AddressSpace space) => contexts.Release(space);

    public void PrepareThread(KThread thread) => contexts.Prepare(thread);

    public void SwitchKernelStack(KThread thread, GuestAddress stackBase, GuestAddress stackLimit) =>
        contexts.SwitchKernelStack(thread, stackBase, stackLimit);

    public void ReadFx(KThread thread, Span<byte> fxsave) => contexts.ReadFx(thread, fxsave);

    public void WriteFx(KThread thread, ReadOnlySpan<byte> fxsave) => contexts.WriteFx(thread, fxsave);

    public GuestAddress Symbol(string name)
    {
        string[] parts = name.Split('!', 2);
        KernelModule? module = half.Modules.FirstOrDefault(module => module.Name == parts[0]);
        return module is not null && module.Symbols.TryGetValue(parts[1], out GuestAddress address)
            ? address
            : throw new KeyNotFoundException($"Ring 0 has no symbol '{name}'.");
    }

    /// <summary>A thread that cannot go on leaves the processor; the run comes back.</summary>
    public void Stop(MachineStop reason)
    {
        Stopped = reason;
        if (contexts.Loaded is KThread thread && thread.State != ThreadState.Running)
            contexts.Park(thread.State == ThreadState.Terminated ? null : thread);
        processor.RequestStop();
    }

    /// <summary>Forgets the reason of the last stop.</summary>
    public void Resume() => Stopped = null;
}
