using NtGlass.Pe;
using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Tools.Tests;

/// <summary>The reader on the images that the repository carries.</summary>
public sealed class CommittedImageTests
{
    static readonly string Userland = Path.Combine(Repository.Root, "guest", "userland", "bin");

    public static TheoryData<string> Samples => [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.exe").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Samples_are_programs_whose_imports_the_builtin_DLLs_export(string name)
    {
        PeImage image = PeImage.ReadProgram(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", name)));
        Assert.NotNull(image.SectionAt(image.Headers.EntryPoint));
        foreach (PeImportedModule module in PeImportedModule.ReadAll(image))
        {
            PeExports exports = PeExports.Read(Library(module.Name))!;
            Assert.All(module.Symbols, symbol => Assert.NotNull(exports.Find(symbol.Name!)));
        }
    }

    [Fact]
    public void CreateFileA_is_what_the_first_program_imports()
    {
        PeImage image = PeImage.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "createfile.exe")));
        Assert.Contains(PeImportedModule.ReadAll(image), module => module.Name == "KERNEL32.dll" && module.Symbols.Any(symbol => symbol.Name == "CreateFileA"));
    }

    [Fact]
    public void Ntdll_exports_a_stub_for_every_service_under_both_names()
    {
        PeImage ntdll = Library("ntdll.dll");
        Dictionary<string, Rva> exports = PeExports.Read(ntdll)!.Entries.Where(entry => entry.Name is not null).ToDictionary(entry => entry.Name!, entry => entry.Rva);
        Assert.All(OsProfile.Load("winxp-sp3-x86").Nt.Entries, service =>
        {
            Assert.Equal(exports[service.Name], exports["Zw" + service.Name[2..]]);
            Assert.Equal((uint)service.Number, ntdll.ReadUInt32(exports[service.Name] + 1));
        });
    }

    [Theory]
    [InlineData("ntdll")]
    [InlineData("kernel32")]
    public void Symbol_files_and_exports_agree(string name)
    {
        SymbolFile symbols = SymbolFile.Parse(File.ReadAllText(Path.Combine(Userland, name + ".sym")));
        PeImage image = Library(name + ".dll");
        Assert.All(symbols.Symbols, symbol => Assert.True(image.SectionAt(symbol.Rva) is not null, symbol.Name));
        Assert.All(PeExports.Read(image)!.Entries.Where(entry => entry.Forwarder is null), entry => Assert.Equal(entry.Rva, symbols.FindNearest(entry.Rva)!.Rva));
    }

    [Theory]
    [InlineData("ntdll.dll")]
    [InlineData("kernel32.dll")]
    public void Relocations_point_at_addresses_inside_the_image(string name)
    {
        PeImage image = Library(name);
        IReadOnlyList<PeRelocation> relocations = PeRelocation.ReadAll(image);
        Assert.NotEmpty(relocations);
        Assert.All(relocations, relocation =>
        {
            Assert.Equal(RelocationType.HighLow, relocation.Type);
            Assert.InRange(image.ReadUInt32(relocation.Target)!.Value - image.Headers.ImageBase, 0u, image.SizeOfImage);
        });
    }

    [Fact]
    public void A_DLL_is_no_program() => Assert.Equal(PeError.Library,
        Assert.Throws<PeFormatException>(() => PeImage.ReadProgram(File.ReadAllBytes(Path.Combine(Userland, "ntdll.dll")))).Error);

    static PeImage Library(string name) => PeImage.Read(File.ReadAllBytes(Path.Combine(Userland, name.ToLowerInvariant())));
}
