using System.Runtime.InteropServices;

namespace NtGlass.Cpu;

/// <summary>A segment register: the visible selector and the descriptor that was loaded with it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SegmentRegister
{
    const int Accessed = 1, WritableOrReadable = 2, ExpandDownOrConforming = 4, Code = 8, CodeOrData = 0x10, Present = 0x80, Big = 0x4000;

    public uint Base;
    public uint Limit;
    public ushort Selector;

    /// <summary>Descriptor bits 40 to 55: type, S, DPL, P, then limit bits 16 to 19 as zero, AVL, L, D/B, G.</summary>
    public ushort Attributes;
    readonly uint padding;

    internal SegmentRegister(ushort selector, uint @base, uint limit, ushort attributes)
    {
        Selector = selector;
        Base = @base;
        Limit = limit;
        Attributes = attributes;
    }

    internal readonly int Dpl => (Attributes >> 5) & 3;

    internal readonly bool IsPresent => (Attributes & Present) != 0;

    internal readonly bool IsCode => (Attributes & (Code | CodeOrData)) == (Code | CodeOrData);

    internal readonly bool IsData => (Attributes & (Code | CodeOrData)) == CodeOrData;

    internal readonly bool IsConforming => IsCode && (Attributes & ExpandDownOrConforming) != 0;

    internal readonly bool IsExpandDown => IsData && (Attributes & ExpandDownOrConforming) != 0;

    internal readonly bool IsWritable => IsPresent && IsData && (Attributes & WritableOrReadable) != 0;

    internal readonly bool IsReadable => IsPresent && (IsData || (IsCode && (Attributes & WritableOrReadable) != 0));

    /// <summary>The D or B bit: 32-bit code, stack pointer or upper bound.</summary>
    internal readonly bool IsBig => (Attributes & Big) != 0;

    /// <summary>The type of a system descriptor, or of any other with its S bit.</summary>
    internal readonly int Type => Attributes & 0x1F;

    internal readonly bool IsAccessed => (Attributes & Accessed) != 0;
}
