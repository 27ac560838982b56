using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NtGlass.Generators.GuestStructs;

/// <summary>Turns the symbols of a declared guest structure into a <see cref="GuestStructModel"/>.</summary>
static class GuestStructReader
{
    public const string StructAttribute = "NtGlass.Profiles.GuestStructAttribute";
    const string FieldAttribute = "NtGlass.Profiles.FieldAttribute";
    const string AddressAttribute = "NtGlass.Profiles.FieldAddressAttribute";

    static readonly string[] FourByteTypes = ["NtGlass.Abi.GuestAddress", "NtGlass.Abi.NtStatus"];

    public static GuestStructModel Read(GeneratorAttributeSyntaxContext context)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        GuestFieldModel[] fields = [.. type.GetMembers().OfType<IPropertySymbol>().Select(ReadField).OfType<GuestFieldModel>()];
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        return new(space, type.Name, Accessibility(type), StructNameOf(type) ?? "", Place.Of(type), new(fields));
    }

    static GuestFieldModel? ReadField(IPropertySymbol property)
    {
        AttributeData? address = Find(property, AddressAttribute);
        AttributeData? field = address ?? Find(property, FieldAttribute);
        if (field is null || !property.IsPartialDefinition) return null;
        string path = field.ConstructorArguments[0].Value as string ?? property.Name;
        bool nullable = property.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        ITypeSymbol type = nullable ? ((INamedTypeSymbol)property.Type).TypeArguments[0] : property.Type;
        (GuestFieldKind kind, int width) = address is null ? KindOf(type) : (GuestFieldKind.Address, 0);
        if (property.SetMethod is not null && kind is GuestFieldKind.Embedded or GuestFieldKind.Address) kind = GuestFieldKind.Unsupported;
        return new(
            property.Name, Accessibility(property), type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), path, kind, width,
            kind == GuestFieldKind.Embedded ? StructNameOf(type) : null, nullable, property.SetMethod is not null,
            property.SetMethod is { } setter && setter.DeclaredAccessibility != property.DeclaredAccessibility ? Accessibility(setter) + " " : "",
            Place.Of(property));
    }

    static (GuestFieldKind Kind, int Width) KindOf(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum) return (GuestFieldKind.Value, WidthOf(((INamedTypeSymbol)type).EnumUnderlyingType!));
        if (type.SpecialType == SpecialType.System_Boolean) return (GuestFieldKind.Boolean, 1);
        if (StructNameOf(type) is not null) return (GuestFieldKind.Embedded, 0);
        if (FourByteTypes.Contains(type.ToDisplayString())) return (GuestFieldKind.Value, 4);
        int width = WidthOf(type);
        return (width == 0 ? GuestFieldKind.Unsupported : GuestFieldKind.Value, width);
    }

    static int WidthOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Byte or SpecialType.System_SByte => 1,
        SpecialType.System_UInt16 or SpecialType.System_Int16 => 2,
        SpecialType.System_UInt32 or SpecialType.System_Int32 => 4,
        SpecialType.System_UInt64 or SpecialType.System_Int64 => 8,
        _ => 0,
    };

    static string? StructNameOf(ITypeSymbol type) => Find(type, StructAttribute)?.ConstructorArguments[0].Value as string;

    static AttributeData? Find(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(data => data.AttributeClass?.ToDisplayString() == attribute);

    static string Accessibility(ISymbol symbol) => SyntaxFacts.GetText(symbol.DeclaredAccessibility);
}
