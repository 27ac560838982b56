using Iced.Intel;

namespace NtGlass.Cpu.Instructions;

/// <summary>Far transfers, 16-bit near transfers, and the instructions between rings when translated code does not make the change itself.</summary>
internal sealed partial class Executor
{
    const ushort FlatCode = 0xC09B, FlatData = 0xC093, Ring3 = 0x60;
    const int CallGate = 12;

    void NearOrFarTransfer()
    {
        bool isCall = instruction.Mnemonic == Mnemonic.Call;
        switch (instruction.Op0Kind)
        {
            case OpKind.FarBranch16:
                FarTransfer(instruction.FarBranchSelector, instruction.FarBranch16, 2, isCall);
                break;
            case OpKind.FarBranch32:
                FarTransfer(instruction.FarBranchSelector, instruction.FarBranch32, 4, isCall);
                break;
            default:
                if (instruction.Code is Code.Jmp_m1616 or Code.Jmp_m1632 or Code.Call_m1616 or Code.Call_m1632) FarIndirect(isCall);
                else NearTransfer16(isCall);
                break;
        }
    }

    void FarIndirect(bool isCall)
    {
        int size = instruction.Code is Code.Jmp_m1616 or Code.Call_m1616 ? 2 : 4;
        uint address = OperandAddress(size + 2, writes: false);
        uint offset = memory.Read(address, size, Cpl);
        FarTransfer((ushort)memory.Read(address + (uint)size, 2, Cpl), offset, size, isCall);
    }

    void FarTransfer(ushort selector, uint offset, int size, bool isCall)
    {
        if ((selector & 0xFFFC) == 0) throw GuestFault.Protection();
        SegmentRegister code = descriptors.Read(selector).ToRegister(selector);
        // Call and task gates lead to other rings through the far call; NT has none.
        if (code.Type == CallGate || !code.IsCode) throw GuestFault.Protection(selector);
        bool isAllowed = code.IsConforming ? code.Dpl <= Cpl : code.Dpl == Cpl && (selector & 3) <= Cpl;
        if (!isAllowed) throw GuestFault.Protection(selector);
        if (!code.IsPresent) throw new GuestFault(Vector.SegmentNotPresent, selector & 0xFFFCu);
        uint from = State.Eip;
        if (isCall)
        {
            uint esp = State.Esp;
            Push(State.Cs.Selector, size);
            try
            {
                Push(Next, size);
            }
            catch (GuestFault)
            {
                State.Esp = esp;
                throw;
            }
        }

        MarkAccessed(ref code);
        code.Selector = (ushort)((selector & 0xFFFC) | Cpl);
        State.Cs = code;
        State.Eip = offset;
        if (isCall || instruction.OpCount == 0 || instruction.Op0Kind == OpKind.Memory || offset <= from) processor.CountTick();
    }

    void NearTransfer16(bool isCall)
    {
        uint target;
        if (instruction.Mnemonic == Mnemonic.Ret)
        {
            target = ReadStack(0, 2);
            State.Esp += 2 + (instruction.OpCount == 0 ? 0u : instruction.Immediate16);
            State.Eip = target;
            return;
        }

        bool isDirect = instruction.Op0Kind == OpKind.NearBranch16;
        target = isDirect ? instruction.NearBranch16 : ReadOperand(0, 2) & 0xFFFF;
        if (isCall) Push(Next, 2);
        if (isCall || !isDirect || target <= State.Eip) processor.CountTick();
        State.Eip = target;
    }

    void ConditionalBranch16() => Branch(ConditionHolds(), instruction.Op0Kind == OpKind.NearBranch16 ? instruction.NearBranch16 : instruction.NearBranch32);

