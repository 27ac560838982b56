namespace NtGlass.Cpu.Host;

/// <summary>Offsets in an FXSAVE area.</summary>
internal static class FxLayout
{
    public const int Size = 512;
    public const int ControlWord = 0, StatusWord = 2, Tags = 4, Opcode = 6, InstructionPointer = 8, DataPointer = 16;
    public const int Mxcsr = 24, MxcsrMask = 28, X87 = 32, Xmm = 160, XmmEnd = 288;
    public const uint DefaultMxcsr = 0x1F80;
}
