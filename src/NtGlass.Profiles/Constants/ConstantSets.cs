using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NtGlass.Profiles;

/// <summary>NT's named constants, and which of them a service parameter takes.</summary>
public sealed class ConstantSets
{
    readonly Dictionary<string, ConstantSet> sets = new(StringComparer.Ordinal);
    readonly Dictionary<string, ConstantSet> byParameter = new(StringComparer.Ordinal);
    readonly Dictionary<string, ConstantSet> byType = new(StringComparer.Ordinal);

    ConstantSets() { }

    public ConstantSet this[string name] => sets[name];

    public IEnumerable<ConstantSet> All => sets.Values;

    public static ConstantSets Load()
    {
        var constants = new ConstantSets();
        constants.ReadSets(DataFile.Facts("abi/constants.txt"));
        constants.ReadRules(DataFile.Facts("abi/parameters.txt"));
        return constants;
    }

    public bool TryFind(string name, [NotNullWhen(true)] out ConstantSet? set) => sets.TryGetValue(name, out set);

    /// <summary>The set that names the values of a parameter, or for a pointer the values behind it.</summary>
    public bool TryFindFor(string service, string parameterName, string type, [NotNullWhen(true)] out ConstantSet? set) =>
        byParameter.TryGetValue($"{service}.{parameterName}", out set)
        || byParameter.TryGetValue($"*.{parameterName}", out set)
        || byType.TryGetValue(type, out set);

    void ReadSets(IEnumerable<string> lines)
    {
        string[] header = [];
        var own = new List<NamedConstant>();
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            if (words[0] is "flags" or "enum")
            {
                Close(header, own);
                header = words;
            }
            else own.Add(new(uint.Parse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), words[1]));
        }
        Close(header, own);
    }

    void Close(string[] header, List<NamedConstant> own)
    {
        if (header.Length > 0)
        {
            bool isFlags = header[0] == "flags";
            ConstantSet? parent = header.Length == 4 ? sets[header[3]] : null;
            sets.Add(header[1], new(header[1], isFlags, isFlags ? ConstantSet.Ordered(own, parent) : [.. own]));
        }
        own.Clear();
    }

    void ReadRules(IEnumerable<string> lines)
    {
        foreach (string[] words in lines.Select(line => line.Split(' ')))
        {
            if (words[0] == "type") byType.Add(words[1], sets[words[2]]);
            else byParameter.Add(words[0], sets[words[1]]);
        }
    }
}
