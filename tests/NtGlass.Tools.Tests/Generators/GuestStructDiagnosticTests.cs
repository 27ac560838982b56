extern alias generators;

using System.Collections.Immutable;
using generators::NtGlass.Generators.GuestStructs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NtGlass.Abi;
using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Tools.Tests;

public sealed class GuestStructDiagnosticTests
{
    const string Xp = "ntdll!_CLIENT_ID, 0x8 bytes\n   +0x000 UniqueProcess    : Ptr32 Void\n   +0x004 UniqueThread     : Ptr32 Void\n";
    const string Other = "ntdll!_CLIENT_ID, 0x8 bytes\n   +0x000 UniqueProcess    : Ptr32 Void\n   +0x004 Sequence         : [2] Uint2B\n";

    [Theory]
    [InlineData("_CLIENT", "[Field] public partial uint UniqueProcess { get; }", "NTG0101")]
    [InlineData("_CLIENT_ID", "[Field] public partial uint UniqueProces { get; }", "NTG0102")]
    [InlineData("_CLIENT_ID", "[Field] public partial uint UniqueThread { get; }", "NTG0103")]
    [InlineData("_CLIENT_ID", "[Field] public partial ushort UniqueProcess { get; set; }", "NTG0104")]
    [InlineData("_CLIENT_ID", "[Field] public partial uint? Sequence { get; }", "NTG0104")]
    [InlineData("_CLIENT_ID", "[Field] public partial string UniqueProcess { get; }", "NTG0105")]
    public void What_no_profile_has_fails_the_build(string structName, string member, string expected)
    {
        ImmutableArray<Diagnostic> diagnostics = Generate(structName, member, Xp, Other);
        Assert.NotEmpty(diagnostics);
        Assert.All(diagnostics, diagnostic => Assert.Equal((expected, DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity)));
    }

    [Theory]
    [InlineData("[Field] public partial uint UniqueProcess { get; set; }")]
    [InlineData("[Field] public partial uint? UniqueThread { get; }")]
    [InlineData("[Field(\"Sequence[1]\")] public partial ushort? Second { get; }")]
    public void What_the_profiles_have_builds(string member) => Assert.Empty(Generate("_CLIENT_ID", member, Xp, Other));

    [Fact]
    public void A_listing_that_cannot_be_read_fails_the_build() =>
        Assert.Contains(Generate("_CLIENT_ID", "[Field] public partial uint UniqueProcess { get; }", Xp, Xp + "garbage\n"), diagnostic => diagnostic.Id == "NTG0106");

    static ImmutableArray<Diagnostic> Generate(string structName, string member, params string[] listings)
    {
        string source = $$"""
            using NtGlass.Profiles;
            namespace Example;
            [GuestStruct("{{structName}}")]
            public readonly partial struct View { {{member}} }
            """;
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> assemblies = Directory.GetFiles(framework, "System*.dll")
            .Append(typeof(OsProfile).Assembly.Location).Append(typeof(GuestAddress).Assembly.Location);
        var parse = new CSharpParseOptions(LanguageVersion.Preview);
        var compilation = CSharpCompilation.Create("Example", [CSharpSyntaxTree.ParseText(source, parse, cancellationToken: TestContext.Current.CancellationToken)],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)), new(OutputKind.DynamicallyLinkedLibrary));
        AdditionalText[] texts = [.. listings.Select((text, index) => new Listing($"/profiles/windows{index}/types.dt", text))];
        var driver = CSharpGeneratorDriver.Create([new GuestStructGenerator().AsSourceGenerator()], texts, parse);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics, TestContext.Current.CancellationToken);
        return diagnostics.Length > 0 ? diagnostics
            : [.. output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    sealed class Listing(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
