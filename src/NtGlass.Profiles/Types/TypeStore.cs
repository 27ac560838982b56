using System.Diagnostics.CodeAnalysis;

namespace NtGlass.Profiles;

/// <summary>The structures and enumerations of one Windows version, from its <c>types.dt</c>.</summary>
public sealed class TypeStore
{
    readonly Dictionary<string, StructType> structs = new(StringComparer.Ordinal);
    readonly Dictionary<string, EnumType> enums = new(StringComparer.Ordinal);

    TypeStore() { }

    public StructType this[string name] =>
        TryGet(name, out StructType? type) ? type : throw new KeyNotFoundException($"There is no structure '{name}'.");

    public IEnumerable<StructType> All => structs.Values;

    public IEnumerable<EnumType> Enums => enums.Values;

    public bool TryGet(string name, [NotNullWhen(true)] out StructType? type) => structs.TryGetValue(name, out type);

    public bool TryGetEnum(string name, [NotNullWhen(true)] out EnumType? type) => enums.TryGetValue(name, out type);

    /// <summary>Reads a listing; lines that are no listing are an error that names them.</summary>
    public static TypeStore Read(IEnumerable<string> lines)
    {
        List<Listing> listings = Split(lines);
        Dictionary<string, int> sizes = listings.ToDictionary(listing => listing.Name, listing => listing.Size, StringComparer.Ordinal);
        var store = new TypeStore();
        foreach (Listing listing in listings)
        {
            if (listing.Lines.Count > 0 && DtText.TryEnumMember(listing.Lines[0], out _, out _))
                store.enums.Add(listing.Name, ReadEnum(listing));
            else
                store.structs.Add(listing.Name, new(store, listing.Module, listing.Name, listing.Size, ReadFields(listing, sizes)));
        }
        return store;
    }

    static List<Listing> Split(IEnumerable<string> lines)
    {
        var listings = new List<Listing>();
        foreach (string line in lines)
        {
            if (DtText.TryHeader(line, out string module, out string name, out int size)) listings.Add(new(module, name, size, []));
            else if (listings.Count > 0) listings[listings.Count - 1].Lines.Add(line);
            else throw new FormatException($"'{line}' stands before the first type.");
        }
        return listings;
    }

    static EnumType ReadEnum(Listing listing) => new(listing.Module, listing.Name, listing.Lines.ConvertAll(line =>
        DtText.TryEnumMember(line, out string name, out int value) ? new EnumMember(name, value) : throw Bad(listing, line)));

    static List<StructField> ReadFields(Listing listing, Dictionary<string, int> sizes)
    {
        var members = listing.Lines.ConvertAll(line =>
            DtText.TryMember(line, out string name, out int offset, out string type) ? (name, offset, type) : throw Bad(listing, line));
        return members.ConvertAll(member =>
        {
            int next = members.Where(other => other.offset > member.offset).Select(other => other.offset).DefaultIfEmpty(listing.Size).Min();
            return new StructField(member.name, member.offset, member.type, SizeOf(member.type, sizes) ?? next - member.offset);
        });
    }

    /// <summary>The size of a type as a listing spells it; null for bit fields and types that are not listed.</summary>
    static int? SizeOf(string type, Dictionary<string, int> sizes)
    {
        if (DtText.TryArray(type, out int count, out string element)) return SizeOf(element, sizes) * count;
        return DtText.SimpleSize(type) ?? (sizes.TryGetValue(type, out int size) ? size : null);
    }

    static FormatException Bad(Listing listing, string line) => new($"{listing.Name}: '{line}' is no member.");

    sealed record Listing(string Module, string Name, int Size, List<string> Lines);
}
