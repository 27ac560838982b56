using System.Runtime.Intrinsics.X86;
using Iced.Intel;
using NtGlass.Cpu.Host;

namespace NtGlass.Cpu.Translation;

/// <summary>Ordinary instructions, and the rebasing of memory operands.</summary>
internal sealed unsafe partial class Translator
{
    const uint SimpleFsLimit = 0x1000;

    static readonly InstructionInfoFactory Usage = new();

    bool TryEmitNative(in Instruction source)
    {
        Instruction i = source;
        i.Code = InstructionKinds.TwinOf(i.Code);
        DropIgnoredPrefixes(ref i);
        if (i.Mnemonic == Mnemonic.Xchg && i.Op0Kind == OpKind.Register && i.Op1Kind == OpKind.Register && i.Op0Register == i.Op1Register) return true;
        bool usesHighByte = false, usesExtended = false, hasMemory = false;
        for (int operand = 0; operand < i.OpCount; operand++)
        {
            if (i.GetOpKind(operand) == OpKind.Register)
            {
                Register register = HostRegister(i.GetOpRegister(operand));
                usesHighByte |= register is >= Register.AH and <= Register.BH;
                usesExtended |= register is Register.R15D or Register.R15W;
                i.SetOpRegister(operand, register);
            }
            else if (i.GetOpKind(operand) is OpKind.Memory or OpKind.MemorySegEDI or OpKind.MemorySegDI)
            {
                hasMemory = true;
            }
        }

        if (i.Mnemonic == Mnemonic.Lea) return TryEmitLea(i);
        if (IsBitString(i) && (!IsFlat(SegmentOf(i.MemorySegment)) || Has16BitAddress(i))) return EmitExecute(source);
        if (i.Op0Kind == OpKind.MemorySegDI || (i.Op0Kind == OpKind.MemorySegEDI && !IsFlat(SegmentOf(i.MemorySegment)))) return TryEmitMaskedMove(i);
        if (WaitsForX87(i) && hasMemory && !IsFlat(SegmentOf(i.MemorySegment))) e.WriteByte(Fwait);
        if (i.Mnemonic == Mnemonic.Xlatb && (!IsFlat(SegmentOf(i.MemorySegment)) || i.MemoryBase == Register.BX)) return EmitExecute(source);
        if (hasMemory)
        {
            if (!TryRebase(ref i)) return false;
            usesExtended |= i.MemoryBase is Register.R15D or Register.R8D;
        }
        else
        {
            i.SegmentPrefix = Register.None;
        }

        if (usesHighByte && usesExtended) return TryEmitHighByte(i, hasMemory);
        return e.TryEmit(i, out _);
    }

    static void DropIgnoredPrefixes(ref Instruction i)
    {
        i.HasRepPrefix = false;
        i.HasRepnePrefix = false;
        i.HasXacquirePrefix = false;
        i.HasXreleasePrefix = false;
    }

    /// <summary>The bit offset in a register reaches beyond the operand.</summary>
    static bool IsBitString(in Instruction i) =>
        i.Mnemonic is Mnemonic.Bt or Mnemonic.Bts or Mnemonic.Btr or Mnemonic.Btc && i.Op0Kind == OpKind.Memory && i.Op1Kind == OpKind.Register;

    const byte Fwait = 0x9B;

    static bool WaitsForX87(in Instruction i) =>
        i.Code.CpuidFeatures()[0] is CpuidFeature.FPU or CpuidFeature.FPU287 or CpuidFeature.FPU387
        && i.Mnemonic is not (Mnemonic.Fnstcw or Mnemonic.Fnstsw or Mnemonic.Fnstenv or Mnemonic.Fnsave or Mnemonic.Fninit or Mnemonic.Fnclex);

    /// <summary>MASKMOVQ and MASKMOVDQU at DI, or at EDI in a segment that is not flat.</summary>
    bool TryEmitMaskedMove(Instruction i)
    {
        if (i.Mnemonic == Mnemonic.Maskmovq) EmitSwitchToMmx();
        if (i.Op0Kind == OpKind.MemorySegDI) e.Registers(0x0FB7, Reg.R8, Reg.Rdi);
        else e.Move32(Reg.R8, Reg.Rdi);
        SegmentName segment = SegmentOf(i.MemorySegment);
        if (!IsFlat(segment)) EmitSegment(segment, i.MemorySize.GetSize(), writes: true);
        i.Op0Kind = OpKind.MemorySegEDI;
        i.SegmentPrefix = Register.GS;
        e.Move64(Reg.R9, Reg.Rdi);
        e.Move32(Reg.Rdi, Reg.R8);
        AddPoint(eip, FaultKind.InstructionEdiInR9);
        if (!e.TryEmit(i, out _)) return false;
        e.Move32(Reg.Rdi, Reg.R9);
        AddPoint(eip);
        return true;
    }

