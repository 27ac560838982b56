using System.Runtime.InteropServices;
using NtGlass.Cpu;

namespace NtGlass.Machine.Threads;

/// <summary>What a thread that does not run has on top of its kernel stack; KTHREAD.KernelStack points to it.</summary>
[StructLayout(LayoutKind.Sequential)]
struct SwitchFrame
{
    public uint ExceptionList, Irql, Gs, Eflags;
    public uint Edi, Esi, Ebp, Ebx, Edx, Ecx, Eax;

    /// <summary>Where ring 0 goes on; esp is then just above the frame.</summary>
    public uint Eip;

    public static uint Size => (uint)Marshal.SizeOf<SwitchFrame>();

    public static SwitchFrame Of(in CpuState state, uint exceptionList, byte irql) => new()
    {
        ExceptionList = exceptionList,
        Irql = irql,
        Gs = state.Gs.Selector,
        Eflags = state.Eflags,
        Edi = state.Edi,
        Esi = state.Esi,
        Ebp = state.Ebp,
        Ebx = state.Ebx,
        Edx = state.Edx,
        Ecx = state.Ecx,
        Eax = state.Eax,
        Eip = state.Eip,
    };

    public readonly void LoadInto(ref CpuState state)
    {
        state.Eflags = Eflags;
        state.Edi = Edi;
        state.Esi = Esi;
        state.Ebp = Ebp;
        state.Ebx = Ebx;
        state.Edx = Edx;
        state.Ecx = Ecx;
        state.Eax = Eax;
        state.Eip = Eip;
    }
}
