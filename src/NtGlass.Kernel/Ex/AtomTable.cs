namespace NtGlass.Kernel;

/// <summary>The global atoms: strings with numbers from C000 up.</summary>
public sealed class AtomTable
{
    const ushort FirstStringAtom = 0xC000;

    readonly Dictionary<string, Atom> byName = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<ushort, Atom> byNumber = [];

    public ushort Add(string name)
    {
        if (!byName.TryGetValue(name, out Atom? atom))
        {
            ushort number = FirstStringAtom;
            while (byNumber.ContainsKey(number)) number++;
            byName[name] = byNumber[number] = atom = new Atom(name, number);
        }
        atom.References++;
        return atom.Number;
    }

    public ushort? Find(string name) => byName.TryGetValue(name, out Atom? atom) ? atom.Number : null;

    public (string Name, int References)? Find(ushort number) =>
        byNumber.TryGetValue(number, out Atom? atom) ? (atom.Name, atom.References) : null;

    /// <returns>False when there is no such atom.</returns>
    public bool Delete(ushort number)
    {
        if (!byNumber.TryGetValue(number, out Atom? atom)) return false;
        if (--atom.References > 0) return true;
        byNumber.Remove(number);
        byName.Remove(atom.Name);
        return true;
    }

    sealed class Atom(string name, ushort number)
    {
        public string Name => name;

        public ushort Number => number;

        public int References { get; set; }
    }
}
