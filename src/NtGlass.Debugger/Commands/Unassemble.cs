using Iced.Intel;
using NtGlass.Abi;
using NtGlass.Debugger.Disassembly;

namespace NtGlass.Debugger.Commands;

/// <summary><c>u</c>: instructions in memory order.</summary>
sealed class Unassemble : Command
{
    const int DefaultCount = 8;

    public override string Name => "u";

    public override string Syntax => "u [address [Lcount | end]]";

    public override string Summary => "Disassembles instructions in memory order";

    public override string Example => "u ntdll!KiFastSystemCall L2";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        GuestAddress next = session.NextUnassemble ?? session.InstructionPointer;
        bool isCount = arguments.Contains(" L", StringComparison.OrdinalIgnoreCase);
        (GuestAddress address, uint? length) = AddressRange.Parse(session, arguments, next, 1);
        GuestAddress end = length is uint bytes && !isCount ? address + bytes : new GuestAddress(uint.MaxValue);
        uint count = isCount ? length!.Value : length is null ? DefaultCount : uint.MaxValue;
        for (uint done = 0; done < count && address < end; done++)
        {
            if ((done == 0 ? session.Disassembler.Label(address) : LabelAt(session, address)) is Row label) yield return label;
            if (session.Disassembler.Decode(address) is not Instruction instruction)
            {
                yield return Disassembler.UnreadableLine(address);
                break;
            }
            yield return session.Disassembler.Line(instruction);
            address += (uint)instruction.Length;
        }
        session.NextUnassemble = address;
    }

    static Row? LabelAt(DebugSession session, GuestAddress address) =>
        session.Symbols.At(address) is null ? null : session.Disassembler.Label(address);
}
