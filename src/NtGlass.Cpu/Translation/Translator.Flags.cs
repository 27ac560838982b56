using Iced.Intel;
using NtGlass.Cpu.Host;

namespace NtGlass.Cpu.Translation;

/// <summary>PUSHFD, POPFD, CLI and STI: where the host's flags meet the bits of EFLAGS that live in memory.</summary>
internal sealed unsafe partial class Translator
{
    const uint PrivilegedFlags = Cpu.Eflags.Interrupt | Cpu.Eflags.Iopl;
    const uint StoredUnprivileged = Cpu.Eflags.NestedTask | Cpu.Eflags.AlignmentCheck | Cpu.Eflags.Identification;

    bool TryEmitFlags(in Instruction i)
    {
        // In a step everything that asks for the trap flag is left to C#, which knows it.
        if (isStep || !mode.IsStackFlat) return EmitExecute(i);
        switch (i.Mnemonic)
        {
            case Mnemonic.Pushfd:
                EmitPushfd();
                return true;
            case Mnemonic.Popfd:
                EmitPopfd(i);
                return true;
            case Mnemonic.Cli when mode.Ring == 0:
                EmitStoredFlags(clear: ~Cpu.Eflags.Interrupt, set: 0);
                return true;
            case Mnemonic.Sti when mode.Ring == 0:
                EmitStoredFlags(clear: uint.MaxValue, set: Cpu.Eflags.Interrupt);
                return true;
            default:
                return EmitExecute(i);
        }
    }

    void EmitStoredFlags(uint clear, uint set)
    {
        e.SaveFlags();
        if (set == 0) EmitGroup1Memory(4, clear);
        else EmitGroup1Memory(1, set);
        e.RestoreFlags();
    }

    void EmitGroup1Memory(int operation, uint value)
    {
        e.Memory(0x81, (Reg)operation, Reg.State, Fields.Eflags);
        e.Dword(value);
    }

    void EmitPushfd()
    {
        e.Bytes(0x9C, 0x41, 0x59); // pushfq; pop r9
        e.SaveFlags();
        e.Bytes(0x41, 0x81, 0xE1); // and r9d, imm32
        e.Dword(Cpu.Eflags.Native);
        e.Load32(Reg.R10, Reg.State, Fields.Eflags);
        e.Bytes(0x41, 0x81, 0xE2); // and r10d, imm32
        e.Dword(~(Cpu.Eflags.Native | Cpu.Eflags.Resume | Cpu.Eflags.Virtual8086));
        e.Bytes(0x45, 0x09, 0xD1); // or r9d, r10d
        e.RestoreFlags();
        EmitPush(Reg.R9, 4);
    }

    void EmitPopfd(Instruction i)
    {
        uint stored = mode.Ring == 0 ? StoredUnprivileged | PrivilegedFlags : StoredUnprivileged;
        (Reg address, int displacement) = StackSlot(0, 4, writes: false);
        e.Guest(LoadOpcode, Reg.R9, address, displacement);
        e.Bytes(0x41, 0xF7, 0xC1); // test r9d, imm32
        e.Dword(Cpu.Eflags.Trap);
        byte* traps = e.JumpIf(5);
        byte* allowed = null;
        if (mode.Ring != 0)
        {
            e.Memory(0xF7, 0, Reg.State, Fields.Eflags); // test [eflags], imm32
            e.Dword(Cpu.Eflags.Iopl);
            allowed = e.JumpIf(5);
        }

        e.Load32(Reg.R10, Reg.State, Fields.Eflags);
        e.Bytes(0x41, 0x81, 0xE2); // and r10d, imm32
        e.Dword(~stored);
        e.Move32(Reg.R11, Reg.R9);
        e.Bytes(0x41, 0x81, 0xE3); // and r11d, imm32
        e.Dword(stored);
        e.Bytes(0x45, 0x09, 0xDA); // or r10d, r11d
        e.Store32(Reg.State, Fields.Eflags, Reg.R10);
        MoveEsp(4);
        EmitLoadFlagsFromR9();
        byte* done = e.JumpForward();
        e.Bind(traps);
        if (allowed != null) e.Bind(allowed);
        EmitExecute(i);
        e.Bind(done);
    }

    void EmitLoadFlagsFromR9()
    {
        e.Bytes(0x41, 0x0F, 0xBA, 0xE1, 0x0A);       // bt r9d, 10
        e.Bytes(0x72, 0x03, 0xFC, 0xEB, 0x01, 0xFD); // jc +3; cld; jmp +1; std
        e.Move32(Reg.R11, Reg.R9);
        e.Bytes(0x41, 0xC1, 0xEB, 0x0B); // shr r11d, 11
        e.Bytes(0x41, 0x83, 0xE3, 0x01); // and r11d, 1
        e.Bytes(0x41, 0x80, 0xC3, 0x7F); // add r11b, 7Fh
        e.Move32(Reg.R12, Reg.Rax);
        e.Move32(Reg.Rax, Reg.R9);
        e.Bytes(0x88, 0xC4, 0x9E); // mov ah, al; sahf
        e.Move32(Reg.Rax, Reg.R12);
    }
}
