using System.Collections;
using NtGlass.Debugger.Symbols;

namespace NtGlass.Cli.Sessions;

/// <summary>Symbols of an image that are read when somebody first asks; most runs never do.</summary>
sealed class LazySymbols(Func<IReadOnlyList<Symbol>> read) : IReadOnlyList<Symbol>
{
    readonly Lazy<IReadOnlyList<Symbol>> symbols = new(read);

    public int Count => symbols.Value.Count;

    public Symbol this[int index] => symbols.Value[index];

    public IEnumerator<Symbol> GetEnumerator() => symbols.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
