using Iced.Intel;
using NtGlass.Cpu.Host;

namespace NtGlass.Cpu.Translation;

/// <summary>
/// Jumps, calls and returns. A call leaves the host's return address on the host's stack beside the guest's on the guest's; a return
/// takes both, and the place it comes to checks that it is the one the guest means.
/// </summary>
internal sealed unsafe partial class Translator
{
    readonly List<uint> freshLinks = [];

    bool TryEmitBranch(in Instruction i) => i.FlowControl switch
    {
        _ when Is16BitBranch(i) => EmitExecute(i),
        FlowControl.ConditionalBranch => TryEmitConditional(i),
        FlowControl.UnconditionalBranch => EmitDirectJump(i),
        FlowControl.IndirectBranch => TryEmitIndirectJump(i),
        FlowControl.Call => EmitDirectCall(i),
        FlowControl.IndirectCall => TryEmitIndirectCall(i),
        FlowControl.Return => EmitReturn(i),
        _ => false,
    };

    static bool Is16BitBranch(in Instruction i) =>
        i.Op0Kind == OpKind.NearBranch16
        || i.Code is Code.Jmp_rm16 or Code.Call_rm16 or Code.Retnw or Code.Retnw_imm16
            or Code.Loop_rel8_32_CX or Code.Loope_rel8_32_CX or Code.Loopne_rel8_32_CX or Code.Jcxz_rel8_32;

    bool TryEmitConditional(in Instruction i)
    {
        uint target = i.NearBranch32;
        switch (i.Mnemonic)
        {
            case Mnemonic.Jecxz:
                EmitIfRcxZero(() => EmitTakenJump(target));
                return true;
            case Mnemonic.Loop or Mnemonic.Loope or Mnemonic.Loopne:
                EmitLoop(InstructionKinds.LoopCondition(i), target);
                return true;
        }

        int condition = (int)i.ConditionCode - (int)ConditionCode.o;
        bool ticks = target <= i.IP32;
        if (IsLabel(target) && !isStep)
        {
            if (ticks) EmitTick(1);
            labelUses.Add(((nint)e.JumpIf(condition), target));
            if (ticks) EmitTick(-1);
        }
        else if (ticks || isStep)
        {
            byte* notTaken = e.JumpIf(condition ^ 1);
            EmitTakenJump(target);
            e.Bind(notTaken);
        }
        else
        {
            linkUses.Add(((nint)e.JumpIf(condition), target));
        }

        return true;
    }

    void EmitIfRcxZero(Action emit)
    {
        byte* zero = e.JumpIfRcxZero();
        byte* other = e.JumpForward();
        e.BindShort(zero);
        emit();
        e.Bind(other);
    }

    void EmitLoop(Mnemonic mnemonic, uint target)
    {
        e.Lea32(Reg.Rcx, Reg.Rcx, -1);
        byte* done = e.JumpIfRcxZero();
        byte* also = null;
        if (mnemonic != Mnemonic.Loop) also = e.JumpIf(mnemonic == Mnemonic.Loope ? 5 : 4);
        EmitTakenJump(target);
        e.BindShort(done);
        if (also != null) e.Bind(also);
    }

    bool EmitDirectJump(in Instruction i)
    {
        EmitTakenJump(i.NearBranch32);
        return true;
    }

    /// <summary>A direct jump that the current instruction takes.</summary>
    void EmitTakenJump(uint target)
    {
        if (target <= eip)
        {
            EmitTick(1);
            if (!IsLabel(target) && !isStep) EmitPoll(target);
        }

        EmitJump(target);
    }

    /// <summary>Goes on at a guest address, in this unit or another, without a tick.</summary>
    void EmitJump(uint target)
    {
        if (isStep) EmitStepped(target);
        else if (IsLabel(target)) labelUses.Add(((nint)e.JumpForward(), target));
        else linkUses.Add(((nint)e.JumpForward(), target));
    }

    void EmitStepped(uint? target)
    {
        if (target is uint known) e.StoreImmediate32(Reg.State, Fields.Eip, known);
        else e.Store32(Reg.State, Fields.Eip, Reg.R11);
        e.StoreImmediate32(Reg.State, Fields.Reason, (uint)ExitReason.Stepped);
        e.Jump(stubs.CallHost);
    }

