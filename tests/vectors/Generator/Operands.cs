using Iced.Intel;

namespace NtGlass.Vectors;

/// <summary>Draws the operands of a form and sets the registers that address memory.</summary>
internal static class Operands
{
    private static readonly Register[] SegmentRegisters = [Register.ES, Register.CS, Register.SS, Register.DS, Register.FS, Register.GS];

    /// <summary>An instruction of the form with random operands.</summary>
    public static Instruction Draw(Draft draft, Code code)
    {
        OpCodeInfo form = code.ToOpCode();
        Instruction instruction = default;
        instruction.Code = code;
        int immediates = 0;
        for (int i = 0; i < form.OpCount; i++)
        {
            OpCodeOperandKind kind = form.GetOpKind(i);
            if (ImplicitRegister(kind) is { } fixedRegister) SetRegister(ref instruction, i, fixedRegister);
            else if (RegisterFile(kind) is { } file) SetRegister(ref instruction, i, DrawRegister(draft, file, code));
            else if (MemoryFile(kind) is { } alternative) SetEither(draft, ref instruction, i, alternative);
            else if (kind is >= OpCodeOperandKind.imm8 and <= OpCodeOperandKind.imm32) SetImmediate(draft, ref instruction, i, kind, immediates++);
            else SetOther(draft, ref instruction, i, kind);
        }
        return instruction;
    }

    private static Register? ImplicitRegister(OpCodeOperandKind kind) => kind switch
    {
        OpCodeOperandKind.es => Register.ES,
        OpCodeOperandKind.cs => Register.CS,
        OpCodeOperandKind.ss => Register.SS,
        OpCodeOperandKind.ds => Register.DS,
        OpCodeOperandKind.fs => Register.FS,
        OpCodeOperandKind.gs => Register.GS,
        OpCodeOperandKind.al => Register.AL,
        OpCodeOperandKind.cl => Register.CL,
        OpCodeOperandKind.ax => Register.AX,
        OpCodeOperandKind.dx => Register.DX,
        OpCodeOperandKind.eax => Register.EAX,
        OpCodeOperandKind.st0 => Register.ST0,
        _ => null,
    };

    private static Register? RegisterFile(OpCodeOperandKind kind) => kind switch
    {
        OpCodeOperandKind.r8_reg or OpCodeOperandKind.r8_opcode => Register.AL,
        OpCodeOperandKind.r16_reg or OpCodeOperandKind.r16_reg_mem or OpCodeOperandKind.r16_rm or OpCodeOperandKind.r16_opcode => Register.AX,
        OpCodeOperandKind.r32_reg or OpCodeOperandKind.r32_reg_mem or OpCodeOperandKind.r32_rm or OpCodeOperandKind.r32_opcode => Register.EAX,
        OpCodeOperandKind.mm_reg or OpCodeOperandKind.mm_rm => Register.MM0,
        OpCodeOperandKind.xmm_reg or OpCodeOperandKind.xmm_rm => Register.XMM0,
        OpCodeOperandKind.sti_opcode => Register.ST0,
        OpCodeOperandKind.seg_reg => Register.ES,
        OpCodeOperandKind.cr_reg => Register.CR0,
        OpCodeOperandKind.dr_reg => Register.DR0,
        _ => null,
    };

    private static Register? MemoryFile(OpCodeOperandKind kind) => kind switch
    {
        OpCodeOperandKind.r8_or_mem => Register.AL,
        OpCodeOperandKind.r16_or_mem => Register.AX,
        OpCodeOperandKind.r32_or_mem => Register.EAX,
        OpCodeOperandKind.mm_or_mem => Register.MM0,
        OpCodeOperandKind.xmm_or_mem => Register.XMM0,
        OpCodeOperandKind.mem => Register.None,
        _ => null,
    };

    private static Register DrawRegister(Draft draft, Register file, Code code) => file switch
    {
        Register.ES => code.Mnemonic() == Mnemonic.Mov && code is Code.Mov_Sreg_rm16 or Code.Mov_Sreg_r32m16
            ? draft.Pick(Register.ES, Register.SS, Register.DS, Register.FS, Register.GS)
            : SegmentRegisters[draft.Random.Next(6)],
        Register.CR0 => draft.Pick(Register.CR0, Register.CR2, Register.CR3, Register.CR4),
        Register.DR0 => draft.Pick(Register.DR0, Register.DR1, Register.DR2, Register.DR3, Register.DR6, Register.DR7),
        _ => file + draft.Random.Next(8),
    };

