using NtGlass.Abi;
using NtGlass.Host;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>Where a machine's registry comes from: the default set, what a named sandbox keeps of changes to it, and files to import.</summary>
/// <param name="file">Keeps the changes between runs; null for a registry that ends with the machine.</param>
public sealed class RegistryStore(RegistryFacts facts, StateFile? file, HostServices host)
{
    const string CryptographyPath = @"MACHINE\SOFTWARE\Microsoft\Cryptography";

    Registry? unchanged;

    /// <summary>.reg files to import at the start, by the name that an error tells.</summary>
    public IReadOnlyList<(string Name, string Text)> Imports { get; init; } = [];

    /// <summary>Something can be wrong with what is to be read, so it is to be read before the machine starts.</summary>
    public bool NeedsCheck => Imports.Count > 0 || file is { Exists: true };

    public RegPaths Paths { get; } = new(facts.UserSid);

    /// <exception cref="RegTextException">What is kept, or a file to import, cannot be read; the message is one line.</exception>
    public Registry Load()
    {
        Registry registry = Default(out Action starts);
        if (file?.Read() is byte[] kept) Import(registry, file.Path, RegFile.Decode(kept));
        starts();
        registry.IsChanged = false;
        GiveMachineGuid(registry);
        foreach ((string name, string text) in Imports) Import(registry, name, text);
        return registry;
    }

    /// <summary>Keeps what is not as in the default set.</summary>
    public void Save(Registry registry)
    {
        file?.Write(RegFile.Encode(RegExport.Changes(unchanged ??= Default(out _), registry)));
        registry.IsChanged = false;
    }

    /// <summary>The default set, whose keys have the date of the machine's own files until its clock is told to start.</summary>
    Registry Default(out Action starts)
    {
        bool runs = false;
        long date100ns = VirtualClock.DefaultStart.ToFileTimeUtc();
        var registry = new Registry(() => runs ? host.Clock.UtcNow100ns : date100ns);
        starts = () => runs = true;
        foreach ((string name, string text) in DefaultRegistry.Files)
            if (DefaultRegistry.IsFor(name, facts.MajorVersion)) Import(registry, name, facts.Fill(text));
        return registry;
    }

    void GiveMachineGuid(Registry registry)
    {
        if (RegImport.Find(registry, CryptographyPath) is not KeyNode key || key.FindValue("MachineGuid") is not null) return;
        byte[] bytes = new byte[16];
        host.Entropy.Fill(bytes);
        var value = new KeyValue("MachineGuid", ValueType.String, KeyText.ToZeroEnded(new Guid(bytes).ToString()));
        NtStatus status = registry.SetValue(key, value);
        if (!status.IsSuccess) throw new RegTextException($"the registry has no room: {status}");
    }

    void Import(Registry registry, string name, string text)
    {
        try
        {
            new RegImport(registry, Paths).Apply(text);
        }
        catch (RegTextException error)
        {
            throw new RegTextException($"'{name}': {error.Message}");
        }
    }
}