    /// <summary>An MMX instruction that faults has switched the x87 registers all the same.</summary>
    void EmitSwitchToMmx() => e.Bytes(0x41, 0x0F, 0x7E, 0xC1); // movd r9d, mm0

    bool TryEmitLea(Instruction i)
    {
        if (!Has16BitAddress(i))
        {
            MapAddressRegisters(ref i);
            i.SegmentPrefix = Register.None;
            return e.TryEmit(i, out _);
        }

        EmitEffectiveAddress(i);
        bool isWord = i.Code == Code.Lea_r16_m;
        Code move = isWord ? Code.Mov_r16_rm16 : Code.Mov_r32_rm32;
        return e.TryEmit(Instruction.Create(move, i.Op0Register, isWord ? Register.R8W : Register.R8D), out _);
    }

    /// <summary>AH, CH, DH and BH cannot be named beside r8 to r15: for this one instruction esi stands in for the other register.</summary>
    bool TryEmitHighByte(Instruction i, bool hasMemory)
    {
        e.Move64(Reg.R9, Reg.Rsi);
        if (hasMemory)
        {
            Instruction address = Instruction.Create(Code.Lea_r32_m, Register.ESI, AddressOf(i));
            e.Emit(address);
            i.MemoryBase = Register.ESI;
            i.MemoryIndex = Register.None;
            i.MemoryDisplacement64 = 0;
            i.MemoryDisplSize = 0;
            AddPoint(eip, FaultKind.InstructionEsiInR9);
            if (!e.TryEmit(i, out _)) return false;
        }
        else
        {
            e.Move32(Reg.Rsi, Reg.GuestEsp);
            for (int operand = 0; operand < i.OpCount; operand++)
            {
                Register register = i.GetOpRegister(operand);
                if (register is Register.R15D) i.SetOpRegister(operand, Register.ESI);
                if (register is Register.R15W) i.SetOpRegister(operand, Register.SI);
            }

            if (!e.TryEmit(i, out _)) return false;
            e.Move32(Reg.GuestEsp, Reg.Rsi);
        }

        e.Move32(Reg.Rsi, Reg.R9);
        AddPoint(eip);
        return true;
    }

    /// <summary>Makes the memory operand one of the host: mapped registers, gs base, and what the segment adds.</summary>
    bool TryRebase(ref Instruction i)
    {
        SegmentName segment = SegmentOf(i.MemorySegment);
        bool isFlat = IsFlat(segment);
        if (isFlat && !Has16BitAddress(i))
        {
            MapAddressRegisters(ref i);
            i.SegmentPrefix = Register.GS;
            return true;
        }

        int size = i.MemorySize.GetSize();
        if (segment == SegmentName.Fs && mode.IsFsSimple && IsInFirstPage(i, size))
        {
            e.Load32(Reg.R8, Reg.State, Fields.SegmentBase(SegmentName.Fs));
            SetAddress(ref i, (uint)i.MemoryDisplacement64);
            return true;
        }

        EmitEffectiveAddress(i);
        if (!isFlat) EmitSegment(segment, size, WritesMemory(i));
        SetAddress(ref i, 0);
        return true;
    }

    static bool IsInFirstPage(in Instruction i, int size) =>
        i.MemoryBase == Register.None && i.MemoryIndex == Register.None && i.MemoryDisplacement64 + (uint)size <= SimpleFsLimit;

    static void SetAddress(ref Instruction i, uint displacement)
    {
        i.MemoryBase = Register.R8D;
        i.MemoryIndex = Register.None;
        i.MemoryIndexScale = 1;
        i.MemoryDisplacement64 = displacement;
        i.MemoryDisplSize = displacement == 0 ? 0 : 4;
        i.SegmentPrefix = Register.GS;
    }

    /// <summary>r8 = offset in the segment.</summary>
    void EmitEffectiveAddress(Instruction i)
    {
        bool is16 = Has16BitAddress(i);
        MapAddressRegisters(ref i);
        e.Emit(Instruction.Create(Code.Lea_r32_m, Register.R8D, AddressOf(i, withSegment: false)));
        if (is16) e.Registers(0x0FB7, Reg.R8, Reg.R8);
    }

