using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The security descriptors of keys: a key without one has that of the key above it.</summary>
static class KeySecurity
{
    const uint AllParts = SecurityParts.Owner | SecurityParts.Group | SecurityParts.Dacl | SecurityParts.Sacl;

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
            if (at.SecurityDescriptor is ReadOnlyMemory<byte> bytes && SecurityDescriptor.Read(bytes.Span) is SecurityDescriptor own) return own;
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
}
