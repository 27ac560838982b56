using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>What the kernel needs from the machine below it: processor contexts, ring-0 symbols and the end of the run.</summary>
public interface IMachine
{
    /// <summary>
    /// Called at the end of a door when another thread has to run: saves the processor context for <paramref name="from"/> (null when that
    /// thread has ended) and loads <paramref name="to"/>'s, with TSS.Esp0, the TEB descriptor, the KPCR and the address space.
    /// </summary>
    void SwapContext(KThread? from, KThread to);

    /// <summary>Makes the first context of a thread: ring 0 at nt!KiThreadStartup on its kernel stack, and an x87 and SSE state as after a reset.</summary>
    void PrepareThread(KThread thread);

    /// <summary>
    /// Moves the running thread to another kernel stack: copies the part in use and corrects esp, ebp, the KTHREAD's stack members and
    /// TrapFrame, and TSS.Esp0.
    /// </summary>
    void SwitchKernelStack(KThread thread, GuestAddress stackBase, GuestAddress stackLimit);

    /// <summary>Copies the thread's x87 and SSE state in FXSAVE form.</summary>
    void ReadFx(KThread thread, Span<byte> fxsave);

    void WriteFx(KThread thread, ReadOnlySpan<byte> fxsave);

    /// <summary>The address of a ring-0 symbol such as <c>nt!KiServiceExit2</c>.</summary>
    GuestAddress Symbol(string name);

    /// <summary>True when user mode is to call by sysenter, false for <c>int 2Eh</c>.</summary>
    bool HasFastSystemCalls { get; }

    /// <summary>The modules of ring 0 in load order: nt, hal and the others.</summary>
    IReadOnlyList<SystemModule> Modules { get; }

    /// <summary>Takes down the memory of a process that is gone; the processor forgets what it translated there.</summary>
    void Release(AddressSpace space) => space.Dispose();

    /// <summary>Ticks the processor has run so far.</summary>
    long Ticks { get; }

    /// <summary>Makes the machine's run come back; the kernel has no thread to go on with, or must not go on.</summary>
    void Stop(MachineStop reason);
}

/// <summary>A module of ring 0, as NtQuerySystemInformation lists it.</summary>
public sealed record SystemModule(string FileName, GuestAddress Base, uint Size);
