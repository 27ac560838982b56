using System.Runtime.InteropServices;

namespace NtGlass.Cpu;

/// <summary>A segment register: the visible selector and the descriptor that was loaded with it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SegmentRegister
{
    public uint Base;
    public uint Limit;
    public ushort Selector;

    /// <summary>Descriptor bits 40 to 55: type, S, DPL, P, then limit bits 16 to 19 as zero, AVL, L, D/B, G.</summary>
    public ushort Attributes;
    readonly uint padding;
}
