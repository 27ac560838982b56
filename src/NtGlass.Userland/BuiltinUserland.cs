using System.Reflection;
using NtGlass.Pe;

namespace NtGlass.Userland;

/// <summary>The small DLLs that are part of the program: ntdll with XP's stubs, and kernel32.</summary>
public sealed class BuiltinUserland : UserlandFamily
{
    const string Folder = "builtin/";

    static readonly Assembly Owner = typeof(BuiltinUserland).Assembly;

    public override string Name => "builtin";

    public override UserlandContractKind Contract => UserlandContractKind.Xp;

    public override IReadOnlyList<UserlandModule> Modules { get; } = [.. Owner.GetManifestResourceNames()
        .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal) && resource.EndsWith(".dll", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(resource => new UserlandModule(resource[Folder.Length..], Bytes(resource), Symbols(Path.ChangeExtension(resource, ".sym"))))];

    static byte[] Bytes(string resource)
    {
        using Stream stream = Open(resource);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    static SymbolFile Symbols(string resource)
    {
        using StreamReader reader = new(Open(resource));
        return SymbolFile.Parse(reader.ReadToEnd());
    }

    static Stream Open(string resource) =>
        Owner.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The program was built without {resource}.");
}