    void CountedBranch()
    {
        uint target = instruction.Op0Kind == OpKind.NearBranch16 ? instruction.NearBranch16 : instruction.NearBranch32;
        bool usesCx = instruction.Code is Code.Loop_rel8_32_CX or Code.Loope_rel8_32_CX or Code.Loopne_rel8_32_CX or Code.Jcxz_rel8_32
            or Code.Loop_rel8_16_CX or Code.Loope_rel8_16_CX or Code.Loopne_rel8_16_CX or Code.Jcxz_rel8_16;
        Register counter = usesCx ? Register.CX : Register.ECX;
        if (instruction.Mnemonic is Mnemonic.Jcxz or Mnemonic.Jecxz)
        {
            Branch(ReadRegister(counter) == 0, target);
            return;
        }

        uint left = ReadRegister(counter) - 1;
        WriteRegister(counter, left);
        bool isZero = (State.Eflags & Eflags.Zero) != 0;
        Branch(ReadRegister(counter) != 0 && Translation.InstructionKinds.LoopCondition(instruction) switch
        {
            Mnemonic.Loope => isZero,
            Mnemonic.Loopne => !isZero,
            _ => true,
        }, target);
    }

    void Branch(bool taken, uint target)
    {
        if (taken && target <= State.Eip) processor.CountTick();
        State.Eip = taken ? target : Next;
    }

    bool ConditionHolds()
    {
        uint flags = State.Eflags;
        bool carry = (flags & Eflags.Carry) != 0, zero = (flags & Eflags.Zero) != 0, sign = (flags & Eflags.Sign) != 0;
        bool overflow = (flags & Eflags.Overflow) != 0, parity = (flags & Eflags.Parity) != 0;
        return instruction.ConditionCode switch
        {
            ConditionCode.o => overflow,
            ConditionCode.no => !overflow,
            ConditionCode.b => carry,
            ConditionCode.ae => !carry,
            ConditionCode.e => zero,
            ConditionCode.ne => !zero,
            ConditionCode.be => carry || zero,
            ConditionCode.a => !(carry || zero),
            ConditionCode.s => sign,
            ConditionCode.ns => !sign,
            ConditionCode.p => parity,
            ConditionCode.np => !parity,
            ConditionCode.l => sign != overflow,
            ConditionCode.ge => sign == overflow,
            ConditionCode.le => zero || sign != overflow,
            _ => !zero && sign == overflow,
        };
    }

    void Sysenter()
    {
        ushort selector = SysenterSelector();
        int ring = Cpl;
        State.Eflags &= ~(Eflags.Interrupt | Eflags.Resume | Eflags.Virtual8086);
        State.Cs = new SegmentRegister(selector, 0, uint.MaxValue, FlatCode);
        State.Ss = new SegmentRegister((ushort)(selector + 8), 0, uint.MaxValue, FlatData);
        State.Esp = State.SysenterEsp;
        State.Eip = State.SysenterEip;
        processor.NoteRing(ring);
    }

    void Sysexit()
    {
        RequireRing0();
        ushort selector = SysenterSelector();
        State.Cs = new SegmentRegister((ushort)((selector + 16) | 3), 0, uint.MaxValue, FlatCode | Ring3);
        State.Ss = new SegmentRegister((ushort)((selector + 24) | 3), 0, uint.MaxValue, FlatData | Ring3);
        State.Esp = State.Ecx;
        State.Eip = State.Edx;
        processor.NoteRing(0);
    }

    ushort SysenterSelector() => (State.SysenterCs & 0xFFFC) is not 0 and uint selector ? (ushort)selector : throw GuestFault.Protection();

    void Into()
    {
        if ((State.Eflags & Eflags.Overflow) != 0) SoftwareInterrupt((byte)Vector.Overflow);
        else State.Eip = Next;
    }

    void SoftwareInterrupt(byte vector)
    {
        delivery.SoftwareInterrupt(vector, Next);
        // The gate has cleared TF before the trap could come.
        trapShadow = true;
    }

    void IceBreakpoint()
    {
        State.Eip = Next;
        delivery.Interrupt((byte)Vector.Debug);
        trapShadow = true;
    }
}
