using System.Text.RegularExpressions;
using NtGlass.Abi;

namespace NtGlass.Debugger.Symbols;

/// <summary>Names to addresses and back over the modules of a target.</summary>
/// <remarks>Of several names at one address the first in ordinal order stands for it, so that NtCreateFile labels what ZwCreateFile also names.</remarks>
public sealed class SymbolIndex
{
    static readonly DebugModule SharedUserData = new("SharedUserData", new GuestAddress(0x7FFE0000), 0x1000, "", "",
        [new Symbol("SystemCallStub", new GuestAddress(0x7FFE0300))]);

    readonly Entry[] entries;

    public SymbolIndex(IEnumerable<DebugModule> modules) =>
        entries = modules.Append(SharedUserData).OrderBy(module => module.Base).Select(module => new Entry(module)).ToArray();

    /// <summary>The modules in address order, without the debugger's own SharedUserData.</summary>
    public IEnumerable<DebugModule> Modules =>
        entries.Select(entry => entry.Module).Where(module => module != SharedUserData);

    public SymbolMatch? Nearest(GuestAddress address)
    {
        foreach (Entry entry in entries)
            if (entry.Module.Contains(address)) return entry.Nearest(address);
        return null;
    }

    /// <summary>The symbol exactly at the address.</summary>
    public SymbolMatch? At(GuestAddress address) =>
        Nearest(address) is { Displacement: 0, Name: not null } match ? match : null;

    /// <summary>Resolves <c>module!name</c>, <c>name</c> or <c>module</c>; upper and lower case are one.</summary>
    public GuestAddress? Resolve(string text)
    {
        int bang = text.IndexOf('!', StringComparison.Ordinal);
        if (bang >= 0) return Candidates(text[..bang]).Select(entry => entry.Find(text[(bang + 1)..])).FirstOrDefault(found => found is not null);
        return entries.Select(entry => entry.Find(text)).FirstOrDefault(found => found is not null)
            ?? Candidates(text).Select(entry => (GuestAddress?)entry.Module.Base).FirstOrDefault();
    }

    /// <summary>All symbols whose <c>module!name</c> fits a pattern with <c>*</c> and <c>?</c>, in address order.</summary>
    public IEnumerable<(DebugModule Module, Symbol Symbol)> Match(string pattern)
    {
        string[] parts = pattern.Split('!', 2);
        Regex module = Wildcard(parts.Length == 2 ? parts[0] : "*");
        Regex name = Wildcard(parts[^1]);
        return from entry in entries
               where module.IsMatch(entry.Module.Name)
               from symbol in entry.Sorted
               where name.IsMatch(symbol.Name)
               select (entry.Module, symbol);
    }

    IEnumerable<Entry> Candidates(string moduleName) =>
        entries.Where(entry => entry.Module.Name.Equals(moduleName, StringComparison.OrdinalIgnoreCase));

    static Regex Wildcard(string pattern) =>
        new($"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase);

    sealed class Entry
    {
        readonly Lazy<Symbol[]> sorted;
        readonly Lazy<Dictionary<string, GuestAddress>> byName;

        public Entry(DebugModule module)
        {
            Module = module;
            sorted = new(() => module.Symbols.OrderBy(symbol => symbol.Address).ThenBy(symbol => symbol.Name, StringComparer.Ordinal).ToArray());
            byName = new(() => module.Symbols.GroupBy(symbol => symbol.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(group => group.Key, group => group.First().Address, StringComparer.OrdinalIgnoreCase));
        }

        public DebugModule Module { get; }

        public Symbol[] Sorted => sorted.Value;

        public GuestAddress? Find(string name) => byName.Value.TryGetValue(name, out GuestAddress address) ? address : null;

        public SymbolMatch Nearest(GuestAddress address)
        {
            int above = LowerBound(address);
            if (above < Sorted.Length && Sorted[above].Address == address) return new SymbolMatch(Module.Name, Sorted[above].Name, 0);
            if (above == 0) return new SymbolMatch(Module.Name, null, address - Module.Base);
            GuestAddress below = Sorted[above - 1].Address;
            return new SymbolMatch(Module.Name, Sorted[LowerBound(below)].Name, address - below);
        }

        int LowerBound(GuestAddress address)
        {
            int low = 0;
            int high = Sorted.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (Sorted[middle].Address < address) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }
}
