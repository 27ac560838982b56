using Iced.Intel;

namespace NtGlass.Vectors;

/// <summary>Results that say something about this processor or this kernel rather than about the architecture.</summary>
internal static class Artefacts
{
    private const int PageFault = 14;
    private const uint Present = 1;
    private const uint InstructionFetch = 0x10;
    private const uint SystemHalf = 0x8000_0000;

    public static bool Contains(in Instruction instruction, HardwareResult result, bool faulted) =>
        result.Exception == PageFault && (IsNoExecute(result) || result.FaultAddress >= SystemHalf || (faulted && IsUncertainPop(instruction)));

    /// <summary>Whether data can be run depends on no-execute, which a 32-bit Windows may lack.</summary>
    private static bool IsNoExecute(HardwareResult result) =>
        (result.ErrorCode & (Present | InstructionFetch)) == (Present | InstructionFetch);

    /// <summary>
    /// Which registers a POPA has loaded when it faults, and whether a POP of a segment register reads two bytes or four,
    /// is the processor's own affair.
    /// </summary>
    private static bool IsUncertainPop(in Instruction instruction) => instruction.Mnemonic is Mnemonic.Popa or Mnemonic.Popad
        || (instruction.Mnemonic == Mnemonic.Pop && instruction.Op0Kind == OpKind.Register && instruction.Op0Register.IsSegmentRegister());
}
