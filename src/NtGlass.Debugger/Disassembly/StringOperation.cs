using Iced.Intel;

namespace NtGlass.Debugger.Disassembly;

/// <summary>String instructions, which the Windows debuggers print with their operands: <c>rep movs dword ptr es:[edi],dword ptr [esi]</c>.</summary>
static class StringOperation
{
    /// <returns>Null when the instruction is none.</returns>
    public static string? Format(in Instruction instruction)
    {
        string? operation = Name(instruction.Mnemonic);
        if (!instruction.IsStringInstruction || operation is null) return null;
        string size = instruction.MemorySize switch
        {
            MemorySize.UInt8 or MemorySize.Int8 => "byte",
            MemorySize.UInt16 or MemorySize.Int16 => "word",
            _ => "dword",
        };
        string prefix = Prefix(instruction);
        string mnemonic = prefix.Length == 0 ? operation.PadRight(8) : $"{prefix}{operation} ";
        return mnemonic + Operands(operation, size, Source(instruction));
    }

    static string Prefix(in Instruction instruction)
    {
        bool compares = instruction.Mnemonic is Mnemonic.Cmpsb or Mnemonic.Cmpsw or Mnemonic.Cmpsd
            or Mnemonic.Scasb or Mnemonic.Scasw or Mnemonic.Scasd;
        if (instruction.HasRepnePrefix) return "repne ";
        return instruction.HasRepPrefix ? compares ? "repe " : "rep " : "";
    }

    static string? Name(Mnemonic mnemonic) => mnemonic switch
    {
        Mnemonic.Movsb or Mnemonic.Movsw or Mnemonic.Movsd => "movs",
        Mnemonic.Stosb or Mnemonic.Stosw or Mnemonic.Stosd => "stos",
        Mnemonic.Lodsb or Mnemonic.Lodsw or Mnemonic.Lodsd => "lods",
        Mnemonic.Scasb or Mnemonic.Scasw or Mnemonic.Scasd => "scas",
        Mnemonic.Cmpsb or Mnemonic.Cmpsw or Mnemonic.Cmpsd => "cmps",
        _ => null,
    };

    static string Source(in Instruction instruction) =>
        instruction.SegmentPrefix == Iced.Intel.Register.None ? "" : instruction.SegmentPrefix.ToString().ToLowerInvariant() + ":";

    static string Operands(string operation, string size, string segment)
    {
        string destination = $"{size} ptr es:[edi]";
        string source = $"{size} ptr {segment}[esi]";
        return operation switch
        {
            "movs" => $"{destination},{source}",
            "cmps" => $"{source},{destination}",
            "lods" => source,
            _ => destination,
        };
    }
}
