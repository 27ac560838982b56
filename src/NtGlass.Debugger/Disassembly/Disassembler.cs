using Iced.Intel;
using NtGlass.Abi;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Debugger.Disassembly;

/// <summary>Reads instructions from guest memory and prints them as lines.</summary>
public sealed class Disassembler(IGuestMemory memory, Func<SymbolIndex> symbols)
{
    const int MaximumLength = 15;
    const int BytesWidth = 16;

    readonly WinDbgFormatter formatter = new(symbols);

    /// <summary>The instruction at the address; null where no byte can be read.</summary>
    public Instruction? Decode(GuestAddress address)
    {
        Span<byte> bytes = stackalloc byte[MaximumLength];
        int read = memory.Read(address, bytes);
        if (read == 0) return null;
        var decoder = Decoder.Create(32, new ByteArrayCodeReader(bytes[..read].ToArray()));
        decoder.IP = address.Value;
        decoder.Decode(out Instruction instruction);
        if (instruction.IsInvalid) instruction.Length = 1;
        return instruction;
    }

    /// <summary><c>7c92d0ae b825000000      mov     eax,25h</c></summary>
    public Row Line(in Instruction instruction)
    {
        var address = new GuestAddress(instruction.IP32);
        Span<byte> bytes = stackalloc byte[instruction.Length];
        memory.Read(address, bytes);
        string hex = Convert.ToHexStringLower(bytes);
        string column = hex.Length < BytesWidth ? hex.PadRight(BytesWidth) : hex + " ";
        var start = new Cell(address.ToString(), address);
        string text = $" {column}{formatter.Format(instruction)}";
        return Target(instruction) is GuestAddress target ? new Row([start, new Cell(text, target)]) : new Row([start, new Cell(text)]);
    }

    /// <summary>The line for memory that cannot be read.</summary>
    public static Row UnreadableLine(GuestAddress address) => $"{address} ??              ???";

    /// <summary><c>ntdll!NtCreateFile:</c>, or null when the module of the address is unknown.</summary>
    public Row? Label(GuestAddress address) =>
        symbols().Nearest(address) is SymbolMatch match ? new Row([new Cell(match.ToString(), address), new Cell(":")]) : null;

    static GuestAddress? Target(in Instruction instruction) => instruction.FlowControl switch
    {
        FlowControl.Call or FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch when instruction.NearBranchTarget != 0 =>
            new GuestAddress((uint)instruction.NearBranchTarget),
        _ => null,
    };
}
