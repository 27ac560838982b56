using System.Buffers.Binary;

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>The initial registers, FXSAVE image and memory fills that follow from a vector's seed and fill number.</summary>
public static class InitialState
{
    public const int FillCount = 16;
    public const uint StackPointer = VectorMemory.StackAddress + 0x800;

    private static readonly uint[] EdgeIntegers =
    [
        0, 1, 2, 3, 7, 8, 0x1F, 0x20, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF,
        0x8000_0000, 0x8000_0001, 0xFFFF_FFFF, 0xFFFF_FFFE, 0xAAAA_AAAA, 0x1234_5678, 0x8080_8080, 0x7F7F_FF80,
    ];

    private static readonly uint[] EdgeSingles =
    [
        0, 0x8000_0000, 0x3F80_0000, 0xBF80_0000, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0x7F80_0001, 0xFFC1_2345, 1,
        0x8000_0001, 0x007F_FFFF, 0x0080_0000, 0x7F7F_FFFF, 0x4049_0FDB, 0x4F00_0000, 0xCF00_0000, 0x4EFF_FFFF,
        0x5F00_0000, 0x3F00_0000, 0x3FC0_0000, 0x4020_0000,
    ];

    private static readonly ulong[] EdgeDoubles =
    [
        0, 1UL << 63, 0x3FF0_0000_0000_0000, 0xBFF0_0000_0000_0000, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000,
        0x7FF8_0000_0000_0000, 0x7FF0_0000_0000_0001, 1, 0x000F_FFFF_FFFF_FFFF, 0x0010_0000_0000_0000,
        0x7FEF_FFFF_FFFF_FFFF, 0x4009_21FB_5444_2D18, 0x41E0_0000_0000_0000, 0xC1E0_0000_0000_0000,
        0x41DF_FFFF_FFC0_0000, 0x43E0_0000_0000_0000, 0x3FE0_0000_0000_0000, 0x3FF8_0000_0000_0000,
        0x36A0_0000_0000_0000, 0x47EF_FFFF_E000_0000,
    ];

    /// <summary>Sign and exponent, significand: zeros, ones, infinities, NaNs, denormals, unnormals, pi, limits of integers.</summary>
    private static readonly (ushort SignExponent, ulong Significand)[] EdgeExtended =
    [
        (0, 0), (0x8000, 0), (0x3FFF, 1UL << 63), (0xBFFF, 1UL << 63), (0x7FFF, 1UL << 63), (0xFFFF, 1UL << 63),
        (0x7FFF, 3UL << 62), (0x7FFF, 0xA000_0000_0000_0001), (0xFFFF, 3UL << 62), (0, 1), (0, ulong.MaxValue >> 1),
        (0, 1UL << 63), (0x7FFE, ulong.MaxValue), (0x4000, 0xC90F_DAA2_2168_C235), (0x3FFE, 1UL << 63),
        (0x403E, ulong.MaxValue), (0xC03E, 1UL << 63), (0x4000, 1UL << 61), (0x7FFF, 1), (0x3FFF, 3UL << 62),
        (0x401E, 0xFFFF_FFFF_0000_0000), (0x3F81, 1UL << 63), (0x43FE, ulong.MaxValue), (0x3C01, 1UL << 63),
    ];

    private static readonly ushort[] ControlWords = [0x37F, 0x37F, 0x37F, 0x27F, 0x27F, 0x07F, 0xF7F, 0xB7F, 0x77F, 0x67F];
    private static readonly uint[] MxcsrValues = [0x1F80, 0x1F80, 0x1F80, 0x1F80, 0x3F80, 0x5F80, 0x7F80, 0x9F80, 0x1FC0, 0x9FC0];

    /// <summary>EAX to EDI; ESP is always <see cref="StackPointer"/>.</summary>
    public static uint[] Registers(uint seed)
    {
        var random = new VectorRandom(seed);
        uint[] registers = new uint[8];
        for (int i = 0; i < registers.Length; i++) registers[i] = Integer(ref random);
        registers[4] = StackPointer;
        return registers;
    }

    /// <summary>The FXSAVE image: control and status, then for each slot an ST and an XMM register.</summary>
    public static byte[] Fx(uint seed)
    {
        var random = new VectorRandom(seed ^ 0x5EED_F00D);
        byte[] fx = new byte[512];
        uint top = random.Below(8);
        uint used = random.Below(4) == 0 ? random.Below(9) : 3 + random.Below(6);
        for (uint i = 0; i < used; i++) fx[4] |= (byte)(1u << (int)((top + i) & 7));
        BinaryPrimitives.WriteUInt16LittleEndian(fx, random.Pick<ushort>(ControlWords));
        BinaryPrimitives.WriteUInt16LittleEndian(fx.AsSpan(2), (ushort)(top << 11));
        BinaryPrimitives.WriteUInt32LittleEndian(fx.AsSpan(24), random.Pick<uint>(MxcsrValues));
        for (int i = 0; i < 8; i++)
        {
            Extended(ref random, fx.AsSpan(32 + (16 * i), 10));
            Vector128(ref random, fx.AsSpan(160 + (16 * i), 16));
        }
        return fx;
    }

