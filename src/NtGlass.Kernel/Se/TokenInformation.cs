using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The structures in which a token tells about itself.</summary>
static class TokenInformation
{
    const uint DefaultElevation = 1;

    /// <param name="token">The token.</param>
    /// <param name="what">The class.</param>
    /// <param name="target">Where the caller wants the answer: pointers in it refer to it.</param>
    /// <returns>Null for a class without an answer.</returns>
    public static byte[]? Build(Token token, TokenInformationClass what, GuestAddress target) =>
        Sids(token, what, target) ?? Numbers(token, what);

    /// <summary>TOKEN_GROUPS of any list of groups.</summary>
    public static byte[] Groups(GuestAddress target, IReadOnlyList<SidAndAttributes> groups) =>
        SidsAndAttributes(target, headBytes: 4, groups).Set(0, (uint)groups.Count).Bytes;

    /// <summary>TOKEN_PRIVILEGES.</summary>
    public static byte[] Privileges(IReadOnlyList<PrivilegeState> privileges) =>
        [.. BitConverter.GetBytes(privileges.Count), .. LuidsAndAttributes(privileges)];

    static byte[]? Sids(Token token, TokenInformationClass what, GuestAddress target) => what switch
    {
        TokenInformationClass.User => SidsAndAttributes(target, headBytes: 0, [token.User]).Bytes,
        TokenInformationClass.Groups => Groups(target, token.Groups),
        TokenInformationClass.RestrictedSids => Groups(target, token.RestrictedSids),
        TokenInformationClass.LogonSid => Groups(target, [.. token.Groups.Where(group => (group.Attributes & GroupAttributes.LogonId) == GroupAttributes.LogonId)]),
        TokenInformationClass.Capabilities or TokenInformationClass.DeviceGroups or TokenInformationClass.RestrictedDeviceGroups => Groups(target, []),
        TokenInformationClass.Privileges => Privileges(token.Privileges),
        TokenInformationClass.Owner => Pointed(target, token.Owner.Span),
        TokenInformationClass.PrimaryGroup => Pointed(target, token.PrimaryGroup.Span),
        TokenInformationClass.DefaultDacl => token.DefaultDacl is { } dacl ? Pointed(target, dacl.Span) : new byte[4],
        TokenInformationClass.AppContainerSid => new byte[4],
        TokenInformationClass.GroupsAndPrivileges => GroupsAndPrivileges(token, target),
        TokenInformationClass.IntegrityLevel => SidsAndAttributes(
            target, headBytes: 0, [new(token.Integrity, GroupAttributes.Integrity | GroupAttributes.IntegrityEnabled)]).Bytes,
        _ => null,
    };

    static byte[]? Numbers(Token token, TokenInformationClass what) => what switch
    {
        TokenInformationClass.Source => new GuestRecord(16).Set(0, [.. token.SourceName]).Set(8, token.SourceId).Bytes,
        TokenInformationClass.Type => BitConverter.GetBytes((uint)token.Kind),
        TokenInformationClass.ImpersonationLevel => token.Kind == TokenType.Impersonation ? BitConverter.GetBytes((uint)token.Level) : null,
        TokenInformationClass.Statistics => Statistics(token),
        TokenInformationClass.SessionId => BitConverter.GetBytes(token.SessionId),
        TokenInformationClass.SandBoxInert => Flag(token.IsSandboxInert),
        TokenInformationClass.Origin => BitConverter.GetBytes(token.OriginId),
        TokenInformationClass.ElevationType => BitConverter.GetBytes(DefaultElevation),
        TokenInformationClass.Elevation => Flag(token.IsElevated),
        TokenInformationClass.HasRestrictions => Flag(token.IsRestricted || token.Groups.Exists(group => group.IsDenyOnly)),
        TokenInformationClass.VirtualizationAllowed => Flag(token.IsVirtualizationAllowed),
        TokenInformationClass.VirtualizationEnabled => Flag(token.IsVirtualizationEnabled),
        TokenInformationClass.UIAccess => Flag(token.IsUIAccess),
        TokenInformationClass.MandatoryPolicy => BitConverter.GetBytes(token.MandatoryPolicy),
        TokenInformationClass.IsAppContainer or TokenInformationClass.AppContainerNumber => Flag(false),
        TokenInformationClass.IsRestricted => Flag(token.IsRestricted),
        TokenInformationClass.UserClaimAttributes or TokenInformationClass.DeviceClaimAttributes or TokenInformationClass.SecurityAttributes =>
            new GuestRecord(12).Set(0, (ushort)1).Bytes,
        _ => null,
    };

