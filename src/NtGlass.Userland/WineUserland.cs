namespace NtGlass.Userland;

/// <summary>Wine 10.0's PE files in a folder of the host: DLLs, programs and NLS tables, side by side.</summary>
/// <param name="folder">The folder that the guest sees as its system folder.</param>
public sealed class WineUserland(string folder) : UserlandFamily
{
    public override string Name => "wine";

    public override UserlandContractKind Contract => UserlandContractKind.Wine;

    /// <summary>Its stubs get XP's form in memory; false leaves them as they are on disk.</summary>
    public bool IsDressed { get; init; } = true;

    public override string HostFolder => folder;

    public override IReadOnlyList<UserlandModule> Modules => [];
}
