using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Debugger.Symbols;
using NtGlass.Machine.Symbols;
using NtGlass.Userland;

namespace NtGlass.Cli.Sessions;

/// <summary>The images that are loaded, with their symbols: the kernel's, and those of the guest's processes as they come and go.</summary>
sealed class ModuleList(UserlandFamily userland) : IMachineObserver
{
    readonly List<(uint ProcessId, DebugModule Module)> user = [];
    readonly List<DebugModule> kernel = [];
    readonly List<DebugModule> gone = [];
    readonly Dictionary<uint, DebugModule[]> lists = [];
    readonly Dictionary<uint, SymbolIndex> indexes = [];
    uint shown;

    public bool SeesServices => false;

    /// <summary>The memory of a process, which symbols are read from; set before the first image is mapped.</summary>
    public Func<uint, IGuestMemory?>? MemoryOf { get; set; }

    /// <summary>Whose images are shown; while nobody runs, whose were shown last.</summary>
    public Func<uint?>? CurrentProcess { get; set; }

    /// <summary>What the machine has mapped now, with the names that it gave itself.</summary>
    public Func<IReadOnlyList<LoadedModule>>? Mapped { get; set; }

    /// <summary>Told when an image has come or gone.</summary>
    public Action? Changed { get; set; }

    /// <summary>A list that is another object whenever something has changed.</summary>
    public IReadOnlyList<DebugModule> Modules => ModulesOf(Shown());

    public SymbolIndex Index
    {
        get
        {
            uint process = Shown();
            if (!indexes.TryGetValue(process, out SymbolIndex? index)) indexes[process] = index = new SymbolIndex(ModulesOf(process));
            return index;
        }
    }

    /// <summary>Names also for addresses in images that are gone, which at the end of a run is all of the program's.</summary>
    public SymbolIndex EverLoaded => new([.. kernel, .. user.Select(one => one.Module), .. gone]);

    public void AddKernel(IEnumerable<LoadedModule> modules)
    {
        kernel.AddRange(modules.Select(module => new DebugModule(
            module.Name, module.Base, module.Size, module.Path, "pdb symbols",
            [.. module.Symbols.Select(symbol => new Symbol(symbol.Name, symbol.Address))])));
        lists.Clear();
        indexes.Clear();
    }

    public void ImageMapped(uint processId, string path, GuestAddress imageBase, uint size)
    {
        string file = path[(path.LastIndexOf('\\') + 1)..];
        if (shown == 0) shown = processId;
        user.Add((processId, Describe(processId, path, file, imageBase, size)));
        Forget(processId);
        Changed?.Invoke();
    }

    public void ImageUnmapped(uint processId, GuestAddress imageBase)
    {
        int index = user.FindIndex(one => one.ProcessId == processId && one.Module.Base == imageBase);
        if (index < 0) return;
        gone.Add(user[index].Module);
        user.RemoveAt(index);
        Forget(processId);
        Changed?.Invoke();
    }

    uint Shown() => shown = CurrentProcess?.Invoke() ?? shown;

    DebugModule[] ModulesOf(uint process)
    {
        if (!lists.TryGetValue(process, out DebugModule[]? list))
            lists[process] = list = [.. kernel, .. user.Where(one => one.ProcessId == process).Select(one => one.Module)];
        return list;
    }

    void Forget(uint process)
    {
        lists.Remove(process);
        indexes.Remove(process);
    }

    IEnumerable<Symbol> Added(GuestAddress imageBase) =>
        (Mapped?.Invoke() ?? []).Where(module => module.Base == imageBase).SelectMany(module => module.Symbols).Select(symbol => new Symbol(symbol.Name, symbol.Address));

    DebugModule Describe(uint processId, string path, string file, GuestAddress imageBase, uint size)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        bool isSystem = path.Contains("system32", StringComparison.OrdinalIgnoreCase);
        if (isSystem && userland.HostFolder is string folder)
            return new DebugModule(name, imageBase, size, path, "coff symbols", new LazySymbols(() =>
                [.. FileSymbols.Read(Path.Join(folder, file.ToLowerInvariant()), imageBase).Concat(Added(imageBase)).Distinct()]));
        UserlandModule? known = userland.Modules.FirstOrDefault(module => isSystem && module.FileName.Equals(file, StringComparison.OrdinalIgnoreCase));
        IReadOnlyList<Symbol> exports = MemoryOf?.Invoke(processId) is IGuestMemory memory ? MappedExports.Read(memory, imageBase) : [];
        if (known is null || known.Symbols.Symbols.Count == 0)
            return new DebugModule(name, imageBase, size, path, exports.Count > 0 ? "export symbols" : "no symbols", exports);
        IEnumerable<Symbol> own = known.Symbols.Symbols.Select(symbol => new Symbol(symbol.Name, imageBase + symbol.Rva.Value));
        return new DebugModule(name, imageBase, size, path, "pdb symbols", [.. exports.Concat(own).Distinct()]);
    }
}
