using Iced.Intel;
using NtGlass.Cpu.Host;

namespace NtGlass.Cpu.Translation;

/// <summary>PUSH, POP and their kin. Memory is touched before esp changes, so that a fault finds all registers as they were.</summary>
internal sealed unsafe partial class Translator
{
    const int LoadOpcode = 0x8B, StoreOpcode = 0x89, StoreImmediateOpcode = 0xC7;

    bool TryEmitStack(in Instruction i) => i.Mnemonic switch
    {
        Mnemonic.Push => TryEmitPush(i),
        Mnemonic.Pop => TryEmitPop(i),
        Mnemonic.Pushad => EmitPushAll(4),
        Mnemonic.Pusha => EmitPushAll(2),
        Mnemonic.Popad => EmitPopAll(4),
        Mnemonic.Popa => EmitPopAll(2),
        Mnemonic.Enter => i.Code == Code.Enterd_imm16_imm8 && i.Immediate8_2nd == 0 ? EmitEnter(i) : EmitExecute(i),
        Mnemonic.Leave => i.Code == Code.Leaved ? EmitLeave() : EmitExecute(i),
        _ => false,
    };

    bool TryEmitPush(in Instruction i)
    {
        int size = i.StackPointerIncrement == -2 ? 2 : 4;
        switch (i.Op0Kind)
        {
            case OpKind.Register when i.Op0Register.IsSegmentRegister():
                e.LoadZero16(Reg.R9, Reg.State, Fields.SegmentSelector(SegmentOf(i.Op0Register)));
                EmitPush(Reg.R9, size);
                return true;
            case OpKind.Register:
                EmitPush(HostNumber(i.Op0Register), size);
                return true;
            case OpKind.Memory:
                if (!TryEmitLoad(i, Reg.R9, size)) return false;
                EmitPush(Reg.R9, size);
                return true;
            default:
                EmitPushImmediate((uint)i.GetImmediate(0), size);
                return true;
        }
    }

    bool TryEmitPop(in Instruction i)
    {
        int size = i.StackPointerIncrement == 2 ? 2 : 4;
        if (i.Op0Kind == OpKind.Register && i.Op0Register.IsSegmentRegister()) return EmitPopSegment(i, size);
        if (i.Op0Kind == OpKind.Register)
        {
            Reg target = HostNumber(i.Op0Register);
            (Reg address, int displacement) = StackSlot(0, size, writes: false);
            e.Guest(LoadOpcode, target == Reg.GuestEsp ? Reg.R9 : target, address, displacement, word: size == 2);
            if (target != Reg.GuestEsp) MoveEsp(size);
            else if (size == 4) e.Move32(Reg.GuestEsp, Reg.R9);
            else EmitPopToSp();
            return true;
        }

        Instruction memory = i;
        if (memory.MemoryBase == Register.ESP) AddToDisplacement(ref memory, size);
        if (!TryRebase(ref memory)) return false;
        (Reg from, int offset) = StackSlot(0, size, writes: false);
        e.Guest(LoadOpcode, Reg.R9, from, offset, word: size == 2);
        Instruction store = size == 2
            ? Instruction.Create(Code.Mov_rm16_r16, AddressOf(memory, withSegment: true), Register.R9W)
            : Instruction.Create(Code.Mov_rm32_r32, AddressOf(memory, withSegment: true), Register.R9D);
        if (!e.TryEmit(store, out _)) return false;
        MoveEsp(size);
        return true;
    }

    void EmitPopToSp()
    {
        MoveEsp(2);
        e.WriteByte(0x66);
        e.Move32(Reg.GuestEsp, Reg.R9);
    }

    static void AddToDisplacement(ref Instruction i, int amount)
    {
        i.MemoryDisplacement64 = (uint)((int)i.MemoryDisplacement64 + amount);
        i.MemoryDisplSize = 4;
    }

    bool EmitPushAll(int size)
    {
        (Reg low, _) = StackSlot(-8 * size, 8 * size, writes: true);
        int top = low == Reg.GuestEsp ? 0 : 8 * size;
        for (int register = 0; register < 8; register++)
        {
            Reg source = register == (int)Reg.Rsp ? Reg.GuestEsp : (Reg)register;
            e.Guest(StoreOpcode, source, low, top - (register + 1) * size, word: size == 2);
        }

        MoveEsp(-8 * size);
        return true;
    }

