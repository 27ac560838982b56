using NtGlass.Abi;

namespace NtGlass.Debugger.Commands;

/// <summary><c>!gdt</c>: the global descriptor table, in the columns of <c>dg</c>.</summary>
sealed class DumpGdt : Command
{
    static readonly string[] SystemTypes =
    [
        "<Reserved>", "TSS16 Avl", "LDT", "TSS16 Busy", "CallGate16", "TaskGate", "IntGate16", "TrapGate16",
        "<Reserved>", "TSS32 Avl", "<Reserved>", "TSS32 Busy", "CallGate32", "<Reserved>", "IntGate32", "TrapGate32",
    ];

    public override string Name => "!gdt";

    public override IReadOnlyList<string> Aliases => ["dg"];

    public override string Syntax => "!gdt [first [last]]";

    public override string Summary => "Shows the global descriptor table: one selector, a range, or all";

    public override string Example => "!gdt 8 38";

    public override IEnumerable<Row> Run(DebugSession session, string arguments)
    {
        uint limit = session.Target.ReadRegister(Register.Gdtl);
        uint[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (uint)session.Evaluator.Evaluate(word)).ToArray();
        uint first = words.Length > 0 ? words[0] & ~7u : 0;
        uint last = words.Length switch { 0 => limit, 1 => first, _ => Math.Min(words[1], limit) };
        if (first > limit) throw new DebuggerException($"Selector {first:x4} is beyond the table, whose limit is {limit:x}");
        yield return "                                  P Si Gr Pr Lo";
        yield return "Sel    Base     Limit     Type    l ze an es ng Flags";
        yield return "---- -------- -------- ---------- - -- -- -- -- --------";
        for (uint selector = first; selector <= last; selector += 8)
        {
            GuestAddress address = new GuestAddress(session.Target.ReadRegister(Register.Gdtr)) + selector;
            ulong? descriptor = session.Target.Memory.ReadUInt64(address);
            if (descriptor is null or 0 && words.Length == 0) continue;
            yield return descriptor is ulong value ? Describe(selector, value) : $"{selector:x4} ????????";
        }
    }

    static string Describe(uint selector, ulong descriptor)
    {
        uint type = (uint)(descriptor >> 40) & 0xFF;
        uint flags = (uint)(descriptor >> 40) & 0xFFFF;
        bool isBig = (flags & 0x4000) != 0;
        bool isPages = (flags & 0x8000) != 0;
        uint limit = (uint)(descriptor & 0xFFFF | descriptor >> 32 & 0xF0000);
        if (isPages) limit = limit << 12 | 0xFFF;
        uint start = (uint)(descriptor >> 16 & 0xFFFFFF | descriptor >> 32 & 0xFF000000);
        string what = (type & 0x10) == 0 ? SystemTypes[type & 15] : Segment(type);
        string present = (type & 0x80) != 0 ? "P " : "Np";
        uint shown = flags & 0xFF | flags >> 4 & 0xF00;
        return $"{selector:x4} {start:x8} {limit:x8} {what,-10} {type >> 5 & 3} {(isBig ? "Bg" : "Nb")} {(isPages ? "Pg" : "By")} {present} Nl {shown:x8}";
    }

    static string Segment(uint type)
    {
        string access = (type & 8) != 0 ? (type & 2) != 0 ? "Code RE" : "Code EO" : (type & 2) != 0 ? "Data RW" : "Data RO";
        return (type & 1) != 0 ? $"{access} Ac" : access;
    }
}
