using Iced.Intel;
using NtGlass.Cpu.Tests.Vectors;

namespace NtGlass.Vectors;

/// <summary>Draws addressing forms whose registers lead to a chosen address.</summary>
internal static class Addresses
{
    private static readonly (Register Base, Register Index)[] ShortForms =
    [
        (Register.BX, Register.SI), (Register.BX, Register.DI), (Register.BP, Register.SI), (Register.BP, Register.DI),
        (Register.SI, Register.None), (Register.DI, Register.None), (Register.BP, Register.None), (Register.BX, Register.None),
        (Register.None, Register.None),
    ];

    /// <summary>An address at which an operand of the size lies in memory, or at an edge of it.</summary>
    public static uint Target(Draft draft, int size, double edgeChance)
    {
        if (draft.Chance(edgeChance))
        {
            int before = draft.Random.Next(0, Math.Max(size, 2) + 1);
            return draft.Pick(
                VectorMemory.DataAddress + 0x1000, VectorMemory.DataAddress + VectorMemory.DataSize,
                VectorMemory.DataAddress + VectorMemory.DataSize, VectorMemory.DataAddress) - (uint)before;
        }
        uint address = VectorMemory.DataAddress + (uint)draft.Random.Next(0x40, VectorMemory.DataSize - 0x240);
        int alignment = size is 8 or 16 && draft.Chance(0.95) ? size : size == 512 && draft.Chance(0.9) ? 16 : 1;
        return address & ~(uint)(alignment - 1);
    }

    public static void SetMemory(Draft draft, ref Instruction instruction, int operand)
    {
        int size = Math.Max(instruction.MemorySize.GetSize(), 1);
        instruction.SetOpKind(operand, OpKind.Memory);
        if (draft.Chance(0.08)) SetShort(draft, ref instruction, size);
        else SetLong(draft, ref instruction, Target(draft, size, draft.Class == "page-edge" ? 0.9 : 0.03));
        SetSegment(draft, ref instruction);
    }

    /// <summary>The form of MOV with AL or EAX: an address and no register.</summary>
    public static void SetOffset(Draft draft, ref Instruction instruction, int operand)
    {
        instruction.SetOpKind(operand, OpKind.Memory);
        bool isShort = draft.Chance(0.2);
        uint target = isShort ? ShortTarget(draft) : Target(draft, 4, 0.05);
        instruction.MemoryDisplacement32 = target;
        instruction.MemoryDisplSize = isShort ? 2 : 4;
        draft.Operand = target;
        SetSegment(draft, ref instruction);
    }

    private static void SetSegment(Draft draft, ref Instruction instruction)
    {
        if (draft.Chance(0.08))
            instruction.SegmentPrefix = draft.Pick(Register.ES, Register.CS, Register.SS, Register.DS, Register.DS, Register.FS, Register.GS);
    }

    private static uint ShortTarget(Draft draft) => VectorMemory.LowAddress + (uint)draft.Random.Next(0x40, VectorMemory.LowSize - 0x240);

    private static void SetShort(Draft draft, ref Instruction instruction, int size)
    {
        (Register @base, Register index) = draft.Pick<(Register, Register)>(ShortForms);
        uint target = ShortTarget(draft) & ~(uint)(size is 8 or 16 or 512 ? 15 : 0);
        int displacementSize = @base == Register.None ? 2 : draft.Pick(0, 1, 2);
        if (@base == Register.BP && index == Register.None && displacementSize == 0) displacementSize = 1;
        uint displacement = displacementSize switch
        {
            0 => 0,
            1 => (uint)draft.Random.Next(-128, 128),
            _ => @base == Register.None ? target : (uint)draft.Random.Next(0x10000),
        };
        uint rest = target - displacement;
        if (index != Register.None) rest -= ShareOf(draft, index - Register.AX);
        if (@base != Register.None) SetLowHalf(draft, @base - Register.AX, rest);
        instruction.MemoryBase = @base;
        instruction.MemoryIndex = index;
        instruction.MemoryDisplacement32 = displacement & 0xFFFF;
        instruction.MemoryDisplSize = displacementSize;
        draft.Operand = target;
    }