    /// <summary>r8 = linear address of the operand at offset r8.</summary>
    void EmitSegment(SegmentName segment, int size, bool writes)
    {
        if (segment == SegmentName.Fs && mode.IsFsSimple && Bmi2.X64.IsSupported)
        {
            e.Lea64(Reg.R9, Reg.R8, size - 1);
            e.MoveImmediate32(Reg.R10, 12);
            e.Bytes(0xC4, 0x42, 0xAB, 0xF7, 0xC9); // shrx r9, r9, r10
            e.Exchange64(Reg.Rcx, Reg.R9);
            byte* simple = e.JumpIfRcxZero();
            e.Move64(Reg.Rcx, Reg.R9);
            byte* far = e.JumpForward();
            e.BindShort(simple);
            e.Move64(Reg.Rcx, Reg.R9);
            e.Load32(Reg.R9, Reg.State, Fields.SegmentBase(SegmentName.Fs));
            e.Bytes(0x47, 0x8D, 0x04, 0x08); // lea r8d, [r8+r9]
            byte* done = e.JumpForward();
            e.Bind(far);
            EmitSegmentCheck(segment, size, writes, Reg.R8);
            e.Bind(done);
            return;
        }

        EmitSegmentCheck(segment, size, writes, Reg.R8);
    }

    /// <summary>Lets C# check an offset in r8 to r11 against the segment and replace it by the linear address; other scratch survives.</summary>
    void EmitSegmentCheck(SegmentName segment, int size, bool writes, Reg register)
    {
        e.StoreImmediate32(Reg.State, Fields.Eip, eip);
        for (Reg r = Reg.R8; r <= Reg.R11; r++) e.Store64(Reg.State, Fields.R8 + (r - Reg.R8) * sizeof(ulong), r);
        EmitCallHost(ExitReason.Segment, SegmentRequest.Encode(segment, size, writes, register - Reg.R8));
        for (Reg r = Reg.R8; r <= Reg.R11; r++) e.Load64(r, Reg.State, Fields.R8 + (r - Reg.R8) * sizeof(ulong));
    }

    bool IsFlat(SegmentName segment) => segment switch
    {
        SegmentName.Ss => mode.IsStackFlat,
        SegmentName.Fs or SegmentName.Gs => false,
        _ => mode.IsFlat,
    };

    static bool WritesCodeSegment(in Instruction i)
    {
        foreach (UsedMemory memory in Usage.GetInfo(i).GetUsedMemory())
            if (memory.Segment == Register.CS && IsWrite(memory.Access)) return true;
        return false;
    }

    static bool WritesMemory(in Instruction i)
    {
        foreach (UsedMemory memory in Usage.GetInfo(i).GetUsedMemory())
            if (IsWrite(memory.Access)) return true;
        return false;
    }

    static bool IsWrite(OpAccess access) => access is OpAccess.Write or OpAccess.CondWrite or OpAccess.ReadWrite or OpAccess.ReadCondWrite;

    static MemoryOperand AddressOf(in Instruction i, bool withSegment = false) => new(
        i.MemoryBase, i.MemoryIndex, i.MemoryIndexScale, (long)i.MemoryDisplacement64, i.MemoryDisplSize, false, withSegment ? Register.GS : Register.None);

    static void MapAddressRegisters(ref Instruction i)
    {
        i.MemoryBase = HostAddressRegister(i.MemoryBase);
        i.MemoryIndex = HostAddressRegister(i.MemoryIndex);
        if ((i.MemoryBase == Register.None && i.MemoryIndex == Register.None) || i.MemoryDisplSize == 2) i.MemoryDisplSize = 4;
    }

    static bool Has16BitAddress(in Instruction i) =>
        i.MemoryDisplSize == 2 || IsWord(i.MemoryBase) || IsWord(i.MemoryIndex) || i.Op0Kind == OpKind.MemorySegDI;

    static bool IsWord(Register register) => register is >= Register.AX and <= Register.DI;

    static Register HostAddressRegister(Register register) => register switch
    {
        Register.BX => Register.EBX,
        Register.BP => Register.EBP,
        Register.SI => Register.ESI,
        Register.DI => Register.EDI,
        Register.ESP => Register.R15D,
        _ => register,
    };

    static Register HostRegister(Register register) => register switch
    {
        Register.ESP => Register.R15D,
        Register.SP => Register.R15W,
        _ => register,
    };

    static SegmentName SegmentOf(Register register) => (SegmentName)(register - Register.ES);
}
