using NtGlass.Host;
using NtGlass.Kernel;
using NtGlass.Profiles;

namespace NtGlass.Cli.Registries;

/// <summary>The registry of a named sandbox, without a machine.</summary>
sealed class SandboxRegistry : IDisposable
{
    readonly NamedSandbox sandbox;
    readonly RegistryStore store;

    SandboxRegistry(NamedSandbox sandbox)
    {
        this.sandbox = sandbox;
        store = new RegistryStore(RegistryFacts.Of(OsProfile.Load("winxp-sp3-x86")), sandbox.Registry, HostServices.Real());
        Registry = store.Load();
    }

    public Registry Registry { get; }

    public RegPaths Paths => store.Paths;

    /// <summary>Does something with the registry of a sandbox.</summary>
    /// <exception cref="UserError">The sandbox cannot be used, or what was done to it cannot be kept.</exception>
    public static int Use(string name, bool mayBeNew, Func<SandboxRegistry, int> action)
    {
        try
        {
            using NamedSandbox sandbox = NamedSandbox.Open(name, mayBeNew);
            using var registry = new SandboxRegistry(sandbox);
            return action(registry);
        }
        catch (Exception error) when (error is VolumeException or RegTextException)
        {
            throw new UserError(ExitCode.HostFile, error.Message);
        }
    }

    /// <summary>Does what a .reg file says; nothing is kept before <see cref="Save"/>.</summary>
    public void Import(string path)
    {
        try
        {
            new RegImport(Registry, store.Paths).Apply(RegistryFiles.Read(path));
        }
        catch (RegTextException error)
        {
            throw new UserError(ExitCode.Usage, $"{path}: {error.Message}");
        }
    }

    public void Save() => store.Save(Registry);

    /// <exception cref="UserError">There is no such key.</exception>
    public KeyNode Find(string path) =>
        (store.Paths.ToNative(path) is string native ? RegImport.Find(Registry, native) : null)
        ?? throw new UserError(ExitCode.Usage, $"there is no key {path}");

    public void Dispose() => sandbox.Dispose();
}
