using System.Buffers.Binary;

namespace NtGlass.Kernel;

/// <summary>The x87 state in its two forms: FXSAVE's image and the FLOATING_SAVE_AREA of a CONTEXT.</summary>
static class FxState
{
    public const int Size = 512;
    public const int FloatSaveSize = 0x70;

    const int RegisterCount = 8;
    const int RegisterBytes = 10;
    const int FxRegisters = 32, FxRegisterStride = 16;
    const int SaveRegisters = 0x1C;
    const int Mxcsr = 24;
    const uint MxcsrMask = 0xFFBF;
    const uint HighWord = 0xFFFF0000;

    public static void ToFloatSave(ReadOnlySpan<byte> fx, Span<byte> save)
    {
        save.Clear();
        ushort status = Word(fx, 2);
        Put(save, 0x00, Word(fx, 0) | HighWord);
        Put(save, 0x04, status | HighWord);
        Put(save, 0x08, FullTags(fx, status) | HighWord);
        Put(save, 0x0C, Dword(fx, 8));
        Put(save, 0x10, Word(fx, 12) | (uint)Word(fx, 6) << 16);
        Put(save, 0x14, Dword(fx, 16));
        Put(save, 0x18, Word(fx, 20) | HighWord);
        for (int i = 0; i < RegisterCount; i++) Register(fx, i).CopyTo(save[(SaveRegisters + i * RegisterBytes)..]);
    }

    /// <summary>Replaces the x87 part of an FXSAVE image.</summary>
    public static void LoadFloatSave(ReadOnlySpan<byte> save, Span<byte> fx)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(fx, Word(save, 0x00));
        BinaryPrimitives.WriteUInt16LittleEndian(fx[2..], Word(save, 0x04));
        fx[4] = ShortTags(Word(save, 0x08));
        BinaryPrimitives.WriteUInt16LittleEndian(fx[6..], Word(save, 0x12));
        Put(fx, 8, Dword(save, 0x0C));
        Put(fx, 12, Word(save, 0x10));
        Put(fx, 16, Dword(save, 0x14));
        Put(fx, 20, Word(save, 0x18));
        for (int i = 0; i < RegisterCount; i++)
            save.Slice(SaveRegisters + i * RegisterBytes, RegisterBytes).CopyTo(fx[(FxRegisters + i * FxRegisterStride)..]);
    }

    /// <summary>Takes a whole FXSAVE image, without the MXCSR bits that would fault.</summary>
    public static void LoadExtended(ReadOnlySpan<byte> extended, Span<byte> fx)
    {
        extended.CopyTo(fx);
        Put(fx, Mxcsr, Dword(extended, Mxcsr) & MxcsrMask);
    }

    /// <summary>FXSAVE has one bit for a register in use; the older form says what is in it.</summary>
    static uint FullTags(ReadOnlySpan<byte> fx, ushort status)
    {
        const uint Valid = 0, Zero = 1, Special = 2, Empty = 3;
        int top = status >> 11 & 7;
        uint tags = 0;
        for (int physical = 0; physical < RegisterCount; physical++)
        {
            ReadOnlySpan<byte> register = Register(fx, (physical - top) & 7);
            int exponent = Word(register, 8) & 0x7FFF;
            ulong mantissa = BinaryPrimitives.ReadUInt64LittleEndian(register);
            uint tag = (fx[4] >> physical & 1) == 0 ? Empty
                : exponent == 0 && mantissa == 0 ? Zero
                : exponent is 0 or 0x7FFF || (long)mantissa >= 0 ? Special
                : Valid;
            tags |= tag << (physical * 2);
        }
        return tags;
    }

    static byte ShortTags(ushort full)
    {
        int bits = 0;
        for (int physical = 0; physical < RegisterCount; physical++)
            if ((full >> (physical * 2) & 3) != 3) bits |= 1 << physical;
        return (byte)bits;
    }

    static ReadOnlySpan<byte> Register(ReadOnlySpan<byte> fx, int index) =>
        fx.Slice(FxRegisters + index * FxRegisterStride, RegisterBytes);

    static ushort Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    static uint Dword(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    static void Put(Span<byte> bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[offset..], value);
}
