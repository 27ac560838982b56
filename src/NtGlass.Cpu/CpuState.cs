using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NtGlass.Cpu;

/// <summary>The architectural state of the processor. Translated code reads and writes it in place.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CpuState
{
    public uint Eax, Ecx, Edx, Ebx, Esp, Ebp, Esi, Edi;
    public uint Eip;
    public uint Eflags;
    public SegmentRegister Es, Cs, Ss, Ds, Fs, Gs, Ldtr, Tr;
    public uint GdtBase, GdtLimit, IdtBase, IdtLimit;
    public uint Cr0, Cr2, Cr3, Cr4;
    public uint Dr0, Dr1, Dr2, Dr3, Dr6, Dr7;
    public uint SysenterCs, SysenterEsp, SysenterEip;
    readonly uint padding;

    /// <summary>The x87, MMX and SSE state in the form of FXSAVE (32-bit operand size); 16-byte aligned in memory.</summary>
    public fixed byte FxArea[512];

    /// <summary><see cref="FxArea"/> for callers without pointers.</summary>
    [UnscopedRef]
    public Span<byte> Fx => MemoryMarshal.CreateSpan(ref FxArea[0], 512);
}
