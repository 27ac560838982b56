using System.Buffers.Binary;

namespace NtGlass.Cpu.Instructions;

/// <summary>Exceptions and interrupts through the guest's IDT.</summary>
internal sealed class Delivery(Processor processor, LinearMemory memory, Descriptors descriptors)
{
    const int TaskGate = 5, InterruptGate = 14, TrapGate = 15;
    const uint IdtError = 2;
    const uint TssStackPointers = 4, TssStackEntry = 8;
    const int LargestFrame = 6 * sizeof(uint);

    /// <summary>Delivers an exception; a second one on the way becomes a double fault, a third the end.</summary>
    public void Raise(GuestFault fault)
    {
        if (fault.Address is uint address) processor.State.Cr2 = address;
        try
        {
            Deliver((byte)fault.Vector, HasErrorCode(fault.Vector) ? fault.ErrorCode : null, isSoftware: false, pushesResume: IsFault(fault.Vector));
        }
        catch (GuestFault second)
        {
            if (fault.Vector == Vector.DoubleFault) processor.StopWith(RunStop.Shutdown);
            else Raise(MakesDoubleFault(fault.Vector, second.Vector) ? new GuestFault(Vector.DoubleFault) : second);
        }
    }

    /// <summary>INT n, INT3 and INTO: the gate's DPL counts, and the return address is behind the instruction.</summary>
    public void SoftwareInterrupt(byte vector, uint next)
    {
        uint eip = processor.State.Eip;
        processor.State.Eip = next;
        try
        {
            Deliver(vector, null, isSoftware: true, pushesResume: false);
        }
        catch (GuestFault)
        {
            processor.State.Eip = eip;
            throw;
        }
    }

    public void Interrupt(byte vector)
    {
        try
        {
            Deliver(vector, null, isSoftware: false, pushesResume: false);
        }
        catch (GuestFault fault)
        {
            Raise(fault);
        }
    }

    void Deliver(byte vector, uint? errorCode, bool isSoftware, bool pushesResume)
    {
        ref CpuState state = ref processor.State;
        uint gateError = (uint)vector * 8 | IdtError;
        if ((uint)vector * 8 + 7 > state.IdtLimit) throw new GuestFault(Vector.GeneralProtection, gateError);
        uint at = state.IdtBase + (uint)vector * 8;
        var gate = new Descriptor(memory.Read(at, 4, ring: 0), memory.Read(at + 4, 4, ring: 0));
        SegmentRegister attributes = gate.ToRegister(0);
        if (attributes.Type is not (TaskGate or InterruptGate or TrapGate)) throw new GuestFault(Vector.GeneralProtection, gateError);
        if (isSoftware && attributes.Dpl < processor.Cpl) throw new GuestFault(Vector.GeneralProtection, gateError);
        if (!attributes.IsPresent) throw new GuestFault(Vector.SegmentNotPresent, gateError);
        if (attributes.Type == TaskGate)
        {
            // NT's task gates (double fault, NMI, machine check) mean the end of the machine.
            processor.StopWith(RunStop.Shutdown);
            return;
        }

        EnterGate(gate, attributes.Type, errorCode, pushesResume);
    }

    void EnterGate(Descriptor gate, int type, uint? errorCode, bool pushesResume)
    {
        ref CpuState state = ref processor.State;
        int ring = processor.Cpl;
        if ((gate.GateSelector & 0xFFFC) == 0) throw GuestFault.Protection();
        SegmentRegister code = descriptors.Read(gate.GateSelector).ToRegister(gate.GateSelector);
        if (!code.IsCode || code.Dpl > ring) throw GuestFault.Protection(gate.GateSelector);
        if (!code.IsPresent) throw new GuestFault(Vector.SegmentNotPresent, gate.GateSelector);
        int newRing = code.IsConforming ? ring : code.Dpl;
        bool changesStack = newRing != ring;
        (SegmentRegister stack, uint esp) = changesStack ? StackFor(newRing) : (state.Ss, state.Esp);
        esp = PushFrame(stack, esp, changesStack, errorCode, pushesResume, newRing);

        uint cleared = Eflags.Trap | Eflags.NestedTask | Eflags.Resume | Eflags.Virtual8086;
        if (type == InterruptGate) cleared |= Eflags.Interrupt;
        state.Eflags &= ~cleared;
        state.Ss = stack;
        state.Esp = esp;
        code.Selector = (ushort)((gate.GateSelector & 0xFFFC) | newRing);
        state.Cs = code;
        state.Eip = gate.GateOffset;
        processor.NoteRing(ring);
    }

    uint PushFrame(in SegmentRegister stack, uint esp, bool changesStack, uint? errorCode, bool pushesResume, int ring)
    {
        ref CpuState state = ref processor.State;
        Span<byte> frame = stackalloc byte[LargestFrame];
        int used = 0;
        if (errorCode is uint code) Append(frame, ref used, code);
        Append(frame, ref used, state.Eip);
        Append(frame, ref used, state.Cs.Selector);
        Append(frame, ref used, state.Eflags | (pushesResume ? Eflags.Resume : 0));
        if (changesStack)
        {
            Append(frame, ref used, state.Esp);
            Append(frame, ref used, state.Ss.Selector);
        }

        esp -= (uint)used;
        memory.WriteBytes(stack.Base + esp, frame[..used], ring);
        return esp;
    }

    static void Append(Span<byte> frame, ref int used, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame[used..], value);
        used += sizeof(uint);
    }

    (SegmentRegister Stack, uint Esp) StackFor(int ring)
    {
        SegmentRegister task = processor.State.Tr;
        uint entry = TssStackPointers + (uint)ring * TssStackEntry;
        if (!task.IsPresent || entry + TssStackEntry - 1 > task.Limit) throw new GuestFault(Vector.InvalidTss, task.Selector & 0xFFFCu);
        uint esp = memory.Read(task.Base + entry, 4, ring: 0);
        var selector = (ushort)memory.Read(task.Base + entry + 4, 2, ring: 0);
        bool isKnown = descriptors.TryRead(selector, out Descriptor descriptor);
        SegmentRegister stack = descriptor.ToRegister(selector);
        if (!isKnown || (selector & 0xFFFC) == 0 || (selector & 3) != ring || stack.Dpl != ring || !stack.IsWritable)
            throw new GuestFault(Vector.InvalidTss, selector & 0xFFFCu);
        return (stack, esp);
    }

    static bool HasErrorCode(Vector vector) => vector is Vector.DoubleFault or (>= Vector.InvalidTss and <= Vector.PageFault) or Vector.AlignmentCheck;

    static bool IsFault(Vector vector) => vector is not (Vector.Debug or Vector.Breakpoint or Vector.Overflow or Vector.DoubleFault);

    static bool MakesDoubleFault(Vector first, Vector second) =>
        first == Vector.DoubleFault
        || (IsContributory(first) && IsContributory(second))
        || (first == Vector.PageFault && (second == Vector.PageFault || IsContributory(second)));

    static bool IsContributory(Vector vector) => vector is Vector.DivideError or (>= Vector.InvalidTss and <= Vector.GeneralProtection);
}
