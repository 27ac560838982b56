using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NtGlass.Generators.GuestStructs;

/// <summary>A declared guest structure, in values that compare by content.</summary>
sealed record GuestStructModel(string Namespace, string Name, string Accessibility, string StructName, Place Place, EquatableList<GuestFieldModel> Fields);

/// <summary>A declared property: its C# type, the member it reads, and how wide it may be.</summary>
sealed record GuestFieldModel(
    string Name, string Accessibility, string Type, string Path, GuestFieldKind Kind, int Width, string? EmbeddedStruct, bool IsNullable,
    bool HasSetter, string SetterAccessibility, Place Place);

enum GuestFieldKind
{
    Value,
    Boolean,
    Embedded,
    Address,
    Unsupported,
}

/// <summary>A source position that does not hold on to a syntax tree.</summary>
sealed record Place(string File, TextSpan Span, LinePositionSpan Lines)
{
    public static Place Of(ISymbol symbol)
    {
        Location location = symbol.Locations[0];
        return new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);
    }

    public Location ToLocation() => Location.Create(File, Span, Lines);
}

/// <summary>A list that equals another with equal items.</summary>
sealed class EquatableList<T>(IReadOnlyList<T> items) : IEquatable<EquatableList<T>>
{
    public IReadOnlyList<T> Items { get; } = items;

    public bool Equals(EquatableList<T>? other) => other is not null && Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode() => Items.Aggregate(17, (hash, item) => unchecked(hash * 31 + (item?.GetHashCode() ?? 0)));
}
