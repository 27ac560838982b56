using System.Diagnostics.CodeAnalysis;

namespace NtGlass.Profiles;

/// <summary>A structure of the operating system: its size and members, unions included.</summary>
public sealed class StructType
{
    readonly TypeStore store;
    readonly Dictionary<string, StructField> byName;

    internal StructType(TypeStore store, string module, string name, int size, IReadOnlyList<StructField> fields)
    {
        this.store = store;
        Module = module;
        Name = name;
        Size = size;
        Fields = fields;
        byName = fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>The module whose symbols hold the type, as <c>dt</c> puts it before the name.</summary>
    public string Module { get; }

    public string Name { get; }

    public int Size { get; }

    public IReadOnlyList<StructField> Fields { get; }

    /// <summary>The offset of a member; the path may be dotted and indexed, as in <c>ApcState.ApcListHead[1].Flink</c>.</summary>
    public int OffsetOf(string path) => Find(path).Offset;

    /// <summary>The member at the end of a path, with its offset from the start of this structure.</summary>
    public StructField Find(string path) =>
        TryFind(path, out StructField? field) ? field : throw new KeyNotFoundException($"{Name} has no member '{path}'.");

    /// <inheritdoc cref="Find"/>
    public bool TryFind(string path, [NotNullWhen(true)] out StructField? field)
    {
        int dot = path.IndexOf('.');
        field = FindOwn(dot < 0 ? path : path.Substring(0, dot));
        if (field is null || dot < 0) return field is not null;
        int start = field.Offset;
        if (!store.TryGet(field.TypeText, out StructType? inner) || !inner.TryFind(path.Substring(dot + 1), out field))
        {
            field = null;
            return false;
        }
        field = field with { Offset = start + field.Offset };
        return true;
    }

    /// <summary>The first line of <c>dt</c> and one line a member.</summary>
    public IEnumerable<string> DtLines => [$"{Module}!{Name}", .. Fields.Select(member => member.ToString())];

    public override string ToString() => Name;

    StructField? FindOwn(string part)
    {
        int bracket = part.IndexOf('[');
        string name = bracket < 0 ? part : part.Substring(0, bracket);
        if (!byName.TryGetValue(name, out StructField? member) || bracket < 0) return member;
        if (!DtText.TryArray(member.TypeText, out int count, out string element)) return null;
        string digits = part.Substring(bracket + 1).TrimEnd(']');
        if (!int.TryParse(digits, out int index) || index < 0 || index >= count) return null;
        int size = member.Size / count;
        return new(part, member.Offset + index * size, element, size);
    }
}
