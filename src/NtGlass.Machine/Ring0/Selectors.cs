namespace NtGlass.Machine.Ring0;

/// <summary>NT's selectors, with the ring in their low bits where code loads them.</summary>
static class Selectors
{
    public const int R0Code = 0x08;
    public const int R0Data = 0x10;
    public const int R3Code = 0x18 | 3;
    public const int R3Data = 0x20 | 3;
    public const int Tss = 0x28;
    public const int R0Pcr = 0x30;
    public const int R3Teb = 0x38 | 3;
    public const int DoubleFaultTss = 0x50;
    public const int NmiTss = 0x58;
}

/// <summary>Bits of EFLAGS.</summary>
static class Eflags
{
    public const uint Reserved1 = 2;
    public const uint Trap = 0x100;
    public const uint Interrupt = 0x200;
    public const uint Virtual8086 = 0x20000;
}
