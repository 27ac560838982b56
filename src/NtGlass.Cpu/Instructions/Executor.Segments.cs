using Iced.Intel;

namespace NtGlass.Cpu.Instructions;

/// <summary>Loads of segment registers with their checks.</summary>
internal sealed partial class Executor
{
    void LoadSegmentRegister(SegmentName name, ushort selector)
    {
        if (name == SegmentName.Ss) processor.Segment(name) = StackSegment(selector, Cpl);
        else processor.Segment(name) = DataSegment(name, selector);
    }

    SegmentRegister DataSegment(SegmentName name, ushort selector)
    {
        if ((selector & 0xFFFC) == 0) return new SegmentRegister(selector, 0, 0, 0);
        SegmentRegister segment = descriptors.Read(selector).ToRegister(selector);
        bool isUsable = segment.IsData || (segment.IsCode && (segment.Attributes & 2) != 0);
        if (!isUsable) throw GuestFault.Protection(selector);
        if (!segment.IsConforming && segment.Dpl < Math.Max(Cpl, selector & 3)) throw GuestFault.Protection(selector);
        if (!segment.IsPresent) throw new GuestFault(Vector.SegmentNotPresent, selector & 0xFFFCu);
        MarkAccessed(ref segment);
        if (name is SegmentName.Ds or SegmentName.Es or SegmentName.Fs) processor.KeepSegment(name, segment, selector);
        return segment;
    }

    SegmentRegister StackSegment(ushort selector, int ring)
    {
        if ((selector & 0xFFFC) == 0) throw GuestFault.Protection();
        SegmentRegister segment = descriptors.Read(selector).ToRegister(selector);
        if ((selector & 3) != ring || segment.Dpl != ring || !segment.IsData || (segment.Attributes & 2) == 0) throw GuestFault.Protection(selector);
        if (!segment.IsPresent) throw new GuestFault(Vector.StackFault, selector & 0xFFFCu);
        MarkAccessed(ref segment);
        return segment;
    }

    void MarkAccessed(ref SegmentRegister segment)
    {
        if (segment.IsAccessed) return;
        descriptors.SetBits(segment.Selector, Descriptor.AccessedBit);
        segment.Attributes |= 1;
    }

    void MoveSystem()
    {
        if (instruction.Op0Kind == OpKind.Register && instruction.Op0Register.IsSegmentRegister())
        {
            SegmentName name = SegmentOf(instruction.Op0Register);
            LoadSegmentRegister(name, (ushort)ReadOperand(1, 2));
            NoteStackLoad(name);
        }
        else
        {
            MoveControlRegister();
        }
    }

    void PopSegment()
    {
        int size = instruction.StackPointerIncrement == 2 ? 2 : 4;
        SegmentName name = SegmentOf(instruction.Op0Register);
        LoadSegmentRegister(name, (ushort)ReadStack(0, 2));
        State.Esp += (uint)size;
        NoteStackLoad(name);
    }

    void NoteStackLoad(SegmentName name) => trapShadow = interruptShadow = name == SegmentName.Ss;

    void LoadFarPointer()
    {
        int size = instruction.Op0Register.GetSize();
        uint address = OperandAddress(size + 2, writes: false);
        uint offset = memory.Read(address, size, Cpl);
        var selector = (ushort)memory.Read(address + (uint)size, 2, Cpl);
        LoadSegmentRegister(instruction.Mnemonic switch
        {
            Mnemonic.Les => SegmentName.Es,
            Mnemonic.Lds => SegmentName.Ds,
            Mnemonic.Lss => SegmentName.Ss,
            Mnemonic.Lfs => SegmentName.Fs,
            _ => SegmentName.Gs,
        }, selector);
        WriteRegister(instruction.Op0Register, offset);
    }

    void Arpl()
    {
        uint target = ReadOperand(0, 2), source = ReadOperand(1, 2);
        bool adjusts = (target & 3) < (source & 3);
        if (adjusts) WriteOperand(0, (target & ~3u) | (source & 3), 2);
        SetZero(adjusts);
    }

    void InspectSelector()
    {
        var selector = (ushort)ReadOperand(instruction.OpCount - 1, 2);
        bool isKnown = (selector & 0xFFFC) != 0 && descriptors.TryRead(selector, out _);
        Descriptor descriptor = default;
        if (isKnown) descriptors.TryRead(selector, out descriptor);
        SegmentRegister segment = descriptor.ToRegister(selector);
        bool isVisible = isKnown && (segment.IsConforming || segment.Dpl >= Math.Max(Cpl, selector & 3));
        bool succeeds = isVisible && instruction.Mnemonic switch
        {
            Mnemonic.Verr => segment.IsData || (segment.IsCode && (segment.Attributes & 2) != 0),
            Mnemonic.Verw => segment.IsData && (segment.Attributes & 2) != 0,
            Mnemonic.Lsl => segment.IsData || segment.IsCode || segment.Type is 1 or 2 or 3 or 9 or 11,
            _ => segment.IsData || segment.IsCode || segment.Type is 1 or 2 or 3 or 4 or 5 or 9 or 11 or 12,
        };
        if (succeeds && instruction.Mnemonic == Mnemonic.Lar) WriteRegister(instruction.Op0Register, descriptor.High & 0x00F0_FF00);
        if (succeeds && instruction.Mnemonic == Mnemonic.Lsl) WriteRegister(instruction.Op0Register, descriptor.Limit);
        SetZero(succeeds);
    }

    void SetZero(bool on) => State.Eflags = on ? State.Eflags | Eflags.Zero : State.Eflags & ~Eflags.Zero;
}
