namespace NtGlass.Kernel;

/// <summary>A type of objects: its name and what access rights to it mean.</summary>
/// <param name="Name">NT's name, such as <c>Event</c>.</param>
/// <param name="Mapping">What the generic rights stand for.</param>
/// <param name="ValidAccess">Every right that may be granted.</param>
public sealed record ObjectType(string Name, GenericMapping Mapping, uint ValidAccess)
{
    /// <summary>The type's number in XP: types are numbered as the system makes them at its start.</summary>
    public int Index => ObjectTypes.IndexOf(Name);

    /// <summary>The rights that a request really asks for.</summary>
    public uint Map(uint desired)
    {
        uint mapped = desired & ~AccessMask.GenericBits;
        if ((desired & AccessMask.GenericRead) != 0) mapped |= Mapping.Read;
        if ((desired & AccessMask.GenericWrite) != 0) mapped |= Mapping.Write;
        if ((desired & AccessMask.GenericExecute) != 0) mapped |= Mapping.Execute;
        if ((desired & AccessMask.GenericAll) != 0) mapped |= Mapping.All;
        if ((desired & AccessMask.MaximumAllowed) != 0) mapped = (mapped & ~AccessMask.MaximumAllowed) | Mapping.All;
        return mapped & (ValidAccess | AccessMask.AccessSystemSecurity);
    }
}

/// <summary>The specific rights behind GENERIC_READ, WRITE, EXECUTE and ALL.</summary>
public readonly record struct GenericMapping(uint Read, uint Write, uint Execute, uint All);

/// <summary>Access rights that all object types share.</summary>
public static class AccessMask
{
    public const uint Delete = 0x00010000;
    public const uint ReadControl = 0x00020000;
    public const uint WriteDac = 0x00040000;
    public const uint WriteOwner = 0x00080000;
    public const uint Synchronize = 0x00100000;
    public const uint StandardRightsRequired = Delete | ReadControl | WriteDac | WriteOwner;
    public const uint AccessSystemSecurity = 0x01000000;
    public const uint MaximumAllowed = 0x02000000;
    public const uint GenericAll = 0x10000000;
    public const uint GenericExecute = 0x20000000;
    public const uint GenericWrite = 0x40000000;
    public const uint GenericRead = 0x80000000;
    public const uint GenericBits = GenericAll | GenericExecute | GenericWrite | GenericRead;
}
