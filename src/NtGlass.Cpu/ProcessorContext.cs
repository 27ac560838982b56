namespace NtGlass.Cpu;

/// <summary>What of a processor belongs to a thread: registers, segments and the FPU; the tables and MSRs stay.</summary>
public sealed class ProcessorContext
{
    internal const int GeneralRegisters = 8;
    internal const int SegmentRegisters = 6;

    internal uint[] General { get; } = new uint[GeneralRegisters];

    internal SegmentRegister[] Segments { get; } = new SegmentRegister[SegmentRegisters];

    public uint Eip { get; set; }

    public uint Eflags { get; set; }

    /// <summary>A register by its encoding: eax, ecx, edx, ebx, esp, ebp, esi, edi.</summary>
    public uint this[int register] { get => General[register]; set => General[register] = value; }

    /// <summary>The FXSAVE image.</summary>
    public byte[] Fx { get; } = new byte[Host.FxLayout.Size];

    public ref SegmentRegister Segment(SegmentName name) => ref Segments[(int)name];
}
