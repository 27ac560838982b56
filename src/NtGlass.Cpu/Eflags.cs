namespace NtGlass.Cpu;

/// <summary>Bits of EFLAGS.</summary>
internal static class Eflags
{
    public const uint Carry = 1, Reserved1 = 2, Parity = 4, Adjust = 0x10, Zero = 0x40, Sign = 0x80;
    public const uint Trap = 0x100, Interrupt = 0x200, Direction = 0x400, Overflow = 0x800;
    public const uint Iopl = 0x3000, NestedTask = 0x4000, Resume = 0x1_0000, Virtual8086 = 0x2_0000;
    public const uint AlignmentCheck = 0x4_0000, Identification = 0x20_0000;

    public const uint Arithmetic = Carry | Parity | Adjust | Zero | Sign | Overflow;

    /// <summary>The flags that live in the host's own flags while translated code runs.</summary>
    public const uint Native = Arithmetic | Direction;

    /// <summary>What software may set at any ring through POPF; IF and IOPL come on top by privilege.</summary>
    public const uint Unprivileged = Native | Trap | NestedTask | AlignmentCheck | Identification;
}
