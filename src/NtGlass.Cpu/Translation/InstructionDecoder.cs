using Iced.Intel;

namespace NtGlass.Cpu.Translation;

/// <summary>Decodes as the guest's processor does, which has no BMI1 and no LZCNT: their encodings are BSF and BSR with a prefix that does nothing.</summary>
internal static class InstructionDecoder
{
    public static Decoder Create(CodeReader reader) => Decoder.Create(32, reader, DecoderOptions.NoMPFX_0FBC | DecoderOptions.NoMPFX_0FBD);

    /// <summary>Takes prefixes away that would mean something to the host.</summary>
    public static void DropIdlePrefix(ref Instruction instruction)
    {
        if (instruction.Mnemonic is Mnemonic.Bsf or Mnemonic.Bsr) (instruction.HasRepePrefix, instruction.HasRepnePrefix) = (false, false);
    }
}