    bool TryEmitIndirectJump(in Instruction i)
    {
        if (!TryEmitLoad(i, Reg.R11, 4)) return false;
        EmitTick(1);
        if (isStep)
        {
            EmitStepped(null);
            return true;
        }

        EmitPollIndirect();
        EmitTableAddress();
        e.Bytes(0x43, 0xFF, 0x24, 0xD1); // jmp [r9+r10*8]
        return true;
    }

    bool EmitDirectCall(in Instruction i)
    {
        uint target = i.NearBranch32, next = i.NextIP32;
        EmitPushImmediate(next, 4);
        EmitTick(1);
        if (isStep)
        {
            EmitStepped(target);
            return true;
        }

        EmitPoll(target);
        // A call to the next instruction only asks where it is: it never returns.
        if (target == next) return true;
        AddPoint(target, FaultKind.ShadowFull);
        byte* displacement = e.CallForward();
        if (IsLabel(target)) labelUses.Add(((nint)displacement, target));
        else linkUses.Add(((nint)displacement, target));
        EmitReturnSite(next);
        return true;
    }

    bool TryEmitIndirectCall(in Instruction i)
    {
        if (!TryEmitLoad(i, Reg.R11, 4)) return false;
        EmitPushImmediate(i.NextIP32, 4);
        EmitTick(1);
        if (isStep)
        {
            EmitStepped(null);
            return true;
        }

        EmitPollIndirect();
        EmitTableAddress();
        AddPoint(eip, FaultKind.ShadowFullIndirect);
        e.Bytes(0x43, 0xFF, 0x14, 0xD1); // call [r9+r10*8]
        EmitReturnSite(i.NextIP32);
        return true;
    }

    bool EmitReturn(in Instruction i)
    {
        int extra = i.OpCount == 0 ? 0 : i.Immediate16;
        (Reg address, int displacement) = StackSlot(0, 4, writes: false);
        e.Guest(LoadOpcode, Reg.R11, address, displacement);
        MoveEsp(4 + extra);
        if (isStep) EmitStepped(null);
        else e.WriteByte(0xC3);
        return true;
    }

    void EmitReturnSite(uint next)
    {
        AddPoint(next);
        cache.EmitVerification(next, stubs.ReturnMiss);
        if (region.Contains(next) && !region.Leaders.Contains(next)) labels.TryAdd(next, (nint)e.At);
    }

    /// <summary>r9 + r10 * 8 = where the jump table holds the code for the address in r11.</summary>
    void EmitTableAddress()
    {
        e.Bytes(0x45, 0x0F, 0xB7, 0xD3); // movzx r10d, r11w
        e.Load64(Reg.R9, Reg.State, Fields.CurrentTable);
    }

    /// <summary>The address begins a piece of this unit to which it may jump.</summary>
    bool IsLabel(uint target) => region.Contains(target) && region.Leaders.Contains(target);

    void EmitTick(int count) => e.Lea64(Reg.Ticks, Reg.Ticks, count);

    /// <summary>Faults if the last tick has used up the budget.</summary>
    void EmitPoll(uint target)
    {
        AddPoint(target, FaultKind.Tick);
        e.Memory(0x0FB6, Reg.R10, Reg.Ticks, 0);
    }

    void EmitPollIndirect()
    {
        AddPoint(eip, FaultKind.TickIndirect);
        e.Memory(0x0FB6, Reg.R10, Reg.Ticks, 0);
    }

    /// <summary>Where a jump to another unit leads until it is linked.</summary>
    void EmitLinkStub(byte* displacement, uint target)
    {
        Emitter.Patch(displacement, e.At);
        uint number = cache.AddLink(new Link(displacement, e.At, unit.Map));
        e.StoreImmediate32(Reg.State, Fields.Eip, target);
        e.StoreImmediate32(Reg.State, Fields.Reason, (uint)ExitReason.Link);
        e.StoreImmediate32(Reg.State, Fields.Argument, number);
        e.Jump(stubs.CallHost);
        if (unit.Map.Entries.TryGetValue(target, out UnitEntry known)) cache.Connect(number, known);
    }
}
