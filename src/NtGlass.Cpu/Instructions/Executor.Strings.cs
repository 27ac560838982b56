using Iced.Intel;

namespace NtGlass.Cpu.Instructions;

/// <summary>String instructions in forms that translated code leaves to C#: 16-bit addresses, segments that are not flat, ports.</summary>
/// <remarks>One element a time, as the processor does: a fault leaves the elements before it done.</remarks>
internal sealed partial class Executor
{
    Register sourceIndex, targetIndex, counter;

    bool StringInstruction()
    {
        if (!instruction.IsStringInstruction) return false;
        bool is16 = UsesSixteenBitAddress();
        (sourceIndex, targetIndex, counter) = is16 ? (Register.SI, Register.DI, Register.CX) : (Register.ESI, Register.EDI, Register.ECX);
        bool repeats = instruction.HasRepPrefix || instruction.HasRepnePrefix;
        if (instruction.Mnemonic is Mnemonic.Insb or Mnemonic.Insw or Mnemonic.Insd or Mnemonic.Outsb or Mnemonic.Outsw or Mnemonic.Outsd)
            CheckPort((ushort)State.Edx, instruction.MemorySize.GetSize());
        while (!repeats || ReadRegister(counter) != 0)
        {
            bool goesOn = OneElement();
            if (!repeats) break;
            WriteRegister(counter, ReadRegister(counter) - 1);
            if (!goesOn) break;
        }

        State.Eip = Next;
        return true;
    }

    bool UsesSixteenBitAddress()
    {
        for (int operand = 0; operand < instruction.OpCount; operand++)
            if (instruction.GetOpKind(operand) is OpKind.MemorySegSI or OpKind.MemorySegDI or OpKind.MemoryESDI) return true;
        return false;
    }

    /// <summary>Does one element; false ends a repetition.</summary>
    bool OneElement()
    {
        int size = instruction.MemorySize.GetSize();
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Movsb or Mnemonic.Movsw or Mnemonic.Movsd:
                WriteTarget(ReadSource(size), size);
                Advance(size, source: true, target: true);
                return true;
            case Mnemonic.Lodsb or Mnemonic.Lodsw or Mnemonic.Lodsd:
                WriteRegister(Accumulator(size), ReadSource(size));
                Advance(size, source: true, target: false);
                return true;
            case Mnemonic.Stosb or Mnemonic.Stosw or Mnemonic.Stosd:
                WriteTarget(ReadRegister(Accumulator(size)), size);
                Advance(size, source: false, target: true);
                return true;
            case Mnemonic.Cmpsb or Mnemonic.Cmpsw or Mnemonic.Cmpsd:
                return Compare(ReadSource(size), ReadTarget(size), size, source: true);
            case Mnemonic.Scasb or Mnemonic.Scasw or Mnemonic.Scasd:
                return Compare(ReadRegister(Accumulator(size)), ReadTarget(size), size, source: false);
            case Mnemonic.Insb or Mnemonic.Insw or Mnemonic.Insd:
                WriteTarget(NoDevice, size);
                Advance(size, source: false, target: true);
                return true;
            default:
                ReadSource(size);
                Advance(size, source: true, target: false);
                return true;
        }
    }

    bool Compare(uint left, uint right, int size, bool source)
    {
        Advance(size, source, target: true);
        SetSubtractionFlags(left, right, size);
        bool areEqual = Has(Eflags.Zero);
        return instruction.HasRepnePrefix ? !areEqual : areEqual;
    }

    void SetSubtractionFlags(uint left, uint right, int size)
    {
        uint mask = size == 4 ? uint.MaxValue : (1u << (size * 8)) - 1, signBit = (mask >> 1) + 1;
        uint result = (left - right) & mask;
        SetFlagBits(Eflags.Carry, left < right);
        SetFlagBits(Eflags.Overflow, ((left ^ right) & (left ^ result) & signBit) != 0);
        SetFlagBits(Eflags.Adjust, ((left ^ right ^ result) & 0x10) != 0);
        SetFlagBits(Eflags.Zero, result == 0);
        SetFlagBits(Eflags.Sign, (result & signBit) != 0);
        SetFlagBits(Eflags.Parity, byte.PopCount((byte)result) % 2 == 0);
    }

    uint ReadSource(int size) =>
        memory.Read(Linear(SegmentOf(instruction.MemorySegment), ReadRegister(sourceIndex), size, writes: false), size, Cpl);

    uint ReadTarget(int size) => memory.Read(Linear(SegmentName.Es, ReadRegister(targetIndex), size, writes: false), size, Cpl);

    void WriteTarget(uint value, int size) =>
        memory.WriteValue(Linear(SegmentName.Es, ReadRegister(targetIndex), size, writes: true), value, size, Cpl);

    void Advance(int size, bool source, bool target)
    {
        uint step = (uint)(Has(Eflags.Direction) ? -size : size);
        if (source) WriteRegister(sourceIndex, ReadRegister(sourceIndex) + step);
        if (target) WriteRegister(targetIndex, ReadRegister(targetIndex) + step);
    }

    static Register Accumulator(int size) => size switch { 1 => Register.AL, 2 => Register.AX, _ => Register.EAX };
}
