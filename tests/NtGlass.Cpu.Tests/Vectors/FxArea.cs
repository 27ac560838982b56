using System.Runtime.InteropServices;

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>The x87 and SSE part of the processor's state as bytes.</summary>
internal static class FxArea
{
    private const int Size = 512;
    private const ushort ControlWord = 0x37F;
    private const uint Mxcsr = 0x1F80;
    private const int MxcsrOffset = 24;

    private static readonly int Offset = (int)Marshal.OffsetOf<NtGlass.Cpu.CpuState>("FxArea");

    public static Span<byte> Of(Processor processor) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref processor.State, 1)).Slice(Offset, Size);

    /// <summary>The state in which a process starts.</summary>
    public static void Reset(Processor processor)
    {
        Span<byte> bytes = Of(processor);
        bytes.Clear();
        MemoryMarshal.Write(bytes, ControlWord);
        MemoryMarshal.Write(bytes[MxcsrOffset..], Mxcsr);
    }
}
