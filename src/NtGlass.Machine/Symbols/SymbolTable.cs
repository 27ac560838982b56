using NtGlass.Machine.Boot;
using NtGlass.Machine.Ring0;

namespace NtGlass.Machine.Symbols;

/// <summary>Names for addresses: ring 0's own, and those of the images in the current process.</summary>
public sealed class SymbolTable
{
    readonly LoadedModule[] kernelModules;
    readonly LoadedModule sharedUserData;
    readonly Func<IReadOnlyList<LoadedModule>> userModules;

    internal SymbolTable(KernelHalf half, Func<IReadOnlyList<LoadedModule>> userModules)
    {
        this.userModules = userModules;
        kernelModules = [.. half.Modules.Select(Loaded)];
        GuestAddress page = half.Layout.SharedUserDataOfRing3;
        NamedAddress stub = new("SystemCallStub", page + (uint)half.OffsetOf("_KUSER_SHARED_DATA", "SystemCall"));
        sharedUserData = new LoadedModule("SharedUserData", "", page, GuestAddress.PageSize, [stub]);
    }

    /// <summary>The images that are loaded now, user ones first.</summary>
    public IReadOnlyList<LoadedModule> Modules => [.. userModules(), .. kernelModules];

    /// <summary>Finds <c>module!name</c>; the module may be any when only a name is given.</summary>
    public GuestAddress? Find(string text)
    {
        string[] parts = text.Split('!', 2);
        foreach (LoadedModule module in Everything())
        {
            if (parts.Length == 2 && !module.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase)) continue;
            foreach (NamedAddress symbol in module.Symbols)
                if (symbol.Name == parts[^1]) return symbol.Address;
        }

        return null;
    }

    /// <summary><c>module!name+0x1c</c>, the module alone where it has no symbol before, or null outside of all images.</summary>
    public string? Nearest(GuestAddress address)
    {
        LoadedModule? module = Everything().FirstOrDefault(module => module.Contains(address));
        if (module is null) return null;
        (string stem, uint distance) = module.Nearest(address) is NamedAddress symbol
            ? ($"{module.Name}!{symbol.Name}", address - symbol.Address)
            : (module.Name, address - module.Base);
        return distance == 0 ? stem : $"{stem}+0x{distance:x}";
    }

    IEnumerable<LoadedModule> Everything() => Modules.Append(sharedUserData);

    static LoadedModule Loaded(KernelModule module) => new(
        module.Name, $@"\WINDOWS\system32\{module.FileName}", module.Base, module.Size,
        [.. module.Symbols.Select(symbol => new NamedAddress(symbol.Key, symbol.Value)).OrderBy(symbol => symbol.Address)]);
}
