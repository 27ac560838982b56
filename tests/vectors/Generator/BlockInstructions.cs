using Iced.Intel;

namespace NtGlass.Vectors;

/// <summary>Single instructions for random blocks: over the free registers and the memory at ESI and EDI.</summary>
internal static class BlockInstructions
{
    private static readonly string[] IntegerClasses = ["alu", "shift", "multiply", "decimal", "bit", "exchange", "condition", "move"];
    private static readonly string[] VectorClasses = ["mmx", "sse", "sse2", "sse3", "ssse3", "sse4.1", "sse4.2"];

    private static readonly Mnemonic[] Unfit =
    [
        Mnemonic.Xlatb, Mnemonic.Bsf, Mnemonic.Bsr, Mnemonic.Rcpps, Mnemonic.Rcpss, Mnemonic.Rsqrtps, Mnemonic.Rsqrtss,
        Mnemonic.Maskmovq, Mnemonic.Maskmovdqu,
    ];

    private static readonly Code[] Integer = Fit(IntegerClasses);
    private static readonly Code[] X87 = Fit(["x87"]);
    private static readonly Code[] Vector = Fit(VectorClasses);

    private static readonly Code[] Branches =
        [.. Forms.All.Where(code => code.IsJccShort() && code.ToOpCode().OperandSize == 32)];

    /// <summary>Adds an instruction that reads no undefined flag, and notes the flags that it leaves undefined.</summary>
    public static void Emit(Draft draft, Assembler assembler, ref uint undefined)
    {
        while (true)
        {
            Code code = draft.Random.Next(10) switch
            {
                < 6 => draft.Pick<Code>(Integer),
                < 9 => draft.Pick<Code>(Vector),
                _ => draft.Pick<Code>(X87),
            };
            if (code.Mnemonic() is Mnemonic.Div or Mnemonic.Idiv && !draft.Chance(0.2)) continue;
            Instruction instruction = Draw(draft, code);
            if (((uint)Undefined.ToEflags(instruction.RflagsRead) & undefined) != 0) continue;
            undefined = After(instruction, undefined);
            assembler.AddInstruction(instruction);
            return;
        }
    }

    /// <summary>A conditional jump whose condition is defined, or JECXZ.</summary>
    public static Code DrawBranch(Draft draft, uint undefined)
    {
        for (int i = 0; i < 20; i++)
        {
            Code code = draft.Pick<Code>(Branches);
            if (((uint)Undefined.ToEflags(Instruction.CreateBranch(code, 0).RflagsRead) & undefined) == 0) return code;
        }
        return Code.Jecxz_rel8_32;
    }

    private static uint After(in Instruction instruction, uint undefined)
    {
        if (Forms.Class(instruction.Code) == "shift")
            return undefined | (uint)(Eflags.Of | Eflags.Af | Eflags.Cf);
        RflagsBits defined = instruction.RflagsWritten | instruction.RflagsCleared | instruction.RflagsSet;
        return (undefined & ~(uint)Undefined.ToEflags(defined)) | (uint)Undefined.ToEflags(instruction.RflagsUndefined);
    }

    private static Instruction Draw(Draft draft, Code code)
    {
        uint[] registers = [.. draft.Registers];
        Instruction instruction = Operands.Draw(draft, code);
        registers.CopyTo(draft.Registers, 0);
        for (int i = 0; i < instruction.OpCount; i++)
        {
            if (instruction.GetOpKind(i) == OpKind.Register && IsExplicit(code.ToOpCode().GetOpKind(i)))
                instruction.SetOpRegister(i, Free(draft, instruction.GetOpRegister(i)));
            else if (instruction.GetOpKind(i) == OpKind.Memory) SetMemory(draft, ref instruction);
        }
        if (instruction.Mnemonic is Mnemonic.Shld or Mnemonic.Shrd && instruction.Op2Kind == OpKind.Immediate8)
            instruction.Immediate8 &= 0xEF;
        return instruction;
    }

    private static void SetMemory(Draft draft, ref Instruction instruction)
    {
        int size = Math.Max(instruction.MemorySize.GetSize(), 1);
        int alignment = size == 16 ? 16 : draft.Chance(0.7) ? Math.Min(size, 8) : 1;
        if (size == 10) alignment = 1;
        bool indexed = alignment <= 4 && draft.Chance(0.3);
        instruction.SegmentPrefix = Register.None;
        instruction.MemoryBase = draft.Pick(Register.ESI, Register.EDI);
        instruction.MemoryIndex = indexed ? Register.ECX : Register.None;
        instruction.MemoryIndexScale = indexed ? draft.Pick(1, 2, 4, 8) : 1;
        int displacement = draft.Random.Next(-0x100, 0x100) / alignment * alignment;
        instruction.MemoryDisplacement32 = (uint)displacement;
        instruction.MemoryDisplSize = displacement is >= -128 and <= 127 ? 1 : 4;
    }

    private static Register Free(Draft draft, Register drawn) => drawn switch
    {
        >= Register.AL and <= Register.BH => draft.Pick(Register.AL, Register.DL, Register.BL, Register.AH, Register.DH, Register.BH),
        >= Register.AX and <= Register.DI => draft.Pick(Register.AX, Register.DX, Register.BX, Register.BP),
        >= Register.EAX and <= Register.EDI => draft.Pick(Register.EAX, Register.EDX, Register.EBX, Register.EBP),
        _ => drawn,
    };

    private static bool IsExplicit(OpCodeOperandKind kind) => kind is not (OpCodeOperandKind.al or OpCodeOperandKind.cl
        or OpCodeOperandKind.ax or OpCodeOperandKind.dx or OpCodeOperandKind.eax or OpCodeOperandKind.st0);

    private static Code[] Fit(string[] classes) => [.. Forms.All.Where(code => classes.Contains(Forms.Class(code))
        && !Forms.IsOptional(code) && !Unfit.Contains(code.Mnemonic()) && !IsBitString(code) && !IsShortDoubleShift(code)
        && !OperandKinds(code).Any(kind => kind is OpCodeOperandKind.mem_offs or OpCodeOperandKind.seg_reg))];

    /// <summary>BT and its kin with a register as offset reach far beyond their operand.</summary>
    private static bool IsBitString(Code code) => code.Mnemonic() is Mnemonic.Bt or Mnemonic.Bts or Mnemonic.Btr or Mnemonic.Btc
        && !OperandKinds(code).Contains(OpCodeOperandKind.imm8);

    /// <summary>A 16-bit double shift by more than 16 gives nothing defined.</summary>
    private static bool IsShortDoubleShift(Code code) => code.Mnemonic() is Mnemonic.Shld or Mnemonic.Shrd
        && OperandKinds(code).Contains(OpCodeOperandKind.cl) && code.ToOpCode().OperandSize == 16;

    private static IEnumerable<OpCodeOperandKind> OperandKinds(Code code)
    {
        OpCodeInfo form = code.ToOpCode();
        return Enumerable.Range(0, form.OpCount).Select(form.GetOpKind);
    }
}
