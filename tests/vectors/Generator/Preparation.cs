using System.Buffers.Binary;
using Iced.Intel;
using NtGlass.Cpu.Tests.Vectors;

namespace NtGlass.Vectors;

/// <summary>Gives registers and memory the values with which a form does something other than fault.</summary>
internal static class Preparation
{
    /// <summary>Registers that the instruction uses without naming them; set before operands are drawn.</summary>
    public static void SetImplicitRegisters(Draft draft, Code code)
    {
        switch (code.Mnemonic())
        {
            case Mnemonic.Div or Mnemonic.Idiv:
                if (draft.Chance(0.7)) draft.Pin(2, draft.Pick(0u, 0u, 1u, 0xFFFF_FFFFu, 0xFFFEu));
                if (draft.Chance(0.3)) draft.Pin(0, draft.Integer() & 0x7FFF);
                break;
            case Mnemonic.Loop or Mnemonic.Loope or Mnemonic.Loopne or Mnemonic.Jcxz or Mnemonic.Jecxz:
                draft.Pin(1, draft.Pick(0u, 1u, 2u, 3u, 0x1_0000u, 0x1_0001u, 0xFFFF_0001u));
                break;
            case Mnemonic.Leave or Mnemonic.Enter:
                draft.Pin(5, VectorMemory.StackAddress + (uint)draft.Random.Next(0x700, 0x900));
                break;
            case Mnemonic.Xlatb:
                draft.Pin(3, draft.ShortAddress ? VectorMemory.LowAddress + 0x200 : VectorMemory.DataAddress + (uint)draft.Random.Next(0x1F80));
                break;
            case Mnemonic.Maskmovq or Mnemonic.Maskmovdqu:
                draft.Pin(7, VectorMemory.DataAddress + (uint)draft.Random.Next(0x40, 0x1F00));
                break;
            case Mnemonic.Rdmsr or Mnemonic.Wrmsr:
                draft.Pin(1, draft.Pick(0x174u, 0x10u, 0xC000_0080u));
                break;
            case Mnemonic.Shld or Mnemonic.Shrd:
                draft.Pin(1, (draft.Registers[1] & 0xFFFF_FF00) | (uint)(draft.Pick(0, 32, 64) + draft.Random.Next(16)));
                break;
            case Mnemonic.Pcmpestri or Mnemonic.Pcmpestrm:
                draft.Pin(0, (uint)draft.Random.Next(-20, 21));
                draft.Pin(2, (uint)draft.Random.Next(-20, 21));
                break;
            default:
                if (Forms.Class(code) == "string") PointStrings(draft);
                break;
        }
    }

    /// <summary>ESI and EDI into memory, sometimes overlapping; ECX a small count.</summary>
    public static void PointStrings(Draft draft)
    {
        bool low = draft.ShortAddress;
        uint address = low ? VectorMemory.LowAddress : VectorMemory.DataAddress;
        int room = low ? VectorMemory.LowSize : VectorMemory.DataSize;
        draft.Pin(6, address + (uint)draft.Random.Next(0x200, room - 0x200));
        draft.Pin(7, draft.Chance(0.3) ? draft.Registers[6] + (uint)draft.Random.Next(-9, 10) : address + (uint)draft.Random.Next(0x200, room - 0x200));
        draft.Pin(1, draft.Pick(0u, 1u, 2u, 3u, 7u, 16u, 33u, 64u));
        draft.Eflags = draft.Chance(0.4) ? draft.Eflags | Draft.DirectionFlag : draft.Eflags & ~Draft.DirectionFlag;
        if (draft.Chance(0.5)) draft.Fill = (draft.Fill & ~3) | 3;
        if (low && draft.Chance(0.5)) AddGarbageAboveShortRegisters(draft);
    }

    /// <remarks>
    /// Not where source and destination overlap: a processor was met whose REP MOVS with SI and DI then copies as if they did
    /// not (AMD, family 1Ah).
    /// </remarks>
    private static void AddGarbageAboveShortRegisters(Draft draft)
    {
        const int longestCopy = 64 * 4;
        draft.Registers[1] |= (uint)draft.Random.Next() << 16;
        if (Math.Abs((int)(draft.Registers[6] - draft.Registers[7])) <= longestCopy) return;
        draft.Registers[6] |= (uint)draft.Random.Next() << 16;
        draft.Registers[7] |= (uint)draft.Random.Next() << 16;
    }

