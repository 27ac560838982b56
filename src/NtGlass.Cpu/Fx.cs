using System.Buffers.Binary;
using NtGlass.Cpu.Host;

namespace NtGlass.Cpu;

/// <summary>FXSAVE images.</summary>
internal static unsafe class Fx
{
    public const ushort DefaultControlWord = 0x37F;
    const uint ValidMxcsr = 0xFFFF;

    public static void Reset(ref CpuState state)
    {
        Span<byte> area = Area(ref state);
        area.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(area[FxLayout.ControlWord..], DefaultControlWord);
        BinaryPrimitives.WriteUInt32LittleEndian(area[FxLayout.Mxcsr..], FxLayout.DefaultMxcsr);
    }

    /// <summary>Clears MXCSR bits that the host would refuse.</summary>
    public static void Sanitize(ref CpuState state)
    {
        fixed (byte* area = state.FxArea) *(uint*)(area + FxLayout.Mxcsr) &= ValidMxcsr;
    }

    public static Span<byte> Area(ref CpuState state)
    {
        fixed (byte* area = state.FxArea) return new Span<byte>(area, FxLayout.Size);
    }
}
