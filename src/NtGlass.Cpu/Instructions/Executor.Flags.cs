using Iced.Intel;

namespace NtGlass.Cpu.Instructions;

/// <summary>PUSHF, POPF, CLI and STI with the rules of IOPL.</summary>
internal sealed partial class Executor
{
    int Iopl => (int)(State.Eflags & Eflags.Iopl) >> 12;

    int FlagsSize => instruction.Mnemonic is Mnemonic.Pushfd or Mnemonic.Popfd ? 4 : 2;

    void PushFlags() => Push(State.Eflags & ~(Eflags.Resume | Eflags.Virtual8086), FlagsSize);

    void PopFlags()
    {
        int size = FlagsSize;
        uint value = ReadStack(0, size);
        State.Esp += (uint)size;
        SetFlags(value, size == 2 ? ushort.MaxValue : uint.MaxValue);
    }

    /// <summary>Takes over the flags that the ring may change.</summary>
    void SetFlags(uint value, uint mask)
    {
        uint changeable = Eflags.Unprivileged;
        if (Cpl <= Iopl) changeable |= Eflags.Interrupt;
        if (Cpl == 0) changeable |= Eflags.Iopl;
        changeable &= mask;
        State.Eflags = (State.Eflags & ~(changeable | Eflags.Resume)) | (value & changeable);
    }

    void SetInterruptFlag(bool on)
    {
        if (Cpl > Iopl) throw GuestFault.Protection();
        bool wasOff = (State.Eflags & Eflags.Interrupt) == 0;
        if (on) State.Eflags |= Eflags.Interrupt;
        else State.Eflags &= ~Eflags.Interrupt;
        interruptShadow = on && wasOff;
    }
}