    bool EmitPopAll(int size)
    {
        (Reg low, int displacement) = StackSlot(0, 8 * size, writes: false);
        // As on hardware, the registers before a fault are loaded already; esp stays, so the instruction can be done again.
        for (int register = 7; register >= 0; register--)
        {
            Reg target = register == (int)Reg.Rsp ? Reg.R9 : (Reg)register;
            e.Guest(LoadOpcode, target, low, displacement + (7 - register) * size, word: size == 2);
        }

        MoveEsp(8 * size);
        return true;
    }

    bool EmitEnter(in Instruction i)
    {
        (Reg address, int displacement) = StackSlot(-4, 4, writes: true);
        e.Guest(StoreOpcode, Reg.Rbp, address, displacement);
        if (mode.IsStackFlat) EmitProbe(-4 - i.Immediate16);
        e.Lea32(Reg.Rbp, Reg.GuestEsp, -4);
        e.Lea32(Reg.GuestEsp, Reg.GuestEsp, -4 - i.Immediate16);
        return true;
    }

    /// <summary>ENTER asks whether it could write at the new top of the stack.</summary>
    void EmitProbe(int displacement)
    {
        const int group3 = 0xF6, not = 2;
        for (int i = 0; i < 2; i++) e.Guest(group3, (Reg)not, Reg.GuestEsp, displacement);
    }

    bool EmitLeave()
    {
        Reg address = Reg.Rbp;
        if (!mode.IsStackFlat)
        {
            e.Move32(Reg.R10, Reg.Rbp);
            EmitSegmentCheck(SegmentName.Ss, 4, writes: false, Reg.R10);
            address = Reg.R10;
        }

        e.Guest(LoadOpcode, Reg.R9, address, 0);
        e.Lea32(Reg.GuestEsp, Reg.Rbp, 4);
        e.Move32(Reg.Rbp, Reg.R9);
        return true;
    }

    void EmitPush(Reg source, int size)
    {
        (Reg address, int displacement) = StackSlot(-size, size, writes: true);
        e.Guest(StoreOpcode, source, address, displacement, word: size == 2);
        MoveEsp(-size);
    }

    void EmitPushImmediate(uint value, int size)
    {
        (Reg address, int displacement) = StackSlot(-size, size, writes: true);
        e.Guest(StoreImmediateOpcode, 0, address, displacement, word: size == 2);
        if (size == 2) e.Bytes((byte)value, (byte)(value >> 8));
        else e.Dword(value);
        MoveEsp(-size);
    }

    /// <summary>Register and displacement that address a place relative to esp.</summary>
    (Reg Address, int Displacement) StackSlot(int displacement, int size, bool writes)
    {
        if (mode.IsStackFlat) return (Reg.GuestEsp, displacement);
        e.Lea32(Reg.R10, Reg.GuestEsp, displacement);
        EmitSegmentCheck(SegmentName.Ss, size, writes, Reg.R10);
        return (Reg.R10, 0);
    }

    void MoveEsp(int bytes) => e.Lea32(Reg.GuestEsp, Reg.GuestEsp, bytes);

    /// <summary>Loads the memory operand, or the register operand, into a scratch register.</summary>
    bool TryEmitLoad(in Instruction source, Reg target, int size)
    {
        if (source.Op0Kind == OpKind.Register)
        {
            e.Move32(target, HostNumber(source.Op0Register));
            return true;
        }

        Instruction i = source;
        if (!TryRebase(ref i)) return false;
        Instruction load = size == 2
            ? Instruction.Create(Code.Mov_r16_rm16, Register.R8W + (target - Reg.R8), AddressOf(i, withSegment: true))
            : Instruction.Create(Code.Mov_r32_rm32, Register.R8D + (target - Reg.R8), AddressOf(i, withSegment: true));
        return e.TryEmit(load, out _);
    }

    static Reg HostNumber(Register register)
    {
        int number = register.GetNumber();
        return number == (int)Reg.Rsp ? Reg.GuestEsp : (Reg)number;
    }
}
