using Iced.Intel;

namespace NtGlass.Cpu.Instructions;

/// <summary>Control and debug registers, descriptor-table registers, MSRs and the other instructions of ring 0.</summary>
internal sealed partial class Executor
{
    const uint Cr0TaskSwitched = 8, Cr0Fixed = 0x11;
    const uint MsrTimeStamp = 0x10, MsrSysenterCs = 0x174, MsrSysenterEsp = 0x175, MsrSysenterEip = 0x176;
    const int TssAvailable = 9, LdtType = 2;

    void MoveControlRegister()
    {
        RequireRing0();
        bool isLoad = instruction.Op0Register.IsCR() || instruction.Op0Register.IsDR();
        if (isLoad) LoadSystemRegister(instruction.Op0Register, ReadRegister(instruction.Op1Register));
        else WriteRegister(instruction.Op0Register, SystemRegister(instruction.Op1Register));
    }

    uint SystemRegister(Register register) => register switch
    {
        Register.CR0 => State.Cr0,
        Register.CR2 => State.Cr2,
        Register.CR3 => State.Cr3,
        Register.CR4 => State.Cr4,
        Register.DR0 => State.Dr0,
        Register.DR1 => State.Dr1,
        Register.DR2 => State.Dr2,
        Register.DR3 => State.Dr3,
        Register.DR4 or Register.DR6 => State.Dr6,
        Register.DR5 or Register.DR7 => State.Dr7,
        _ => throw GuestFault.Undefined(),
    };

    void LoadSystemRegister(Register register, uint value)
    {
        const uint dr6Ones = 0xFFFF_0FF0, dr6Writable = 0xE00F, dr7One = 0x400;
        switch (register)
        {
            case Register.CR0: State.Cr0 = value | Cr0Fixed; break;
            case Register.CR2: State.Cr2 = value; break;
            case Register.CR3: State.Cr3 = value; break;
            case Register.CR4: State.Cr4 = value; break;
            case Register.DR0: State.Dr0 = value; break;
            case Register.DR1: State.Dr1 = value; break;
            case Register.DR2: State.Dr2 = value; break;
            case Register.DR3: State.Dr3 = value; break;
            case Register.DR4 or Register.DR6: State.Dr6 = (value & dr6Writable) | dr6Ones; break;
            case Register.DR5 or Register.DR7: State.Dr7 = value | dr7One; break;
            default: throw GuestFault.Undefined();
        }
    }

    void ExecutePrivileged()
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Sgdt: StoreTable(State.GdtBase, State.GdtLimit); break;
            case Mnemonic.Sidt: StoreTable(State.IdtBase, State.IdtLimit); break;
            case Mnemonic.Sldt: StoreSelector(State.Ldtr.Selector); break;
            case Mnemonic.Str: StoreSelector(State.Tr.Selector); break;
            case Mnemonic.Smsw: StoreSelector(State.Cr0); break;
            default:
                RequireRing0();
                ExecuteRing0();
                break;
        }
    }

    void ExecuteRing0()
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Lgdt:
                (State.GdtBase, State.GdtLimit) = LoadTable();
                processor.ForgetSegments();
                break;
            case Mnemonic.Lidt:
                (State.IdtBase, State.IdtLimit) = LoadTable();
                break;
            case Mnemonic.Lldt:
                LoadLocalTable((ushort)ReadOperand(0, 2));
                break;
            case Mnemonic.Ltr:
                LoadTask((ushort)ReadOperand(0, 2));
                break;
            case Mnemonic.Lmsw:
                State.Cr0 = (State.Cr0 & ~0xEu) | (ReadOperand(0, 2) & 0xF) | Cr0Fixed;
                break;
            case Mnemonic.Clts:
                State.Cr0 &= ~Cr0TaskSwitched;
                break;
            case Mnemonic.Invlpg or Mnemonic.Invd or Mnemonic.Wbinvd:
                break;
            case Mnemonic.Rdmsr:
                ReadMsr();
                break;
            case Mnemonic.Wrmsr:
                WriteMsr();
                break;
            case Mnemonic.Rdpmc:
                throw GuestFault.Protection();
            default:
                throw GuestFault.Undefined();
        }
    }

    void StoreTable(uint start, uint limit)
    {
        uint address = OperandAddress(6, writes: true);
        Span<byte> bytes = [(byte)limit, (byte)(limit >> 8), (byte)start, (byte)(start >> 8), (byte)(start >> 16), (byte)(start >> 24)];
        memory.WriteBytes(address, bytes, Cpl);
    }

    (uint Start, uint Limit) LoadTable()
    {
        uint address = OperandAddress(6, writes: false);
        uint limit = memory.Read(address, 2, Cpl), start = memory.Read(address + 2, 4, Cpl);
        bool is16 = instruction.Code is Code.Lgdt_m1632_16 or Code.Lidt_m1632_16;
        return (is16 ? start & 0xFF_FFFF : start, limit);
    }

    void StoreSelector(uint value)
    {
        bool isRegister = instruction.Op0Kind == OpKind.Register;
        int size = isRegister ? instruction.Op0Register.GetSize() : 2;
        WriteOperand(0, value, size);
    }

    void LoadLocalTable(ushort selector)
    {
        if ((selector & 0xFFFC) == 0)
        {
            State.Ldtr = new SegmentRegister(selector, 0, 0, 0);
        }
        else
        {
            SegmentRegister table = descriptors.Read(selector).ToRegister(selector);
            if (table.Type != LdtType) throw GuestFault.Protection(selector);
            if (!table.IsPresent) throw new GuestFault(Vector.SegmentNotPresent, selector & 0xFFFCu);
            State.Ldtr = table;
        }

        processor.ForgetSegments();
    }

    void LoadTask(ushort selector)
    {
        if ((selector & 0xFFFC) == 0) throw GuestFault.Protection();
        SegmentRegister task = descriptors.Read(selector).ToRegister(selector);
        if (task.Type != TssAvailable) throw GuestFault.Protection(selector);
        if (!task.IsPresent) throw new GuestFault(Vector.SegmentNotPresent, selector & 0xFFFCu);
        descriptors.SetBits(selector, Descriptor.BusyBit);
        task.Attributes |= (ushort)(Descriptor.BusyBit >> 8);
        State.Tr = task;
    }

    void ReadMsr()
    {
        ulong value = State.Ecx switch
        {
            MsrTimeStamp => TimeStamp,
            MsrSysenterCs => State.SysenterCs,
            MsrSysenterEsp => State.SysenterEsp,
            MsrSysenterEip => State.SysenterEip,
            _ => throw GuestFault.Protection(),
        };
        (State.Eax, State.Edx) = ((uint)value, (uint)(value >> 32));
    }

    void WriteMsr()
    {
        switch (State.Ecx)
        {
            case MsrTimeStamp: timeStampOffset += (((ulong)State.Edx << 32) | State.Eax) - TimeStamp; break;
            case MsrSysenterCs: processor.SetSysenterCs(State.Eax); break;
            case MsrSysenterEsp: State.SysenterEsp = State.Eax; break;
            case MsrSysenterEip: State.SysenterEip = State.Eax; break;
            default: throw GuestFault.Protection();
        }
    }

    void Halt()
    {
        RequireRing0();
        State.Eip = Next;
        processor.StopWith(RunStop.Halted);
    }
}
