namespace NtGlass.Debugger.Commands;

/// <summary>How a <c>d</c> command prints memory: the size of an element and how many stand on a line.</summary>
/// <param name="Unit">Bytes of one element.</param>
sealed record DumpFormat(string Name, int Unit, int PerLine, string What)
{
    public DumpStyle Style { get; init; } = DumpStyle.Numbers;

    public static IReadOnlyList<DumpFormat> All { get; } =
    [
        new("db", 1, 16, "bytes with their characters"),
        new("dw", 2, 8, "words"),
        new("dd", 4, 4, "double words"),
        new("dq", 8, 2, "quad words"),
        new("da", 1, 32, "an ANSI string") { Style = DumpStyle.Text },
        new("du", 2, 32, "a UNICODE string") { Style = DumpStyle.Text },
        new("dps", 4, 1, "pointers with their symbols") { Style = DumpStyle.Symbols },
        new("dds", 4, 1, "double words with their symbols") { Style = DumpStyle.Symbols },
    ];
}

enum DumpStyle
{
    Numbers,
    Text,
    Symbols,
}
