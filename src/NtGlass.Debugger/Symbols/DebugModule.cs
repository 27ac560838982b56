using NtGlass.Abi;

namespace NtGlass.Debugger.Symbols;

/// <summary>A name for an address.</summary>
public readonly record struct Symbol(string Name, GuestAddress Address);

/// <summary>A loaded image with the symbols that are known of it.</summary>
/// <param name="Origin">Where the symbols come from, in the debugger's words: <c>export symbols</c>, <c>pdb symbols</c>.</param>
public sealed record DebugModule(
    string Name, GuestAddress Base, uint Size, string ImagePath, string Origin, IReadOnlyList<Symbol> Symbols)
{
    public GuestAddress End => Base + Size;

    public bool Contains(GuestAddress address) => address - Base < Size;
}
