using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NtGlass.Profiles;

/// <summary>The services of one table, in the order of their numbers.</summary>
public sealed class ServiceTable
{
    readonly ServiceEntry[] entries;
    readonly Dictionary<string, ServiceEntry> byName;

    ServiceTable(ServiceEntry[] entries)
    {
        this.entries = entries;
        byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    public int Count => entries.Length;

    public IReadOnlyList<ServiceEntry> Entries => entries;

    /// <summary>The service with an index: its number without the table bits.</summary>
    public ServiceEntry this[int index] => entries[index];

    /// <summary>Finds a service by its Nt name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out ServiceEntry? entry) => byName.TryGetValue(name, out entry);

    internal static ServiceTable Read(string servicesPath, params IEnumerable<string> prototypesPaths)
    {
        Dictionary<string, ServicePrototype> prototypes = prototypesPaths.SelectMany(PrototypeFile.Read).ToDictionary(StringComparer.Ordinal);
        ServiceEntry[] entries = [.. DataFile.Facts(servicesPath).Select(line =>
        {
            string[] words = line.Split(' ');
            return new ServiceEntry(Hex(words[0]), words[2], Hex(words[1]), prototypes.GetValueOrDefault(words[2]));
        })];
        for (int index = 0; index < entries.Length; index++)
            if ((entries[index].Number & 0xFFF) != index) throw new FormatException($"{servicesPath}: {entries[index].Name} is out of order.");
        return new(entries);
    }

    static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