    /// <summary>Fills 0 to 15, by number modulo four: bytes, integers, floating point, text.</summary>
    public static byte[] Fill(int number)
    {
        var random = new VectorRandom(0xF111_0000 + (uint)number);
        byte[] image = new byte[VectorMemory.ImageSize];
        for (int i = 0; i < image.Length; i += 16)
        {
            Span<byte> slot = image.AsSpan(i, 16);
            switch (number & 3)
            {
                case 0: Bytes(ref random, slot); break;
                case 1: Integers(ref random, slot); break;
                case 2: FloatingPoint(ref random, slot); break;
                default: Text(ref random, slot); break;
            }
        }
        return image;
    }

    private static uint Integer(ref VectorRandom random) => random.Below(5) switch
    {
        0 or 1 => random.Pick<uint>(EdgeIntegers),
        2 => random.Next() >> (int)random.Below(32),
        3 => (uint)(sbyte)random.Next(),
        _ => random.Next(),
    };

    private static uint Single(ref VectorRandom random) => random.Below(8) switch
    {
        < 3 => random.Pick<uint>(EdgeSingles),
        < 7 => BitConverter.SingleToUInt32Bits(((int)random.Next() >> 8) * (1f / 4096)),
        _ => random.Next(),
    };

    private static ulong Double(ref VectorRandom random) => random.Below(8) switch
    {
        < 3 => random.Pick<ulong>(EdgeDoubles),
        < 7 => BitConverter.DoubleToUInt64Bits((int)random.Next() * (1.0 / 65536)),
        _ => random.Next64(),
    };

    private static void Extended(ref VectorRandom random, Span<byte> slot)
    {
        (ushort signExponent, ulong significand) = random.Pick<(ushort, ulong)>(EdgeExtended);
        if (random.Below(8) >= 3)
        {
            significand = random.Next64() | (1UL << 63);
            if (random.Below(3) == 0) significand &= ulong.MaxValue << (int)random.Below(63);
            uint exponent = random.Below(3) == 0 ? 1 + random.Below(0x7FFE) : 0x3FC0 + random.Below(0x80);
            signExponent = (ushort)(exponent | (random.Next() << 15));
        }
        BinaryPrimitives.WriteUInt64LittleEndian(slot, significand);
        BinaryPrimitives.WriteUInt16LittleEndian(slot[8..], signExponent);
    }

    private static void Vector128(ref VectorRandom random, Span<byte> slot)
    {
        switch (random.Below(5))
        {
            case 0: Bytes(ref random, slot); break;
            case 1: Integers(ref random, slot); break;
            case 2: Text(ref random, slot); break;
            case 3: Singles(ref random, slot); break;
            default: Doubles(ref random, slot); break;
        }
    }

    private static void FloatingPoint(ref VectorRandom random, Span<byte> slot)
    {
        switch (random.Below(3))
        {
            case 0: Singles(ref random, slot); break;
            case 1: Doubles(ref random, slot); break;
            default: Extended(ref random, slot); break;
        }
    }

    private static void Bytes(ref VectorRandom random, Span<byte> slot)
    {
        for (int i = 0; i < 16; i += 4) BinaryPrimitives.WriteUInt32LittleEndian(slot[i..], random.Next());
    }

    private static void Integers(ref VectorRandom random, Span<byte> slot)
    {
        for (int i = 0; i < 16; i += 4) BinaryPrimitives.WriteUInt32LittleEndian(slot[i..], Integer(ref random));
    }

    private static void Text(ref VectorRandom random, Span<byte> slot)
    {
        for (int i = 0; i < 16; i++) slot[i] = random.Below(24) == 0 ? (byte)0 : (byte)('A' + random.Below(3));
    }

    private static void Singles(ref VectorRandom random, Span<byte> slot)
    {
        for (int i = 0; i < 16; i += 4) BinaryPrimitives.WriteUInt32LittleEndian(slot[i..], Single(ref random));
    }

    private static void Doubles(ref VectorRandom random, Span<byte> slot)
    {
        for (int i = 0; i < 16; i += 8) BinaryPrimitives.WriteUInt64LittleEndian(slot[i..], Double(ref random));
    }
}
