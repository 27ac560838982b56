using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The security descriptors of keys: a key without one has that of the key above it.</summary>
static class KeySecurity
{
    const uint AllParts = SecurityParts.Owner | SecurityParts.Group | SecurityParts.Dacl | SecurityParts.Sacl;
    const ushort DaclPresent = 0x0004, SaclPresent = 0x0010;
    const int HeadSize = 20;

    /// <summary>Administrators and the system may do all, everybody may read.</summary>
    static readonly SecurityDescriptor Default = new(
        Sid.Administrators, Sid.LocalSystem, HasDacl: true,
        Acl.Allowing((Sid.Administrators, KeyRights.All), (Sid.LocalSystem, KeyRights.All), (Sid.Users, KeyRights.Read), (Sid.World, KeyRights.Read)),
        HasSacl: false, Sacl: null, Control: 0);

    /// <summary>The binary form of what keys have that were given nothing.</summary>
    public static byte[] DefaultBytes { get; } = ToBytes(Default);

    public static SecurityDescriptor Of(KeyNode node)
    {
        for (KeyNode? at = node; at is not null; at = at.Parent)
            if (at.SecurityDescriptor is ReadOnlyMemory<byte> bytes && Read(bytes.Span) is SecurityDescriptor own) return own;
        return Default;
    }

    public static byte[] ToBytes(SecurityDescriptor descriptor) => descriptor.ToSelfRelative(AllParts);

    /// <summary>May the caller make subkeys of a key?</summary>
    /// <returns>As <see cref="Se.CheckObject"/>.</returns>
    public static NtStatus CheckCreate(KThread caller, Cm cm, KeyNode parent)
    {
        var key = new KeyObject(cm, parent);
        NtStatus status = Se.CheckObject(caller, key, KeyRights.CreateSubKey, out _);
        key.Header.Dereference();
        return status;
    }

    /// <summary>Reads a self-relative descriptor; null for bytes that are none, as a hive file can have them.</summary>
    static SecurityDescriptor? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadSize || bytes[0] != 1) return null;
        ushort control = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        ReadOnlySpan<byte> owner = Part(bytes, 4), group = Part(bytes, 8), sacl = Part(bytes, 12), dacl = Part(bytes, 16);
        bool hasDacl = (control & DaclPresent) != 0, hasSacl = (control & SaclPresent) != 0;
        Acl? daclRead = hasDacl ? Acl.Read(dacl) : null, saclRead = hasSacl ? Acl.Read(sacl) : null;
        bool isWhole = (owner.IsEmpty || Sid.Read(owner) is not null) && (group.IsEmpty || Sid.Read(group) is not null)
            && (daclRead is not null || dacl.IsEmpty || !hasDacl) && (saclRead is not null || sacl.IsEmpty || !hasSacl);
        return isWhole ? new SecurityDescriptor(Sid.Read(owner), Sid.Read(group), hasDacl, daclRead, hasSacl, saclRead, 0) : null;
    }

    /// <summary>What an offset in the head points to; empty for none, and for one that points out of the descriptor.</summary>
    static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, int at)
    {
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        return offset == 0 || offset >= bytes.Length ? default : bytes[(int)offset..];
    }
}
