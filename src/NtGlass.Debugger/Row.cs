using NtGlass.Abi;

namespace NtGlass.Debugger;

/// <summary>A piece of a line; with a link it stands for something at an address.</summary>
public readonly record struct Cell(string Text, GuestAddress? Link = null);

/// <summary>One line of a command's output.</summary>
public sealed record Row(IReadOnlyList<Cell> Cells)
{
    public static Row Empty { get; } = new("");

    public Row(string text) : this([new Cell(text)]) { }

    public static implicit operator Row(string text) => new(text);

    public override string ToString() => string.Concat(Cells.Select(cell => cell.Text));
}
