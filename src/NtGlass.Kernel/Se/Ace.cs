using System.Buffers.Binary;

namespace NtGlass.Kernel;

/// <summary>The kinds of entries that are understood.</summary>
public enum AceType : byte
{
    AccessAllowed = 0,
    AccessDenied = 1,
    SystemAudit = 2,
    AccessAllowedObject = 5,
    AccessDeniedObject = 6,
    MandatoryLabel = 0x11,
}

/// <summary>One entry of an access control list.</summary>
/// <param name="Type">What it does.</param>
/// <param name="Flags">How it is inherited.</param>
/// <param name="Mask">The rights.</param>
/// <param name="Sid">Whose rights.</param>
/// <param name="ObjectType">The part of the object it is about; null for the whole.</param>
public sealed record Ace(AceType Type, byte Flags, uint Mask, Sid Sid, Guid? ObjectType = null)
{
    public const byte InheritOnly = 8;

    /// <summary>It says nothing about the object itself.</summary>
    public bool IsInheritOnly => (Flags & InheritOnly) != 0;

    public static bool IsKnown(byte type) => Enum.IsDefined((AceType)type);

    /// <summary>Reads an entry of a known kind; null when it holds no identifier.</summary>
    public static Ace? Read(ReadOnlySpan<byte> bytes)
    {
        const uint HasObjectType = 1, HasInheritedType = 2;
        var type = (AceType)bytes[0];
        uint mask = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        int at = 8;
        Guid? objectType = null;
        if (type is AceType.AccessAllowedObject or AceType.AccessDeniedObject)
        {
            uint present = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            at = 12;
            if ((present & HasObjectType) != 0)
            {
                if (bytes.Length < at + 16) return null;
                objectType = new Guid(bytes.Slice(at, 16));
                at += 16;
            }
            if ((present & HasInheritedType) != 0) at += 16;
        }
        return at < bytes.Length && Sid.Read(bytes[at..]) is { } sid ? new Ace(type, bytes[1], mask, sid, objectType) : null;
    }
}
