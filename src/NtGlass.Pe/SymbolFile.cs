using System.Globalization;

namespace NtGlass.Pe;

/// <summary>Symbols of an image from a text file: lines of RVA, size and name, numbers in hexadecimal.</summary>
public sealed class SymbolFile
{
    readonly Symbol[] symbols;

    SymbolFile(Symbol[] symbols) => this.symbols = symbols;

    /// <summary>The symbols in the order of their addresses.</summary>
    public IReadOnlyList<Symbol> Symbols => symbols;

    /// <exception cref="FormatException">A line is not of that form.</exception>
    public static SymbolFile Parse(string text)
    {
        Symbol[] symbols = [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(ParseLine)];
        return new([.. symbols.OrderBy(symbol => symbol.Rva)]);
    }

    /// <summary>The last symbol at or before an address, however far away it is; null before the first.</summary>
    public Symbol? FindNearest(Rva rva)
    {
        int low = 0, high = symbols.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (symbols[middle].Rva <= rva) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? null : symbols[low - 1];
    }

    /// <summary>Finds a symbol by its name.</summary>
    public Symbol? Find(string name) => Array.Find(symbols, symbol => symbol.Name == name);

    static Symbol ParseLine(string line)
    {
        string[] words = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 3 && TryHex(words[0], out uint rva) && TryHex(words[1], out uint size)
            ? new(new(rva), size, words[2])
            : throw new FormatException($"'{line}' is no symbol.");
    }

    static bool TryHex(string text, out uint value) => uint.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value);
}

/// <summary>A named piece of an image.</summary>
public sealed record Symbol(Rva Rva, uint Size, string Name);
