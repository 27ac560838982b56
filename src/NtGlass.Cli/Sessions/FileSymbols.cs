using NtGlass.Abi;
using NtGlass.Pe;
using Symbol = NtGlass.Debugger.Symbols.Symbol;

namespace NtGlass.Cli.Sessions;

/// <summary>The names in an image file of the host: what it exports, and the functions of its COFF symbol table.</summary>
static class FileSymbols
{
    public static IReadOnlyList<Symbol> Read(string path, GuestAddress imageBase)
    {
        try
        {
            byte[] file = File.ReadAllBytes(path);
            IEnumerable<Symbol> exports = PeExports.Read(PeImage.Read(file))?.Entries.Where(export => export is { Name: not null, Forwarder: null }).Select(export => new Symbol(export.Name!, imageBase + export.Rva.Value)) ?? [];
            Symbol[] named = [.. exports];
            HashSet<GuestAddress> known = [.. named.Select(symbol => symbol.Address)];
            return [.. named, .. CoffFile.Read(file).Functions().Select(function => new Symbol(function.PlainName, imageBase + function.Rva.Value)).Where(symbol => !known.Contains(symbol.Address))];
        }
        catch (Exception error) when (error is PeFormatException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
