using Iced.Intel;
using NtGlass.Abi;
using NtGlass.Debugger.Disassembly;

namespace NtGlass.Debugger;

/// <summary>The register block that <c>r</c> prints and that follows every stop.</summary>
public static class RegisterDisplay
{
    static readonly (int Bit, string Set, string Clear)[] FlagNames =
    [
        (11, "ov", "nv"), (10, "dn", "up"), (9, "ei", "di"), (7, "ng", "pl"),
        (6, "zr", "nz"), (4, "ac", "na"), (2, "pe", "po"), (0, "cy", "nc"),
    ];

    public static IEnumerable<Row> All(DebugSession session)
    {
        foreach (string line in Values(session.Target)) yield return line;
        GuestAddress address = session.InstructionPointer;
        if (session.Disassembler.Label(address) is Row label) yield return label;
        yield return session.Disassembler.Decode(address) is Instruction instruction
            ? session.Disassembler.Line(instruction)
            : Disassembler.UnreadableLine(address);
    }

    /// <summary>The three lines of register values.</summary>
    public static IEnumerable<string> Values(IDebugTarget target)
    {
        yield return Join(target, Register.Eax, Register.Ebx, Register.Ecx, Register.Edx, Register.Esi, Register.Edi);
        uint flags = target.ReadRegister(Register.Efl);
        string names = string.Join(' ', FlagNames.Select(flag => (flags >> flag.Bit & 1) != 0 ? flag.Set : flag.Clear));
        yield return $"{Join(target, Register.Eip, Register.Esp, Register.Ebp)} iopl={flags >> 12 & 3}         {names}";
        string selectors = string.Join("  ", new[] { Register.Cs, Register.Ss, Register.Ds, Register.Es, Register.Fs, Register.Gs }
            .Select(register => $"{Name(register)}={target.ReadRegister(register) & 0xFFFF:x4}"));
        yield return $"{selectors}             efl={flags:x8}";
    }

    static string Join(IDebugTarget target, params Register[] registers) =>
        string.Join(' ', registers.Select(register => $"{Name(register)}={target.ReadRegister(register):x8}"));

    static string Name(Register register) => register.ToString().ToLowerInvariant();
}
