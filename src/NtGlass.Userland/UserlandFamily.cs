namespace NtGlass.Userland;

/// <summary>A set of Windows DLLs that programs run on.</summary>
public abstract class UserlandFamily
{
    /// <summary>The folder that every family's DLLs are in.</summary>
    public const string SystemFolder = @"C:\WINDOWS\system32";

    public abstract string Name { get; }

    /// <summary>Its DLLs call services that the profile's version lacks, so that a driver has to add them.</summary>
    public abstract bool NeedsAddedServices { get; }

    /// <summary>The DLLs that lie in the system folder.</summary>
    public abstract IReadOnlyList<UserlandModule> Modules { get; }

    /// <summary>The files of the family by their place on the guest's disk.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files =>
        Modules.ToDictionary(module => $@"{SystemFolder}\{module.FileName}", module => module.Content, StringComparer.OrdinalIgnoreCase);
}
