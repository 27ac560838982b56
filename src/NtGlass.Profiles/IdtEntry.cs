namespace NtGlass.Profiles;

/// <summary>A gate of the boot processor's interrupt descriptor table; the handler is a symbol of nt, null for empty and task gates.</summary>
public sealed record IdtEntry(int Vector, int Access, string? Handler, int TaskSelector)
{
    public bool IsEmpty => Access == 0;

    /// <summary>True for a gate that switches to the task of <see cref="TaskSelector"/>.</summary>
    public bool IsTaskGate => TaskSelector != 0;

    public int PrivilegeLevel => Access >> 13 & 3;
}
