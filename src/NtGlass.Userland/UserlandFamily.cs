namespace NtGlass.Userland;

/// <summary>A set of Windows DLLs that programs run on.</summary>
public abstract class UserlandFamily
{
    /// <summary>The folder that every family's DLLs are in.</summary>
    public const string SystemFolder = @"C:\WINDOWS\system32";

    public abstract string Name { get; }

    /// <summary>What its ntdll expects of the kernel.</summary>
    public abstract UserlandContractKind Contract { get; }

    /// <summary>A folder of the host whose files lie in the system folder; null for a family that is part of the program.</summary>
    public virtual string? HostFolder => null;

    /// <summary>The DLLs that are part of the program and lie in the system folder.</summary>
    public abstract IReadOnlyList<UserlandModule> Modules { get; }

    /// <summary>The files of the family by their place on the guest's disk.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files =>
        Modules.ToDictionary(module => $@"{SystemFolder}\{module.FileName}", module => module.Content, StringComparer.OrdinalIgnoreCase);
}

/// <summary>How kernel and user mode meet: stubs, start of processes and threads, frames.</summary>
public enum UserlandContractKind
{
    /// <summary>As in XP.</summary>
    Xp,

    /// <summary>As Wine 10.0's ntdll wants it.</summary>
    Wine,
}
