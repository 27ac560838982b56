namespace NtGlass.Machine.Symbols;

/// <summary>An image in memory now, of ring 0 or of the current process, with the symbols known of it in the order of their addresses.</summary>
public sealed record LoadedModule(string Name, string Path, GuestAddress Base, uint Size, IReadOnlyList<NamedAddress> Symbols)
{
    public bool Contains(GuestAddress address) => address - Base < Size;

    /// <summary>The last symbol at or before the address.</summary>
    public NamedAddress? Nearest(GuestAddress address)
    {
        int low = 0, high = Symbols.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Symbols[middle].Address <= address) low = middle + 1;
            else high = middle;
        }

        return low == 0 ? null : Symbols[low - 1];
    }
}

/// <summary>A symbol without its module.</summary>
public readonly record struct NamedAddress(string Name, GuestAddress Address);
