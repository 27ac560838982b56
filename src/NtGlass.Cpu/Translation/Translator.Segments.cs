using Iced.Intel;
using NtGlass.Cpu.Host;

namespace NtGlass.Cpu.Translation;

/// <summary>Loads and stores of segment registers. Loads that keep the mode are made here from descriptors seen before.</summary>
internal sealed unsafe partial class Translator
{
    bool TryEmitSegment(in Instruction i)
    {
        bool isLoad = i.Op0Kind == OpKind.Register && i.Op0Register.IsSegmentRegister();
        return isLoad ? TryEmitSegmentLoad(i) : TryEmitSegmentStore(i);
    }

    bool TryEmitSegmentStore(in Instruction i)
    {
        e.LoadZero16(Reg.R9, Reg.State, Fields.SegmentSelector(SegmentOf(i.Op1Register)));
        if (i.Op0Kind == OpKind.Register)
        {
            bool isWord = i.Op0Register.IsGPR16();
            if (isWord) e.WriteByte(0x66);
            e.Move32(HostNumber(i.Op0Register), Reg.R9);
            return true;
        }

        Instruction memory = i;
        // Scratch r9 does not survive a check of the segment, so it is loaded again.
        if (!TryRebase(ref memory)) return false;
        e.LoadZero16(Reg.R9, Reg.State, Fields.SegmentSelector(SegmentOf(i.Op1Register)));
        return e.TryEmit(Instruction.Create(Code.Mov_rm16_r16, AddressOf(memory, withSegment: true), Register.R9W), out _);
    }

    bool TryEmitSegmentLoad(in Instruction i)
    {
        SegmentName segment = SegmentOf(i.Op0Register);
        if (segment == SegmentName.Cs) return EmitExecute(i, ExecuteAs.Undefined);
        if (!CanLoadHere(segment)) return EmitExecute(i);
        if (i.Op1Kind == OpKind.Register)
        {
            e.Registers(0x0FB7, Reg.R11, HostNumber(i.Op1Register));
        }
        else
        {
            Instruction memory = i;
            if (!TryRebase(ref memory)) return false;
            e.Emit(Instruction.Create(Code.Movzx_r32_rm16, Register.R11D, AddressOf(memory, withSegment: true)));
        }

        EmitCachedSegmentLoad(i, segment, popped: 0);
        return true;
    }

    bool EmitPopSegment(in Instruction i, int size)
    {
        SegmentName segment = SegmentOf(i.Op0Register);
        if (!CanLoadHere(segment)) return EmitExecute(i);
        (Reg address, int displacement) = StackSlot(0, size, writes: false);
        e.Guest(0x0FB7, Reg.R11, address, displacement);
        EmitCachedSegmentLoad(i, segment, size);
        return true;
    }

    bool CanLoadHere(SegmentName segment) =>
        !isStep && mode.IsFast && mode.Ring is 0 or 3 && segment is SegmentName.Ds or SegmentName.Es or SegmentName.Fs;

    /// <summary>Loads the selector in r11 if the cache has it, else executes the whole instruction in C#.</summary>
    void EmitCachedSegmentLoad(Instruction i, SegmentName segment, int popped)
    {
        int record = Fields.SegmentBase(segment);
        e.SaveFlags();
        e.Bytes(0x41, 0x81, 0xFB); // cmp r11d, imm32
        e.Dword(SegmentCache.Selectors - 1);
        byte* large = e.JumpIf(7);
        e.Move32(Reg.R9, Reg.R11);
        e.Bytes(0x41, 0xC1, 0xE1, 0x04); // shl r9d, 4
        e.MoveImmediate64(Reg.R10, (ulong)segments.RecordsFor(mode.Ring, segment));
        e.Bytes(0x4D, 0x01, 0xD1);                   // add r9, r10
        e.Bytes(0x66, 0x45, 0x39, 0x59, 0x08);       // cmp [r9+8], r11w
        byte* unknown = e.JumpIf(5);
        e.Load64(Reg.R10, Reg.R9, 0);
        e.Store64(Reg.State, record, Reg.R10);
        e.Load64(Reg.R10, Reg.R9, sizeof(ulong));
        e.Store64(Reg.State, record + sizeof(ulong), Reg.R10);
        e.RestoreFlags();
        if (popped != 0) MoveEsp(popped);
        byte* done = e.JumpForward();
        e.Bind(large);
        e.Bind(unknown);
        e.RestoreFlags();
        EmitExecute(i);
        e.Bind(done);
    }
}
