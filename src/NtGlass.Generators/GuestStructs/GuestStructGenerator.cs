using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NtGlass.Generators.GuestStructs;

/// <summary>Gives <c>[GuestStruct]</c> types their bodies, and fails the build where one does not fit the profiles' <c>types.dt</c>.</summary>
[Generator]
public sealed class GuestStructGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<Profile>> profiles = context.AdditionalTextsProvider
            .Where(text => Path.GetFileName(text.Path) == "types.dt")
            .Select(Profile.Read)
            .Collect();
        IncrementalValuesProvider<GuestStructModel> structs = context.SyntaxProvider.ForAttributeWithMetadataName(
            GuestStructReader.StructAttribute, (node, _) => node is TypeDeclarationSyntax, (attributed, _) => GuestStructReader.Read(attributed));
        context.RegisterSourceOutput(structs.Combine(profiles), (output, pair) =>
        {
            (GuestStructModel model, ImmutableArray<Profile> known) = pair;
            foreach (Diagnostic diagnostic in GuestStructChecks.Check(model, known)) output.ReportDiagnostic(diagnostic);
            output.AddSource($"{model.Namespace}.{model.Name}.g.cs", SourceText.From(GuestStructWriter.Write(model), Encoding.UTF8));
        });
    }
}
