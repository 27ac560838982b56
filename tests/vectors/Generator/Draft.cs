using System.Buffers.Binary;
using NtGlass.Cpu.Tests.Vectors;

namespace NtGlass.Vectors;

/// <summary>A case while it is drawn: code, initial state, and what of its result is not compared.</summary>
internal sealed class Draft
{
    public const uint ArithmeticFlags = 0x8D5;
    public const uint DirectionFlag = 0x400;
    public const uint TrapFlag = 0x100;

    private static readonly int[] CodeOffsets = [0x100, 0x101, 0x3FE, 0x7F3, 0x800, 0xB05];
    private readonly uint[] _seeded;
    private readonly byte[] _seededFx;

    public Draft(Random random, string className, bool usesFx)
    {
        Random = random;
        Class = className;
        UsesFx = usesFx;
        Seed = (uint)random.Next();
        Fill = random.Next(InitialState.FillCount);
        _seeded = InitialState.Registers(Seed);
        _seededFx = usesFx ? InitialState.Fx(Seed) : new byte[512];
        Registers = [.. _seeded];
        Fx = [.. _seededFx];
        if (!usesFx)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(Fx, 0x37F);
            BinaryPrimitives.WriteUInt32LittleEndian(Fx.AsSpan(24), 0x1F80);
        }
        Eflags = ((uint)random.Next() & (ArithmeticFlags | (random.Next(8) == 0 ? DirectionFlag : 0))) | 0x202;
        ShortAddress = random.Next(6) == 0;
        CodeOffset = CodeOffsets[random.Next(CodeOffsets.Length)];
    }

    public Random Random { get; }
    public string Class { get; set; }
    public uint Seed { get; }
    public int Fill { get; set; }
    public bool UsesFx { get; }
    public uint[] Registers { get; }
    public byte[] Fx { get; }
    public uint Eflags { get; set; }
    public byte[] Code { get; set; } = [];
    public int CodeOffset { get; set; }
    public List<ByteRun> Patches { get; } = [];
    public List<IgnoredRun> IgnoredFx { get; } = [];

    /// <summary>Registers whose value the case depends on.</summary>
    public HashSet<int> Pinned { get; } = [];

    /// <summary>Where the memory operand lies, if there is one.</summary>
    public uint? Operand { get; set; }

    /// <summary>Image offsets that hold no defined result.</summary>
    public List<IgnoredRun> IgnoredMemory { get; } = [];

    /// <summary>The result has an undefined part that lies where the draft does not know.</summary>
    public bool IsUnknown { get; private set; }

    public int Tolerance { get; set; }

    /// <summary>Whether operands without an addressing form of their own use SI, DI or BX.</summary>
    public bool ShortAddress { get; }

    public uint? UndefinedFlags { get; set; }

    public uint CodeAddress => VectorMemory.CodeAddress + (uint)CodeOffset;

    public bool Chance(double probability) => Random.NextDouble() < probability;

    public T Pick<T>(params ReadOnlySpan<T> values) => values[Random.Next(values.Length)];

    public void Pin(int register, uint value)
    {
        Registers[register] = value;
        Pinned.Add(register);
    }

    /// <summary>A number with many edges among its values.</summary>
    public uint Integer() => Random.Next(4) switch
    {
        0 => Pick(0u, 1u, 2u, 0x7Fu, 0x80u, 0xFFu, 0x7FFFu, 0x8000u, 0xFFFFu, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu),
        1 => (uint)(sbyte)Random.Next(256),
        _ => (uint)Random.NextInt64(1L << 32),
    };

    /// <summary>Sets initial memory where the address lies in the image; elsewhere there is nothing to set.</summary>
    public void Store(uint address, params ReadOnlySpan<byte> bytes)
    {
        int offset = VectorMemory.OffsetOf(address);
        if (offset < 0 || VectorMemory.OffsetOf(address + (uint)bytes.Length - 1) != offset + bytes.Length - 1) return;
        Patches.Add(new ByteRun(offset, bytes.ToArray()));
    }

    public void Store32(uint address, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Store(address, bytes);
    }

    public void Store16(uint address, ushort value) => Store(address, (byte)value, (byte)(value >> 8));

    /// <summary>Leaves memory out of the comparison, as far as it lies in the image.</summary>
    public void IgnoreMemory(uint address, int length)
    {
        for (uint i = 0; i < length; i++)
            if (VectorMemory.OffsetOf(address + i) is var offset and >= 0) IgnoredMemory.Add(new IgnoredRun(offset, 1));
    }

    /// <summary>Leaves a part of the memory operand out of the comparison.</summary>
    public void IgnoreOperand(int offset, int length)
    {
        if (Operand is { } operand) IgnoreMemory(operand + (uint)offset, length);
        else IsUnknown = true;
    }

    public HardwareCase ToCase() => new(Code, CodeOffset, Fill, Patches, Initial());

    public CpuState Initial() => new() { Registers = Registers, Fx = Fx, Eflags = Eflags, Eip = CodeAddress };
}
