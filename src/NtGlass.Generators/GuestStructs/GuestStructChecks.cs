using Microsoft.CodeAnalysis;
using NtGlass.Profiles;

namespace NtGlass.Generators.GuestStructs;

/// <summary>Holds declared guest structures against the profiles: every name and width must be right in each profile that has the structure.</summary>
static class GuestStructChecks
{
    static readonly DiagnosticDescriptor UnknownStruct = Rule("NTG0101", "No profile has a structure '{0}'");
    static readonly DiagnosticDescriptor UnknownField = Rule("NTG0102", "No profile has a member '{1}' in {0}");
    static readonly DiagnosticDescriptor AbsentField = Rule("NTG0103", "{0}.{1} is absent in profile {2}: the property must be nullable");
    static readonly DiagnosticDescriptor WrongWidth = Rule("NTG0104", "{0}.{1} is '{3}' ({4} bytes) in profile {2}, not {5}");
    static readonly DiagnosticDescriptor Unsupported = Rule("NTG0105", "A property of type {0} with these accessors cannot stand for guest memory");
    static readonly DiagnosticDescriptor BadListing = Rule("NTG0106", "{0}: {1}");

    public static IEnumerable<Diagnostic> Check(GuestStructModel model, IReadOnlyList<Profile> profiles)
    {
        foreach (Profile profile in profiles.Where(profile => profile.Error is not null))
            yield return Diagnostic.Create(BadListing, Location.None, profile.Name, profile.Error);
        var types = profiles.Where(profile => profile.Types is not null && profile.Types.TryGet(model.StructName, out _))
            .Select(profile => (profile.Name, Type: profile.Types![model.StructName])).ToList();
        if (types.Count == 0) yield return Diagnostic.Create(UnknownStruct, model.Place.ToLocation(), model.StructName);
        foreach (GuestFieldModel field in types.Count == 0 ? [] : model.Fields.Items)
            foreach (Diagnostic diagnostic in Check(field, types)) yield return diagnostic;
    }

    static IEnumerable<Diagnostic> Check(GuestFieldModel field, List<(string Profile, StructType Type)> types)
    {
        Location place = field.Place.ToLocation();
        if (field.Kind == GuestFieldKind.Unsupported) yield return Diagnostic.Create(Unsupported, place, field.Type);
        else if (!types.Exists(type => type.Type.TryFind(field.Path, out _)))
            yield return Diagnostic.Create(UnknownField, place, types[0].Type.Name, field.Path);
        else
        {
            foreach ((string profile, StructType type) in types)
            {
                if (type.TryFind(field.Path, out StructField? member))
                {
                    if (!Fits(field, member))
                        yield return Diagnostic.Create(WrongWidth, place, type.Name, field.Path, profile, member.TypeText, member.Size, field.Type);
                }
                else if (!field.IsNullable) yield return Diagnostic.Create(AbsentField, place, type.Name, field.Path, profile);
            }
        }
    }

    static bool Fits(GuestFieldModel field, StructField member) => field.Kind switch
    {
        GuestFieldKind.Address => !member.IsBitField,
        GuestFieldKind.Embedded => member.TypeText == field.EmbeddedStruct,
        _ => member.Size == field.Width && !member.IsBitField && !member.TypeText.StartsWith("[", StringComparison.Ordinal),
    };

    static DiagnosticDescriptor Rule(string id, string message) => new(id, "Guest structure", message, "NtGlass", DiagnosticSeverity.Error, true);
}
