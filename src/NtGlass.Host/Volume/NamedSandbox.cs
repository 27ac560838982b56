namespace NtGlass.Host;

/// <summary>A named sandbox that no machine runs in, held against other runs.</summary>
public sealed class NamedSandbox : IDisposable
{
    readonly SandboxFolder folder;

    NamedSandbox(SandboxFolder folder) => this.folder = folder;

    public StateFile Registry => new(folder.RegistryPath);

    /// <exception cref="VolumeException">The name is not one, or another run has it.</exception>
    public static NamedSandbox Open(string name) => new(SandboxFolder.Named(SandboxFolder.DefaultParent, name));

    public void Dispose() => folder.Dispose();
}