    /// <summary>Memory and registers that the operands, now known, have to hold.</summary>
    public static void SetOperandValues(Draft draft, ref Instruction instruction)
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Jmp or Mnemonic.Call: SetBranchTarget(draft, ref instruction); break;
            case Mnemonic.Ret: SetReturn(draft, instruction.Code is Code.Retnw or Code.Retnw_imm16); break;
            case Mnemonic.Retf or Mnemonic.Iret or Mnemonic.Iretd: SetFarReturn(draft, ref instruction); break;
            case Mnemonic.Lds or Mnemonic.Les or Mnemonic.Lfs or Mnemonic.Lgs or Mnemonic.Lss:
                StoreSelector(draft, instruction.MemorySize == MemorySize.SegPtr16 ? 2u : 4u, Selectors.Data(draft));
                break;
            case Mnemonic.Popf or Mnemonic.Popfd: draft.Store32(draft.Registers[4], FlagsToPop(draft)); break;
            case Mnemonic.Pop when IsSegmentRegister(instruction): draft.Store16(draft.Registers[4], Selectors.Data(draft)); break;
            case Mnemonic.Mov when IsSegmentRegister(instruction): SetSelectorSource(draft, instruction); break;
            case Mnemonic.Bt or Mnemonic.Bts or Mnemonic.Btr or Mnemonic.Btc: BoundBitOffset(draft, instruction); break;
            case Mnemonic.Cmpxchg or Mnemonic.Cmpxchg8b: MakeEqual(draft); break;
            case Mnemonic.Int: if (instruction.Immediate8 == 0x80) instruction.Immediate8 = 0x2E; break;
            case Mnemonic.Enter: instruction.Immediate8_2nd = (byte)draft.Pick(0, 0, 1, 2, 3, 31, 33); instruction.Immediate16 &= 0x3FF; break;
            case Mnemonic.Shld or Mnemonic.Shrd: if (instruction.Op2Kind == OpKind.Immediate8) instruction.Immediate8 &= 0xEF; break;
            case Mnemonic.Fldenv or Mnemonic.Frstor or Mnemonic.Fldcw or Mnemonic.Fxrstor or Mnemonic.Ldmxcsr or Mnemonic.Fbld:
                SetFxOperand(draft, instruction);
                break;
        }
    }

    private static bool IsSegmentRegister(Instruction instruction) =>
        instruction.Op0Kind == OpKind.Register && instruction.Op0Register.IsSegmentRegister();

    private static void SetBranchTarget(Draft draft, ref Instruction instruction)
    {
        uint target = draft.Chance(0.9) ? ReturnTarget(draft) : VectorMemory.DataAddress + VectorMemory.DataSize + 0x123;
        if (instruction.Op0Kind == OpKind.Register)
        {
            int register = instruction.Op0Register.GetFullRegister32() - Register.EAX;
            if (register != 4) draft.Pin(register, target);
        }
        else if (instruction.Op0Kind == OpKind.Memory && draft.Operand is { } operand)
        {
            draft.Store32(operand, target);
            if (instruction.MemorySize is MemorySize.SegPtr32) draft.Store16(operand + 4, Selectors.Code(draft));
            if (instruction.MemorySize is MemorySize.SegPtr16) draft.Store16(operand + 2, Selectors.Code(draft));
        }
    }

    private static uint ReturnTarget(Draft draft) => VectorMemory.CodeAddress + (uint)draft.Random.Next(0x20, 0x1FF0);

    private static void SetReturn(Draft draft, bool isShort)
    {
        uint esp = draft.Registers[4];
        if (isShort) draft.Store16(esp, (ushort)draft.Random.Next(0x10000));
        else draft.Store32(esp, ReturnTarget(draft));
    }

    /// <remarks>Some processors read the outer stack, beyond the parameters, before they look at the selector: it is there.</remarks>
    private static void SetFarReturn(Draft draft, ref Instruction instruction)
    {
        if (instruction.Op0Kind == OpKind.Immediate16) instruction.Immediate16 &= 0x3FF;
        uint esp = draft.Registers[4];
        bool isShort = instruction.Code is Code.Retfw or Code.Retfw_imm16 or Code.Iretw;
        uint flags = (FlagsToPop(draft) & ~Draft.TrapFlag) | 0x200;
        if (isShort)
        {
            draft.Store16(esp, (ushort)draft.Random.Next(0x10000));
            draft.Store16(esp + 2, Selectors.Code(draft));
            draft.Store16(esp + 4, (ushort)flags);
            return;
        }
        draft.Store32(esp, ReturnTarget(draft));
        draft.Store32(esp + 4, Selectors.Code(draft) | (instruction.Mnemonic == Mnemonic.Retf ? draft.Integer() << 16 : 0));
        draft.Store32(esp + 8, flags);
    }

    /// <summary>Any flags but NT and VM, which change what the kernel under the oracle does; IF and IOPL are tried.</summary>
    private static uint FlagsToPop(Draft draft) =>
        (uint)draft.Random.Next() & (0x0020_3ED5 | (draft.Chance(0.1) ? Draft.TrapFlag : 0) | (draft.Chance(0.1) ? 0x4_0000u : 0));

    private static void StoreSelector(Draft draft, uint offset, ushort selector)
    {
        if (draft.Operand is { } operand) draft.Store16(operand + offset, selector);
    }

    private static void SetSelectorSource(Draft draft, Instruction instruction)
    {
        ushort selector = Selectors.Data(draft);
        if (instruction.Op1Kind == OpKind.Memory) StoreSelector(draft, 0, selector);
        else if (instruction.Op1Register.GetFullRegister32() - Register.EAX is var register && register != 4)
            draft.Pin(register, (draft.Integer() << 16) | selector);
    }

    private static void BoundBitOffset(Draft draft, Instruction instruction)
    {
        if (instruction.Op0Kind != OpKind.Memory || instruction.Op1Kind != OpKind.Register) return;
        int register = instruction.Op1Register.GetFullRegister32() - Register.EAX;
        if (register == 4 || draft.Pinned.Contains(register)) return;
        draft.Pin(register, (uint)draft.Random.Next(-512, 4096) & (instruction.Op1Register.GetSize() == 2 ? 0xFFFFu : 0xFFFF_FFFFu));
    }

    private static void MakeEqual(Draft draft)
    {
        if (draft.Operand is not { } operand || draft.Chance(0.4)) return;
        draft.Store32(operand, draft.Registers[0]);
        draft.Store32(operand + 4, draft.Registers[2]);
    }

    private static void SetFxOperand(Draft draft, Instruction instruction)
    {
        if (draft.Operand is not { } operand) return;
        byte[] source = InitialState.Fx((uint)draft.Random.Next());
        ushort control = BinaryPrimitives.ReadUInt16LittleEndian(source);
        ushort status = BinaryPrimitives.ReadUInt16LittleEndian(source.AsSpan(2));
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Fldcw: draft.Store16(operand, control); break;
            case Mnemonic.Ldmxcsr: draft.Store32(operand, draft.Chance(0.9) ? BinaryPrimitives.ReadUInt32LittleEndian(source.AsSpan(24)) : draft.Integer()); break;
            case Mnemonic.Fbld: StoreDecimal(draft, operand); break;
            case Mnemonic.Fxrstor: draft.Store(operand, source); break;
            default:
                uint step = instruction.MemorySize is MemorySize.FpuEnv14 or MemorySize.FpuState94 ? 2u : 4u;
                draft.Store16(operand, control);
                draft.Store16(operand + step, status);
                draft.Store16(operand + (2 * step), (ushort)draft.Random.Next(0x10000));
                break;
        }
    }

    private static void StoreDecimal(Draft draft, uint operand)
    {
        if (draft.Chance(0.2)) return;
        Span<byte> digits = stackalloc byte[10];
        for (int i = 0; i < 9; i++) digits[i] = (byte)((draft.Random.Next(10) << 4) | draft.Random.Next(10));
        digits[9] = draft.Pick<byte>(0, 0x80);
        if (draft.Chance(0.3)) digits[4..9].Clear();
        draft.Store(operand, digits);
    }
}
