using Iced.Intel;
using NtGlass.Cpu.Host;

namespace NtGlass.Cpu.Translation;

/// <summary>String instructions. ES cannot be overridden, so esi and edi are host addresses while the instruction runs.</summary>
internal sealed unsafe partial class Translator
{
    bool TryEmitString(in Instruction i)
    {
        bool usesSource = false, usesTarget = false;
        for (int operand = 0; operand < i.OpCount; operand++)
        {
            switch (i.GetOpKind(operand))
            {
                case OpKind.MemorySegESI when IsFlat(SegmentOf(i.MemorySegment)):
                    usesSource = true;
                    break;
                case OpKind.MemoryESEDI when mode.IsFlat:
                    usesTarget = true;
                    break;
                case OpKind.Register:
                    break;
                default:
                    return EmitExecute(i);
            }
        }

        e.Load64(Reg.R8, Reg.State, Fields.CurrentView);
        if (usesSource) e.Bytes(0x4A, 0x8D, 0x34, 0x06); // lea rsi, [rsi+r8]
        if (usesTarget) e.Bytes(0x4A, 0x8D, 0x3C, 0x07); // lea rdi, [rdi+r8]
        EmitStringOpcode(i);
        // The views are aligned to 4 GiB.
        if (usesSource) e.Move32(Reg.Rsi, Reg.Rsi);
        if (usesTarget) e.Move32(Reg.Rdi, Reg.Rdi);
        return true;
    }

    void EmitStringOpcode(in Instruction i)
    {
        OpCodeInfo info = i.Code.ToOpCode();
        if (i.HasRepnePrefix) e.WriteByte(0xF2);
        else if (i.HasRepPrefix) e.WriteByte(0xF3);
        if (info.OperandSize == 16) e.WriteByte(0x66);
        e.WriteByte((byte)info.OpCode);
    }
}