    private static void SetRegister(ref Instruction instruction, int operand, Register register)
    {
        instruction.SetOpKind(operand, OpKind.Register);
        instruction.SetOpRegister(operand, register);
    }

    private static void SetEither(Draft draft, ref Instruction instruction, int operand, Register file)
    {
        if (file != Register.None && draft.Chance(0.4)) SetRegister(ref instruction, operand, file + draft.Random.Next(8));
        else Addresses.SetMemory(draft, ref instruction, operand);
    }

    private static void SetImmediate(Draft draft, ref Instruction instruction, int operand, OpCodeOperandKind kind, int index)
    {
        uint value = draft.Integer();
        switch (kind)
        {
            case OpCodeOperandKind.imm8 when index > 0:
                instruction.SetOpKind(operand, OpKind.Immediate8_2nd);
                instruction.Immediate8_2nd = (byte)value;
                break;
            case OpCodeOperandKind.imm8:
                instruction.SetOpKind(operand, OpKind.Immediate8);
                instruction.Immediate8 = (byte)value;
                break;
            case OpCodeOperandKind.imm8_const_1:
                instruction.SetOpKind(operand, OpKind.Immediate8);
                instruction.Immediate8 = 1;
                break;
            case OpCodeOperandKind.imm8sex16:
                instruction.SetOpKind(operand, OpKind.Immediate8to16);
                instruction.Immediate8to16 = (sbyte)value;
                break;
            case OpCodeOperandKind.imm8sex32:
                instruction.SetOpKind(operand, OpKind.Immediate8to32);
                instruction.Immediate8to32 = (sbyte)value;
                break;
            case OpCodeOperandKind.imm16:
                instruction.SetOpKind(operand, OpKind.Immediate16);
                instruction.Immediate16 = (ushort)value;
                break;
            default:
                instruction.SetOpKind(operand, OpKind.Immediate32);
                instruction.Immediate32 = value;
                break;
        }
    }

    private static void SetOther(Draft draft, ref Instruction instruction, int operand, OpCodeOperandKind kind)
    {
        bool shortAddress = draft.ShortAddress;
        switch (kind)
        {
            case OpCodeOperandKind.mem_offs:
                Addresses.SetOffset(draft, ref instruction, operand);
                break;
            case OpCodeOperandKind.seg_rSI:
                instruction.SetOpKind(operand, shortAddress ? OpKind.MemorySegSI : OpKind.MemorySegESI);
                break;
            case OpCodeOperandKind.es_rDI:
                instruction.SetOpKind(operand, shortAddress ? OpKind.MemoryESDI : OpKind.MemoryESEDI);
                break;
            case OpCodeOperandKind.seg_rDI:
                instruction.SetOpKind(operand, shortAddress ? OpKind.MemorySegDI : OpKind.MemorySegEDI);
                break;
            case OpCodeOperandKind.seg_rBX_al:
                instruction.SetOpKind(operand, OpKind.Memory);
                instruction.MemoryBase = shortAddress ? Register.BX : Register.EBX;
                instruction.MemoryIndex = Register.AL;
                instruction.MemoryIndexScale = 1;
                break;
            default:
                SetBranch(draft, ref instruction, operand, kind);
                break;
        }
    }

    private static void SetBranch(Draft draft, ref Instruction instruction, int operand, OpCodeOperandKind kind)
    {
        bool isShort = kind is OpCodeOperandKind.br16_1 or OpCodeOperandKind.br32_1;
        uint target = draft.CodeAddress + (uint)(isShort ? draft.Random.Next(-100, 120) : draft.Random.Next(-0x100, 0x1000));
        switch (kind)
        {
            case OpCodeOperandKind.br16_1 or OpCodeOperandKind.br16_2:
                instruction.SetOpKind(operand, OpKind.NearBranch16);
                instruction.NearBranch16 = (ushort)target;
                break;
            case OpCodeOperandKind.br32_1 or OpCodeOperandKind.br32_4:
                instruction.SetOpKind(operand, OpKind.NearBranch32);
                instruction.NearBranch32 = target;
                break;
            case OpCodeOperandKind.farbr2_2:
                instruction.SetOpKind(operand, OpKind.FarBranch16);
                instruction.FarBranch16 = (ushort)target;
                instruction.FarBranchSelector = Selectors.Code(draft);
                break;
            case OpCodeOperandKind.farbr4_2:
                instruction.SetOpKind(operand, OpKind.FarBranch32);
                instruction.FarBranch32 = target;
                instruction.FarBranchSelector = Selectors.Code(draft);
                break;
            default:
                throw new NotSupportedException($"{instruction.Code}: operand {kind}");
        }
    }
}
