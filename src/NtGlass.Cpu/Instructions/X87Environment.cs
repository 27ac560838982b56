using System.Buffers.Binary;
using NtGlass.Cpu.Host;

namespace NtGlass.Cpu.Instructions;

/// <summary>The image that FNSTENV and FNSAVE write, made from an FXSAVE image.</summary>
internal static class X87Environment
{
    public const int RegisterBytes = 10;
    const int Registers = 8;
    const ushort Valid = 0, Zero = 1, Special = 2, Empty = 3;

    public static int Size(bool is16) => is16 ? 14 : 28;

    public static int SavedSize(bool is16) => Size(is16) + Registers * RegisterBytes;

    public static void Write(ReadOnlySpan<byte> fx, Span<byte> image, bool is16)
    {
        uint instruction = BinaryPrimitives.ReadUInt32LittleEndian(fx[FxLayout.InstructionPointer..]);
        uint data = BinaryPrimitives.ReadUInt32LittleEndian(fx[FxLayout.DataPointer..]);
        uint opcode = BinaryPrimitives.ReadUInt16LittleEndian(fx[FxLayout.Opcode..]);
        ReadOnlySpan<uint> fields =
        [
            BinaryPrimitives.ReadUInt16LittleEndian(fx[FxLayout.ControlWord..]), BinaryPrimitives.ReadUInt16LittleEndian(fx[FxLayout.StatusWord..]),
            FullTags(fx), instruction, is16 ? 0 : opcode << 16, data, 0,
        ];
        for (int i = 0; i < fields.Length; i++)
        {
            if (is16) BinaryPrimitives.WriteUInt16LittleEndian(image[(2 * i)..], (ushort)fields[i]);
            // The upper halves of the words are ones.
            else BinaryPrimitives.WriteUInt32LittleEndian(image[(4 * i)..], i is < 3 or 6 ? 0xFFFF_0000 | fields[i] : fields[i]);
        }
    }

    public static void WriteRegisters(ReadOnlySpan<byte> fx, Span<byte> image)
    {
        for (int i = 0; i < Registers; i++) fx.Slice(FxLayout.X87 + 16 * i, RegisterBytes).CopyTo(image[(i * RegisterBytes)..]);
    }

    /// <summary>Puts the registers where ST(0) is the first of the eight: FXSAVE orders them from the top of the stack.</summary>
    public static void TurnToTopZero(Span<byte> fx)
    {
        const int slot = 16;
        int top = Top(fx);
        Span<byte> turned = stackalloc byte[Registers * slot], registers = fx.Slice(FxLayout.X87, Registers * slot);
        for (int i = 0; i < Registers; i++) registers.Slice(((i - top) & 7) * slot, slot).CopyTo(turned[(i * slot)..]);
        turned.CopyTo(registers);
    }

    static int Top(ReadOnlySpan<byte> fx) => (BinaryPrimitives.ReadUInt16LittleEndian(fx[FxLayout.StatusWord..]) >> 11) & 7;

    /// <summary>Two bits a register from the one that FXSAVE keeps, and the register's content.</summary>
    static ushort FullTags(ReadOnlySpan<byte> fx)
    {
        int top = Top(fx);
        uint tags = 0;
        for (int physical = 0; physical < Registers; physical++)
        {
            bool isUsed = (fx[FxLayout.Tags] >> physical & 1) != 0;
            ReadOnlySpan<byte> register = fx.Slice(FxLayout.X87 + 16 * ((physical - top) & 7), RegisterBytes);
            tags |= (uint)(isUsed ? Tag(register) : Empty) << (2 * physical);
        }

        return (ushort)tags;
    }

    static ushort Tag(ReadOnlySpan<byte> register)
    {
        ulong significand = BinaryPrimitives.ReadUInt64LittleEndian(register);
        int exponent = BinaryPrimitives.ReadUInt16LittleEndian(register[8..]) & 0x7FFF;
        if (exponent == 0 && significand == 0) return Zero;
        return exponent is 0 or 0x7FFF || significand >> 63 == 0 ? Special : Valid;
    }
}
