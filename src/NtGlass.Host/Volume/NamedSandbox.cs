namespace NtGlass.Host;

/// <summary>A named sandbox that no machine runs in, held against other runs.</summary>
public sealed class NamedSandbox : IDisposable
{
    readonly SandboxFolder folder;

    NamedSandbox(SandboxFolder folder) => this.folder = folder;

    public StateFile Registry => new(folder.RegistryPath);

    /// <param name="mayBeNew">Makes the sandbox where there is none of the name.</param>
    /// <exception cref="VolumeException">The name is not one, there is no such sandbox, or another run has it.</exception>
    public static NamedSandbox Open(string name, bool mayBeNew)
    {
        if (!mayBeNew && SandboxFolder.IsMissing(SandboxFolder.DefaultParent, name)) throw new VolumeException($"there is no sandbox '{name}'");
        return new(SandboxFolder.Named(SandboxFolder.DefaultParent, name));
    }

    public void Dispose() => folder.Dispose();
}
