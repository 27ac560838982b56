using Iced.Intel;

namespace NtGlass.Cpu.Instructions;

/// <summary>Operands of instructions that are executed in C#.</summary>
internal sealed partial class Executor
{
    /// <summary>Checks an access to a segment and returns its linear address.</summary>
    public uint Linear(SegmentName name, uint offset, int size, bool writes)
    {
        ref SegmentRegister segment = ref processor.Segment(name);
        bool allowed = writes ? segment.IsWritable : segment.IsReadable;
        if (!allowed || !IsWithin(segment, offset, (uint)size)) throw OutOfSegment(name);
        return segment.Base + offset;
    }

    /// <summary>Raises the fault of an operand of the instruction at Eip that runs over the end of the 4 GiB.</summary>
    public void ThrowIfWrapping()
    {
        Decode();
        usage ??= new InstructionInfoFactory();
        foreach (UsedMemory operand in usage.GetInfo(instruction).GetUsedMemory())
        {
            uint start = (uint)operand.GetVirtualAddress(0, (register, _, _) => register.IsSegmentRegister() ? 0 : ReadRegister(register));
            int size = operand.MemorySize.GetSize();
            if (size > 1 && start > uint.MaxValue - (uint)(size - 1)) throw OutOfSegment(SegmentOf(operand.Segment));
        }
    }

    InstructionInfoFactory? usage;

    static bool IsWithin(in SegmentRegister segment, uint offset, uint size)
    {
        ulong last = (ulong)offset + Math.Max(size, 1) - 1;
        if (!segment.IsExpandDown) return last <= segment.Limit;
        ulong top = segment.IsBig ? uint.MaxValue : ushort.MaxValue;
        return offset > segment.Limit && last <= top;
    }

    static GuestFault OutOfSegment(SegmentName name) => name == SegmentName.Ss ? new GuestFault(Vector.StackFault) : GuestFault.Protection();

    /// <summary>The offset of the memory operand in its segment.</summary>
    uint EffectiveAddress()
    {
        bool is16 = instruction.MemoryDisplSize == 2 || IsWord(instruction.MemoryBase) || IsWord(instruction.MemoryIndex);
        uint address = (uint)instruction.MemoryDisplacement64;
        if (instruction.MemoryBase != Register.None) address += processor.General(instruction.MemoryBase.GetNumber());
        if (instruction.MemoryIndex != Register.None) address += processor.General(instruction.MemoryIndex.GetNumber()) * (uint)instruction.MemoryIndexScale;
        return is16 ? address & 0xFFFF : address;
    }

    static bool IsWord(Register register) => register is >= Register.AX and <= Register.DI;

    uint OperandAddress(int size, bool writes, uint displacement = 0) =>
        Linear(SegmentOf(instruction.MemorySegment), EffectiveAddress() + displacement, size, writes);

    static SegmentName SegmentOf(Register register) => (SegmentName)(register - Register.ES);

    uint ReadOperand(int operand, int size) => instruction.GetOpKind(operand) switch
    {
        OpKind.Register => ReadRegister(instruction.GetOpRegister(operand)),
        OpKind.Memory => memory.Read(OperandAddress(size, writes: false), size, Cpl),
        _ => (uint)instruction.GetImmediate(operand),
    };

    void WriteOperand(int operand, uint value, int size)
    {
        if (instruction.GetOpKind(operand) == OpKind.Register) WriteRegister(instruction.GetOpRegister(operand), value);
        else memory.WriteValue(OperandAddress(size, writes: true), value, size, Cpl);
    }

    uint ReadRegister(Register register)
    {
        if (register.IsSegmentRegister()) return processor.Segment(SegmentOf(register)).Selector;
        if (register is >= Register.AH and <= Register.BH) return (processor.General(register - Register.AH) >> 8) & 0xFF;
        uint value = processor.General(register.GetNumber());
        return register.GetSize() switch { 1 => value & 0xFF, 2 => value & 0xFFFF, _ => value };
    }

    void WriteRegister(Register register, uint value)
    {
        if (register is >= Register.AH and <= Register.BH)
        {
            ref uint whole = ref processor.General(register - Register.AH);
            whole = (whole & 0xFFFF_00FF) | ((value & 0xFF) << 8);
            return;
        }

        ref uint target = ref processor.General(register.GetNumber());
        target = register.GetSize() switch
        {
            1 => (target & 0xFFFF_FF00) | (value & 0xFF),
            2 => (target & 0xFFFF_0000) | (value & 0xFFFF),
            _ => value,
        };
    }

    uint ReadStack(uint offset, int size) => memory.Read(Linear(SegmentName.Ss, State.Esp + offset, size, writes: false), size, Cpl);

    void Push(uint value, int size)
    {
        memory.WriteValue(Linear(SegmentName.Ss, State.Esp - (uint)size, size, writes: true), value, size, Cpl);
        State.Esp -= (uint)size;
    }

    void RequireRing0()
    {
        if (Cpl != 0) throw GuestFault.Protection();
    }
}
