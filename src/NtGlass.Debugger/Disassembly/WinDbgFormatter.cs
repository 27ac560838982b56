using Iced.Intel;
using NtGlass.Abi;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Debugger.Disassembly;

/// <summary>Writes an instruction in the words of the Windows debuggers: MASM, lower case, symbols with their address behind.</summary>
public sealed class WinDbgFormatter : ISymbolResolver, IFormatterOptionsProvider
{
    const int MnemonicWidth = 8;

    readonly Func<SymbolIndex> symbols;
    readonly MasmFormatter formatter;
    readonly StringOutput output = new();

    public WinDbgFormatter(Func<SymbolIndex> symbols)
    {
        this.symbols = symbols;
        formatter = new MasmFormatter(this, this);
        FormatterOptions options = formatter.Options;
        options.SpaceAfterOperandSeparator = false;
        options.SmallHexNumbersInDecimal = true;
        options.MemorySizeOptions = MemorySizeOptions.Always;
        options.ShowBranchSize = false;
        options.FirstOperandCharIndex = MnemonicWidth;
    }

    public string Format(in Instruction instruction)
    {
        if (StringOperation.Format(instruction) is string text) return text;
        formatter.Options.MasmSymbolDisplInBrackets = IsAbsolute(instruction);
        formatter.Format(instruction, output);
        return Renamed(instruction.Code, output.ToStringAndReset());
    }

    public bool TryGetSymbol(
        in Instruction instruction, int operand, int instructionOperand, ulong address, int addressSize, out SymbolResult symbol)
    {
        var target = new GuestAddress((uint)address);
        bool isBranch = instructionOperand >= 0 && IsNearBranch(instruction.GetOpKind(instructionOperand));
        string? text = HasSymbols(instruction, instructionOperand) && symbols().Nearest(target) is SymbolMatch match
            ? $"{match} ({target})"
            : isBranch ? target.ToString() : null;
        symbol = text is null ? default : new SymbolResult(address, text);
        return text is not null;
    }

    public void GetOperandOptions(
        in Instruction instruction, int operand, int instructionOperand, ref FormatterOperandOptions options, ref NumberFormattingOptions numberOptions)
    {
        if (IsAbsolute(instruction)) numberOptions.DisplacementLeadingZeros = true;
    }

    static bool IsAbsolute(in Instruction instruction) =>
        instruction.MemoryBase == Iced.Intel.Register.None && instruction.MemoryIndex == Iced.Intel.Register.None;

    /// <summary>Numbers that are read as addresses: branch targets, addresses in memory operands but not through FS or GS, and 32-bit immediates.</summary>
    static bool HasSymbols(in Instruction instruction, int operand)
    {
        if (operand < 0) return false;
        OpKind kind = instruction.GetOpKind(operand);
        return kind switch
        {
            OpKind.Memory => instruction.SegmentPrefix is Iced.Intel.Register.None or Iced.Intel.Register.DS && instruction.MemoryDisplSize == 4,
            OpKind.Immediate32 => instruction.Mnemonic is Mnemonic.Mov or Mnemonic.Push or Mnemonic.Cmp,
            _ => IsNearBranch(kind),
        };
    }

    static bool IsNearBranch(OpKind kind) => kind is OpKind.NearBranch16 or OpKind.NearBranch32;

    static string Renamed(Code code, string text) => code switch
    {
        Code.Pushad => "pushad",
        Code.Popad => "popad",
        Code.INVALID => "???",
        _ => text,
    };
}
