namespace NtGlass.Kernel;

/// <summary>The global atoms: strings with numbers from C000 up.</summary>
public sealed class AtomTable
{
    public const ushort FirstStringAtom = 0xC000;
    const int MostAtoms = 0x10000 - FirstStringAtom;

    readonly Dictionary<string, Atom> byName = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<ushort, Atom> byNumber = [];
    readonly SortedSet<ushort> freed = [];
    int everUsed;

    /// <summary>The numbers in use, from the lowest up.</summary>
    public IEnumerable<ushort> Numbers => byNumber.Keys.Order();

    /// <summary>Adds a use of a string.</summary>
    /// <param name="name">The string.</param>
    /// <param name="isPinned">It is never deleted.</param>
    /// <returns>Its number; null when all are taken.</returns>
    public ushort? Add(string name, bool isPinned = false)
    {
        if (!byName.TryGetValue(name, out Atom? atom))
        {
            if (TakeNumber() is not ushort number) return null;
            byName[name] = byNumber[number] = atom = new Atom(name, number);
        }
        atom.IsPinned |= isPinned;
        if (atom.References < ushort.MaxValue) atom.References++;
        return atom.Number;
    }

    public ushort? Find(string name) => byName.TryGetValue(name, out Atom? atom) ? atom.Number : null;

    public (string Name, int References, bool IsPinned)? Find(ushort number) =>
        byNumber.TryGetValue(number, out Atom? atom) ? (atom.Name, atom.References, atom.IsPinned) : null;

    /// <summary>Takes a use away; a pinned atom keeps its own.</summary>
    /// <returns>False when there is no such atom; null when it is pinned.</returns>
    public bool? Delete(ushort number)
    {
        if (!byNumber.TryGetValue(number, out Atom? atom)) return false;
        if (atom.IsPinned) return null;
        if (--atom.References > 0) return true;
        byNumber.Remove(number);
        byName.Remove(atom.Name);
        freed.Add(number);
        return true;
    }

    ushort? TakeNumber()
    {
        if (freed.Count > 0)
        {
            ushort lowest = freed.Min;
            freed.Remove(lowest);
            return lowest;
        }
        return everUsed < MostAtoms ? (ushort)(FirstStringAtom + everUsed++) : null;
    }

    sealed class Atom(string name, ushort number)
    {
        public string Name => name;

        public ushort Number => number;

        public int References { get; set; }

        public bool IsPinned { get; set; }
    }
}
