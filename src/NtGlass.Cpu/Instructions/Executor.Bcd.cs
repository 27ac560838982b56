using Iced.Intel;

namespace NtGlass.Cpu.Instructions;

/// <summary>Decimal adjustments and the other leftovers that 64-bit mode has dropped.</summary>
internal sealed partial class Executor
{
    const uint DecimalFlags = Eflags.Sign | Eflags.Zero | Eflags.Parity;

    byte Al { get => (byte)State.Eax; set => State.Eax = (State.Eax & 0xFFFF_FF00) | value; }

    byte Ah { get => (byte)(State.Eax >> 8); set => State.Eax = (State.Eax & 0xFFFF_00FF) | ((uint)value << 8); }

    bool ExecuteBcd()
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Aaa: AdjustAscii(1); return true;
            case Mnemonic.Aas: AdjustAscii(-1); return true;
            case Mnemonic.Daa: AdjustDecimal(1); return true;
            case Mnemonic.Das: AdjustDecimal(-1); return true;
            case Mnemonic.Aam: DivideAscii(instruction.Immediate8); return true;
            case Mnemonic.Aad: MultiplyAscii(instruction.Immediate8); return true;
            case Mnemonic.Salc: Al = Has(Eflags.Carry) ? byte.MaxValue : (byte)0; return true;
            default: return false;
        }
    }

    bool Has(uint flag) => (State.Eflags & flag) != 0;

    void AdjustAscii(int sign)
    {
        bool adjusts = (Al & 0xF) > 9 || Has(Eflags.Adjust);
        uint ax = State.Eax & 0xFFFF;
        if (adjusts) ax = (uint)(ax + sign * 0x106) & 0xFFFF;
        State.Eax = (State.Eax & 0xFFFF_0000) | (ax & 0xFF0F);
        SetFlagBits(Eflags.Adjust | Eflags.Carry, adjusts);
        SetResultFlags(Al);
    }

    void AdjustDecimal(int sign)
    {
        byte old = Al;
        bool oldCarry = Has(Eflags.Carry), carry = false;
        bool low = (old & 0xF) > 9 || Has(Eflags.Adjust);
        int value = old;
        if (low)
        {
            value += sign * 6;
            carry = oldCarry || value is < 0 or > 0xFF;
        }

        bool high = old > 0x99 || oldCarry;
        if (high) value += sign * 0x60;
        // DAA clears the carry that only the low digit has made; DAS keeps its borrow.
        carry = high || (sign < 0 && carry);
        Al = (byte)value;
        SetFlagBits(Eflags.Adjust, low);
        SetFlagBits(Eflags.Carry, carry);
        SetResultFlags(Al);
    }

    void DivideAscii(byte divisor)
    {
        if (divisor == 0) throw new GuestFault(Vector.DivideError);
        byte al = Al;
        Ah = (byte)(al / divisor);
        Al = (byte)(al % divisor);
        SetResultFlags(Al);
    }

    void MultiplyAscii(byte factor)
    {
        Al = (byte)(Al + Ah * factor);
        Ah = 0;
        SetResultFlags(Al);
    }

    void SetResultFlags(byte result)
    {
        State.Eflags &= ~DecimalFlags;
        if (result == 0) State.Eflags |= Eflags.Zero;
        if ((result & 0x80) != 0) State.Eflags |= Eflags.Sign;
        if (byte.PopCount(result) % 2 == 0) State.Eflags |= Eflags.Parity;
    }

    void SetFlagBits(uint bits, bool on) => State.Eflags = on ? State.Eflags | bits : State.Eflags & ~bits;

    void Bound()
    {
        int size = instruction.Op0Register.GetSize();
        uint address = OperandAddress(2 * size, writes: false);
        int index = Signed(ReadRegister(instruction.Op0Register), size);
        int lower = Signed(memory.Read(address, size, Cpl), size);
        int upper = Signed(memory.Read(address + (uint)size, size, Cpl), size);
        if (index < lower || index > upper) throw new GuestFault(Vector.BoundRange);
    }

    /// <summary>BT, BTS, BTR and BTC with a bit offset that reaches any byte of a 16-bit or checked segment.</summary>
    void BitString()
    {
        int size = instruction.Op1Register.GetSize();
        int offset = Signed(ReadRegister(instruction.Op1Register), size);
        int unitBits = size * 8;
        uint displacement = (uint)((offset >> (size == 2 ? 4 : 5)) * size);
        bool is16 = instruction.MemoryDisplSize == 2 || IsWord(instruction.MemoryBase) || IsWord(instruction.MemoryIndex);
        uint at = EffectiveAddress() + displacement;
        bool writes = instruction.Mnemonic != Mnemonic.Bt;
        uint address = Linear(SegmentOf(instruction.MemorySegment), is16 ? at & 0xFFFF : at, size, writes);
        if (writes) memory.CheckWritable(address, size, Cpl);
        uint value = memory.Read(address, size, Cpl), bit = 1u << (offset & (unitBits - 1));
        uint changed = instruction.Mnemonic switch
        {
            Mnemonic.Bts => value | bit,
            Mnemonic.Btr => value & ~bit,
            Mnemonic.Btc => value ^ bit,
            _ => value,
        };
        if (writes) memory.WriteValue(address, changed, size, Cpl);
        SetFlagBits(Eflags.Carry, (value & bit) != 0);
    }

    static int Signed(uint value, int size) => size == 2 ? (short)value : (int)value;

    void Xlat()
    {
        bool is16 = instruction.MemoryBase == Register.BX;
        uint offset = State.Ebx + Al;
        Al = (byte)memory.Read(Linear(SegmentOf(instruction.MemorySegment), is16 ? offset & 0xFFFF : offset, 1, writes: false), 1, Cpl);
    }

    void Leave16()
    {
        uint frame = State.Ebp;
        uint value = memory.Read(Linear(SegmentName.Ss, frame, 2, writes: false), 2, Cpl);
        State.Esp = frame + 2;
        WriteRegister(Register.BP, value);
    }

    void Enter()
    {
        int size = instruction.Code == Code.Enterw_imm16_imm8 ? 2 : 4;
        uint unit = (uint)size;
        int level = instruction.Immediate8_2nd & 31;
        uint oldEsp = State.Esp, oldEbp = State.Ebp;
        try
        {
            Push(oldEbp, size);
            uint frame = State.Esp;
            for (uint i = 1; i < level; i++)
                Push(memory.Read(Linear(SegmentName.Ss, oldEbp - i * unit, size, writes: false), size, Cpl), size);
            if (level > 0) Push(frame, size);
            State.Esp -= instruction.Immediate16;
            memory.CheckWritable(Linear(SegmentName.Ss, State.Esp, size, writes: true), size, Cpl);
            WriteRegister(size == 2 ? Register.BP : Register.EBP, frame);
        }
        catch (GuestFault)
        {
            (State.Esp, State.Ebp) = (oldEsp, oldEbp);
            throw;
        }
    }
}