    private static uint ShareOf(Draft draft, int register)
    {
        draft.Pinned.Add(register);
        return draft.Registers[register] & 0xFFFF;
    }

    private static void SetLowHalf(Draft draft, int register, uint value) =>
        draft.Pin(register, (draft.Registers[register] & 0xFFFF_0000) | (value & 0xFFFF));

    private static void SetLong(Draft draft, ref Instruction instruction, uint target)
    {
        if (draft.Chance(0.1) && TrySetStack(draft, ref instruction)) return;
        int @base = draft.Chance(0.12) ? -1 : FreeRegister(draft, -1);
        int index = draft.Chance(0.45) ? FreeRegister(draft, @base) : -1;
        int scale = index < 0 ? 1 : 1 << draft.Random.Next(4);
        int displacementSize = @base < 0 ? 4 : @base == 5 ? draft.Pick(1, 4) : draft.Pick(0, 1, 4);
        uint displacement = displacementSize switch
        {
            0 => 0,
            1 => (uint)draft.Random.Next(-128, 128),
            _ => draft.Chance(0.5) ? (uint)draft.Random.Next(-4096, 4096) : draft.Integer(),
        };
        uint indexValue = 0;
        if (index >= 0 && index != @base)
        {
            indexValue = draft.Chance(0.8) ? (uint)draft.Random.Next(-2048, 2048) : draft.Integer();
            draft.Pin(index, indexValue);
        }
        if (@base < 0) displacement = target - (indexValue * (uint)scale);
        else if (index == @base) draft.Pin(@base, (target - displacement) / (uint)(1 + scale));
        else draft.Pin(@base, target - displacement - (indexValue * (uint)scale));
        if (index == @base && @base >= 0) target = displacement + (draft.Registers[@base] * (uint)(1 + scale));
        instruction.MemoryBase = @base < 0 ? Register.None : Register.EAX + @base;
        instruction.MemoryIndex = index < 0 ? Register.None : Register.EAX + index;
        instruction.MemoryIndexScale = scale;
        instruction.MemoryDisplacement32 = displacement;
        instruction.MemoryDisplSize = displacementSize;
        draft.Operand = target;
    }

    /// <summary>ESP as base, or EBP leading into the stack.</summary>
    private static bool TrySetStack(Draft draft, ref Instruction instruction)
    {
        int displacement = draft.Random.Next(-15, 30) * 4;
        instruction.MemoryBase = Register.ESP;
        instruction.MemoryIndexScale = 1;
        instruction.MemoryDisplacement32 = (uint)displacement;
        instruction.MemoryDisplSize = draft.Pick(1, 4);
        if (draft.Chance(0.3) && FreeRegister(draft, -1) is var index and >= 0)
        {
            draft.Pin(index, (uint)draft.Random.Next(-16, 16) * 4);
            instruction.MemoryIndex = Register.EAX + index;
            instruction.MemoryIndexScale = 1 << draft.Random.Next(2);
        }
        uint indexValue = instruction.MemoryIndex == Register.None ? 0 : draft.Registers[instruction.MemoryIndex - Register.EAX];
        draft.Operand = draft.Registers[4] + (uint)displacement + (indexValue * (uint)instruction.MemoryIndexScale);
        return true;
    }

    private static int FreeRegister(Draft draft, int preferred)
    {
        if (preferred >= 0 && draft.Chance(0.08)) return preferred;
        int[] free = [.. Enumerable.Range(0, 8).Where(r => r != 4 && r != preferred && !draft.Pinned.Contains(r))];
        return free.Length == 0 ? -1 : free[draft.Random.Next(free.Length)];
    }
}