    static byte[] Flag(bool value) => BitConverter.GetBytes(value ? 1u : 0);

    static byte[] Statistics(Token token) => new GuestRecord(0x38)
        .Set(0x00, token.Id)
        .Set(0x08, token.AuthenticationId)
        .Set(0x10, token.ExpirationTime100ns)
        .Set(0x18, (uint)token.Kind).Set(0x1C, (uint)token.Level)
        .Set(0x20, 500u).Set(0x24, 500u)
        .Set(0x28, (uint)token.Groups.Count).Set(0x2C, (uint)token.Privileges.Count)
        .Set(0x30, token.ModifiedId)
        .Bytes;

    static byte[] GroupsAndPrivileges(Token token, GuestAddress target)
    {
        const int HeadSize = 0x2C;
        byte[] sids = SidsAndAttributes(target + HeadSize, headBytes: 0, [token.User, .. token.Groups]).Bytes;
        int restrictedAt = HeadSize + sids.Length;
        byte[] restricted = SidsAndAttributes(target + (uint)restrictedAt, headBytes: 0, token.RestrictedSids).Bytes;
        int privilegesAt = restrictedAt + restricted.Length;
        byte[] privileges = LuidsAndAttributes(token.Privileges);
        return new GuestRecord(privilegesAt + privileges.Length)
            .Set(0x00, (uint)token.Groups.Count + 1).Set(0x04, (uint)sids.Length).Set(0x08, (target + HeadSize).Value)
            .Set(0x0C, (uint)token.RestrictedSids.Count).Set(0x10, (uint)restricted.Length)
            .Set(0x14, token.IsRestricted ? (target + (uint)restrictedAt).Value : 0)
            .Set(0x18, (uint)token.Privileges.Count).Set(0x1C, (uint)privileges.Length).Set(0x20, (target + (uint)privilegesAt).Value)
            .Set(0x24, token.AuthenticationId)
            .Set(HeadSize, sids).Set(restrictedAt, restricted).Set(privilegesAt, privileges)
            .Bytes;
    }

    static byte[] LuidsAndAttributes(IReadOnlyList<PrivilegeState> privileges)
    {
        const int EntrySize = 12;
        var record = new GuestRecord(privileges.Count * EntrySize);
        for (int i = 0; i < privileges.Count; i++)
            record.Set(i * EntrySize, (uint)privileges[i].Privilege).Set(i * EntrySize + 8, privileges[i].Attributes);
        return record.Bytes;
    }

    static byte[] Pointed(GuestAddress target, ReadOnlySpan<byte> bytes) =>
        new GuestRecord(4 + bytes.Length).Set(0, (target + 4).Value).Set(4, bytes).Bytes;

    static GuestRecord SidsAndAttributes(GuestAddress target, int headBytes, IReadOnlyList<SidAndAttributes> entries)
    {
        int end = headBytes + entries.Count * 8;
        var record = new GuestRecord(end + entries.Sum(entry => entry.Sid.Length));
        for (int i = 0; i < entries.Count; i++)
        {
            Sid sid = entries[i].Sid;
            record.Set(headBytes + i * 8, (target + (uint)end).Value).Set(headBytes + i * 8 + 4, entries[i].Attributes).Set(end, sid.Span);
            end += sid.Length;
        }
        return record;
    }
}
