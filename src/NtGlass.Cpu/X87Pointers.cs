using System.Buffers.Binary;
using NtGlass.Cpu.Host;
using NtGlass.Cpu.Translation;

namespace NtGlass.Cpu;

/// <summary>The x87 instruction and data pointers, which the host keeps for its own code.</summary>
internal static class X87Pointers
{
    /// <summary>Turns the 64-bit form of the host's pointers into what the guest's processor would hold.</summary>
    public static void MakeGuest(Span<byte> fx, CodeCache cache)
    {
        nint rip = (nint)BinaryPrimitives.ReadInt64LittleEndian(fx[FxLayout.InstructionPointer..]);
        uint data = BinaryPrimitives.ReadUInt32LittleEndian(fx[FxLayout.DataPointer..]);
        uint guest = cache.UnitAt(rip)?.PointAt(rip).Eip ?? (uint)rip;
        BinaryPrimitives.WriteUInt64LittleEndian(fx[FxLayout.InstructionPointer..], guest);
        BinaryPrimitives.WriteUInt64LittleEndian(fx[FxLayout.DataPointer..], data);
    }
}
