using Iced.Intel;
using NtGlass.Cpu.Tests.Vectors;

namespace NtGlass.Vectors;

/// <summary>What the architecture leaves undefined after an instruction.</summary>
internal static class Undefined
{
    private const int DivideError = 0;
    private const int FxAreaSize = 512;

    /// <summary>The flags that are undefined after the instruction, given the registers before it.</summary>
    public static uint Flags(in Instruction instruction, ReadOnlySpan<uint> registers)
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Shl or Mnemonic.Sal or Mnemonic.Shr or Mnemonic.Sar or Mnemonic.Rol or Mnemonic.Ror or Mnemonic.Rcl or Mnemonic.Rcr:
                return ShiftFlags(instruction.Mnemonic, Count(instruction, 1, registers), OperandBits(instruction));
            case Mnemonic.Shld or Mnemonic.Shrd:
                int count = Count(instruction, 2, registers);
                return count == 0 ? 0 : (uint)(count == 1 ? Eflags.Af : Eflags.Af | Eflags.Of);
            default:
                return (uint)ToEflags(instruction.RflagsUndefined);
        }
    }

    /// <summary>A fault leaves the flags alone, but for division and interrupted comparisons.</summary>
    public static uint FlagsAfterFault(in Instruction instruction, int exception) =>
        exception == DivideError || ((instruction.HasRepPrefix || instruction.HasRepnePrefix) && instruction.IsStringInstruction) ? Draft.ArithmeticFlags : 0;

    public static Eflags ToEflags(RflagsBits bits)
    {
        Eflags flags = 0;
        if ((bits & RflagsBits.CF) != 0) flags |= Eflags.Cf;
        if ((bits & RflagsBits.PF) != 0) flags |= Eflags.Pf;
        if ((bits & RflagsBits.AF) != 0) flags |= Eflags.Af;
        if ((bits & RflagsBits.ZF) != 0) flags |= Eflags.Zf;
        if ((bits & RflagsBits.SF) != 0) flags |= Eflags.Sf;
        if ((bits & RflagsBits.OF) != 0) flags |= Eflags.Of;
        if ((bits & RflagsBits.DF) != 0) flags |= Eflags.Df;
        return flags;
    }

    /// <summary>Marks the parts of memory and registers that differ between processors.</summary>
    public static void Mark(Draft draft, in Instruction instruction)
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Fnstenv or Mnemonic.Fstenv or Mnemonic.Fnsave or Mnemonic.Fsave: MarkEnvironment(draft, instruction); break;
            case Mnemonic.Fxsave:
                draft.IgnoreOperand(6, 18);
                draft.IgnoreOperand(28, 4);
                for (int i = 0; i < 8; i++) draft.IgnoreOperand((16 * i) + 42, 6);
                draft.IgnoreOperand(288, 224);
                break;
            case Mnemonic.Rcpps or Mnemonic.Rcpss or Mnemonic.Rsqrtps or Mnemonic.Rsqrtss:
                draft.IgnoredFx.Add(new IgnoredRun(160 + (16 * (instruction.Op0Register - Register.XMM0)), 16));
                break;
            case Mnemonic.F2xm1 or Mnemonic.Fyl2x or Mnemonic.Fyl2xp1 or Mnemonic.Fptan or Mnemonic.Fpatan or Mnemonic.Fsin or Mnemonic.Fcos or Mnemonic.Fsincos:
                draft.Tolerance = 1;
                break;
            case Mnemonic.Push when instruction.Op0Kind == OpKind.Register && instruction.Op0Register.IsSegmentRegister() && instruction.StackPointerIncrement == -4:
                draft.IgnoreMemory(draft.Registers[4] - 2, 2);
                break;
        }
    }

    /// <summary>What an instruction of many pushes has written when one of them faults is the processor's own affair.</summary>
    public static void MarkFault(Draft draft, in Instruction instruction)
    {
        if (instruction.Mnemonic is Mnemonic.Fxsave or Mnemonic.Fnsave or Mnemonic.Fsave or Mnemonic.Fnstenv or Mnemonic.Fstenv)
            draft.IgnoreOperand(0, FxAreaSize);
        const int furthest = 64;
        if (instruction.Mnemonic is Mnemonic.Pusha or Mnemonic.Pushad or Mnemonic.Enter)
            draft.IgnoreMemory(draft.Registers[4] - furthest, furthest);
    }

    /// <summary>Instructions of several accesses, of which any may be the first to fault.</summary>
    public static bool IsOrderOfAccesses(in Instruction instruction) => instruction.Mnemonic is Mnemonic.Fxsave or Mnemonic.Fxrstor
        or Mnemonic.Fnsave or Mnemonic.Fsave or Mnemonic.Frstor or Mnemonic.Fnstenv or Mnemonic.Fstenv or Mnemonic.Fldenv
        or Mnemonic.Retf or Mnemonic.Iret or Mnemonic.Iretd;

    /// <summary>The pointers to the last instruction and its operand: when they are kept is the processor's own affair.</summary>
    private static void MarkEnvironment(Draft draft, in Instruction instruction)
    {
        bool isShort = instruction.MemorySize is MemorySize.FpuEnv14 or MemorySize.FpuState94;
        if (isShort) draft.IgnoreOperand(6, 8);
        else draft.IgnoreOperand(12, 16);
    }

    private static uint ShiftFlags(Mnemonic mnemonic, int count, int bits)
    {
        if (count == 0) return 0;
        Eflags undefined = count == 1 ? 0 : Eflags.Of;
        if (mnemonic is Mnemonic.Rol or Mnemonic.Ror or Mnemonic.Rcl or Mnemonic.Rcr) return (uint)undefined;
        undefined |= Eflags.Af;
        if (mnemonic != Mnemonic.Sar && count >= bits) undefined |= Eflags.Cf;
        return (uint)undefined;
    }

    private static int Count(in Instruction instruction, int operand, ReadOnlySpan<uint> registers) =>
        (int)(instruction.GetOpKind(operand) == OpKind.Immediate8 ? instruction.Immediate8 : registers[1] & 0xFF) & 31;

    private static int OperandBits(in Instruction instruction) => 8 * (instruction.Op0Kind == OpKind.Register
        ? instruction.Op0Register.GetSize() : instruction.MemorySize.GetSize());
}

/// <summary>The flags of EFLAGS that instructions leave undefined, and DF.</summary>
[Flags]
internal enum Eflags : uint
{
    Cf = 1,
    Pf = 4,
    Af = 0x10,
    Zf = 0x40,
    Sf = 0x80,
    Df = 0x400,
    Of = 0x800,
}
