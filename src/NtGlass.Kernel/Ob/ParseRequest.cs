using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A name lookup that has reached an object.</summary>
/// <param name="Caller">The thread that looks the name up.</param>
/// <param name="Remaining">What is left of the path behind the object, with its leading backslash; empty at the end.</param>
/// <param name="Attributes">OBJ_* bits of the request.</param>
/// <param name="DesiredAccess">The access asked for.</param>
/// <param name="Context">What the service that started the lookup wants its parse procedure to know.</param>
public sealed record ParseRequest(KThread Caller, string Remaining, uint Attributes, uint DesiredAccess, object? Context)
{
    public bool IsCaseInsensitive => (Attributes & ObjectAttributeFlags.CaseInsensitive) != 0;
}

/// <summary>What a parse procedure answers: the object, a new path to start over with, or an error.</summary>
public readonly record struct ParseStep(NtStatus Status, KernelObject? Object, string? NewPath)
{
    public static ParseStep Found(KernelObject found) => new(NtStatus.Success, found, null);

    /// <summary>The object with an informational or error status of its own.</summary>
    public static ParseStep Found(KernelObject found, NtStatus status) => new(status, found, null);

    public static ParseStep Reparse(string newPath) => new(NtStatus.Reparse, null, newPath);

    public static ParseStep Failed(NtStatus status) => new(status, null, null);
}

/// <summary>OBJ_* bits.</summary>
public static class ObjectAttributeFlags
{
    public const uint Inherit = 0x002;
    public const uint Permanent = 0x010;
    public const uint Exclusive = 0x020;
    public const uint CaseInsensitive = 0x040;
    public const uint OpenIf = 0x080;
    public const uint OpenLink = 0x100;
    public const uint KernelHandle = 0x200;
    public const uint ForceAccessCheck = 0x400;
    public const uint ValidAttributes = 0x7F2;
}
