using NtGlass.Host;
using NtGlass.Kernel;
using NtGlass.Pe;
using NtGlass.Userland;

namespace NtGlass.Machine.Symbols;

/// <summary>The images that a process has mapped, found by its views, with the symbols of their exports and symbol files.</summary>
sealed class UserModules(UserlandFamily userland)
{
    readonly Dictionary<VolumeNode, IReadOnlyList<(Rva Rva, string Name)>> known = [];

    public IReadOnlyList<LoadedModule> Of(EProcess process) =>
        [.. process.Vads.All.Where(vad => vad.Area is ImageArea).Select(vad => Module(vad, (ImageArea)vad.Area!))];

    LoadedModule Module(Vad vad, ImageArea image)
    {
        VolumeNode file = image.File;
        if (!known.TryGetValue(file, out IReadOnlyList<(Rva Rva, string Name)>? symbols)) known[file] = symbols = Symbols(file);
        NamedAddress[] addresses = [.. symbols.Concat(image.AddedSymbols).OrderBy(symbol => symbol.Rva).Select(symbol => new NamedAddress(symbol.Name, vad.Start + symbol.Rva.Value))];
        uint size = image.PageCount * GuestAddress.PageSize;
        return new LoadedModule(Path.GetFileNameWithoutExtension(file.Name), "C:" + file.Path, vad.Start, size, addresses);
    }

    IReadOnlyList<(Rva Rva, string Name)> Symbols(VolumeNode file)
    {
        byte[] bytes = new byte[file.Length];
        file.Read(0, bytes, out _);
        List<(Rva Rva, string Name)> symbols = [];
        UserlandModule? own = userland.Modules.FirstOrDefault(module => module.Content.Span.SequenceEqual(bytes));
        if (PeExports.Read(PeImage.Read(bytes)) is PeExports exports)
            symbols.AddRange(exports.Entries.Where(export => export is { Name: not null, Forwarder: null }).Select(export => (export.Rva, export.Name!)));
        HashSet<string> names = [.. symbols.Select(symbol => symbol.Name)];
        if (own is not null) symbols.AddRange(own.Symbols.Symbols.Where(symbol => names.Add(symbol.Name)).Select(symbol => (symbol.Rva, symbol.Name)));
        return [.. symbols.OrderBy(symbol => symbol.Rva.Value)];
    }
}
