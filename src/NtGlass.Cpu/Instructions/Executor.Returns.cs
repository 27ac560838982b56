using Iced.Intel;

namespace NtGlass.Cpu.Instructions;

/// <summary>IRET and far RET, to the same ring and outwards.</summary>
internal sealed partial class Executor
{
    void InterruptReturn()
    {
        if ((State.Eflags & Eflags.NestedTask) != 0) throw new GuestFault(Vector.InvalidTss, State.Tr.Selector & 0xFFFCu);
        int size = instruction.Mnemonic == Mnemonic.Iretd ? 4 : 2;
        uint unit = (uint)size;
        uint flags = ReadStack(2 * unit, size), eip = ReadStack(0, size);
        var selector = (ushort)ReadStack(unit, 2);
        if ((flags & Eflags.Virtual8086) != 0 && Cpl == 0) throw GuestFault.Protection();
        Return target = PrepareReturn(selector, eip, 3 * unit, size);
        // Who may change IF and IOPL is decided by the ring that executes IRET.
        SetFlags(flags, size == 2 ? ushort.MaxValue : uint.MaxValue);
        Complete(target);
    }

    void FarReturn()
    {
        int size = instruction.Code is Code.Retfw or Code.Retfw_imm16 ? 2 : 4;
        uint unit = (uint)size, extra = instruction.OpCount == 0 ? 0u : instruction.Immediate16;
        uint eip = ReadStack(0, size);
        var selector = (ushort)ReadStack(unit, 2);
        Return target = PrepareReturn(selector, eip, 2 * unit + extra, size);
        if (target.IsOutward) target = target with { Esp = target.Esp + extra };
        Complete(target);
    }

    /// <summary>Makes all checks of a return whose frame ends <paramref name="used"/> bytes above esp.</summary>
    Return PrepareReturn(ushort selector, uint eip, uint used, int size)
    {
        int ring = selector & 3;
        // Hardware reads the outer stack before it finds that the selector leads inwards.
        var stackSelector = (ushort)(ring != Cpl ? ReadStack(used + (uint)size, 2) : 0);
        if ((selector & 0xFFFC) == 0) throw GuestFault.Protection();
        SegmentRegister code = descriptors.Read(selector).ToRegister(selector);
        bool dplFits = code.IsConforming ? code.Dpl <= ring : code.Dpl == ring;
        if (ring < Cpl || !code.IsCode || !dplFits) throw GuestFault.Protection(selector);
        if (!code.IsPresent) throw new GuestFault(Vector.SegmentNotPresent, selector & 0xFFFCu);
        if (ring == Cpl) return new Return(code, eip, State.Ss, State.Esp + used, IsOutward: false);
        uint esp = ReadStack(used, size);
        SegmentRegister stack = StackSegment(stackSelector, ring);
        return new Return(code, eip, stack, esp, IsOutward: true);
    }

    void Complete(in Return target)
    {
        int ring = Cpl;
        State.Cs = target.Code;
        State.Eip = target.Eip;
        State.Ss = target.Stack;
        State.Esp = target.Esp;
        if (!target.IsOutward) return;
        foreach (SegmentName name in (ReadOnlySpan<SegmentName>)[SegmentName.Es, SegmentName.Ds, SegmentName.Fs, SegmentName.Gs])
        {
            ref SegmentRegister segment = ref processor.Segment(name);
            if (!segment.IsConforming && segment.Dpl < Cpl) segment = new SegmentRegister(0, 0, 0, 0);
        }

        processor.NoteRing(ring);
    }

    readonly record struct Return(SegmentRegister Code, uint Eip, SegmentRegister Stack, uint Esp, bool IsOutward);
}
