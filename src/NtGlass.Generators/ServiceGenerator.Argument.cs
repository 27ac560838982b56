using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NtGlass.Generators;

/// <summary>One parameter of a service method and how it comes out of argument dwords; no dwords when it cannot.</summary>
sealed class ServiceArgument(string name, string type, int dwords, string form, bool isOptional)
{
    public string Name => name;

    public string Type => type;

    public int Dwords => dwords;

    public static ServiceArgument From(IParameterSymbol parameter)
    {
        string type = parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        bool optional = parameter.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "OptAttribute");
        (int dwords, string form) = Classify(parameter.Type, type);
        return new ServiceArgument(parameter.Name, type, dwords, form, optional);
    }

    public string Conversion(int dword)
    {
        string low = $"a[{dword}]";
        return form.Replace("{low}", low).Replace("{high}", $"a[{dword + 1}]");
    }

    public string Description()
    {
        string shortType = Type.Replace("global::", "").Replace("NtGlass.Kernel.", "").Replace("NtGlass.Abi.", "");
        return $"new(\"{Name}\", {SymbolDisplay.FormatLiteral(shortType, quote: true)}, {Dwords}, {(isOptional ? "true" : "false")})";
    }

    static (int Dwords, string Form) Classify(ITypeSymbol type, string name) => type.SpecialType switch
    {
        SpecialType.System_UInt32 => (1, "{low}"),
        SpecialType.System_Boolean => (1, "({low} & 0xFF) != 0"),
        SpecialType.System_Int32 or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Byte
            or SpecialType.System_SByte => (1, $"unchecked(({name}){{low}})"),
        SpecialType.System_UInt64 or SpecialType.System_Int64 => (2, $"unchecked(({name})({{low}} | (ulong){{high}} << 32))"),
        _ when type.TypeKind == TypeKind.Enum => (1, $"unchecked(({name}){{low}})"),
        _ when type.ToDisplayString() is "NtGlass.Abi.GuestAddress" or "NtGlass.Abi.NtStatus" => (1, $"new {name}({{low}})"),
        _ when type.AllInterfaces.Any(face => face.Name == "IServiceArgument") => (1, $"{name}.FromArgument({{low}})"),
        _ => (0, ""),
    };
}
