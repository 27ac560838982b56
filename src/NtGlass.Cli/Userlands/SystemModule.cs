using NtGlass.Pe;

namespace NtGlass.Cli.Userlands;

/// <summary>A DLL of a userland as far as it can be imported from.</summary>
sealed class SystemModule
{
    readonly HashSet<string> names = new(StringComparer.Ordinal);
    readonly HashSet<uint> ordinals = [];
    readonly bool isOpen;

    SystemModule(bool isOpen) => this.isOpen = isOpen;

    /// <summary>A module that has whatever is asked of it, such as the name of an API set.</summary>
    public static SystemModule Open { get; } = new(isOpen: true);

    public static SystemModule Read(ReadOnlyMemory<byte> file)
    {
        var module = new SystemModule(isOpen: false);
        foreach (PeExport export in PeExports.Read(PeImage.Read(file))?.Entries ?? [])
        {
            module.ordinals.Add(export.Ordinal);
            if (export.Name is not null) module.names.Add(export.Name);
        }
        return module;
    }

    public bool Has(PeImport import) => isOpen || (import.Name is null ? ordinals.Contains(import.Ordinal) : names.Contains(import.Name));
}
