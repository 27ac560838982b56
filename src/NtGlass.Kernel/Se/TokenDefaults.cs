namespace NtGlass.Kernel;

/// <summary>The tokens that a machine begins with: the system's and the user's.</summary>
static class TokenDefaults
{
    /// <summary>The LUID of the user's logon.</summary>
    public const long LogonId = 0x3E9;

    /// <summary>SYSTEM_LUID.</summary>
    public const long SystemLogonId = 0x3E7;

    /// <summary>ANONYMOUS_LOGON_LUID.</summary>
    public const long AnonymousLogonId = 0x3E6;

    const uint Member = GroupAttributes.Mandatory | GroupAttributes.EnabledByDefault | GroupAttributes.Enabled;

    static readonly uint[] Domain = [21, 0x2B6A5C11, 0x1D4E6F27, 0x3C8D1E95];

    public static Sid LowLevel { get; } = Sid.Integrity(0x1000);

    public static Sid MediumLevel { get; } = Sid.Integrity(0x2000);

    public static Sid HighLevel { get; } = Sid.Integrity(0x3000);

    public static Sid SystemLevel { get; } = Sid.Integrity(0x4000);

    /// <summary>The user of an XP machine: a local account with number 1003 and an administrator.</summary>
    public static Token User(long id)
    {
        Sid user = InDomain(1003), none = InDomain(513);
        SidAndAttributes[] groups =
        [
            new(none, Member), new(Sid.World, Member), new(Sid.Administrators, Member | GroupAttributes.Owner), new(Sid.Users, Member),
            new(Sid.Interactive, Member), new(Sid.AuthenticatedUsers, Member),
            new(Sid.Of(5, 5, 0, (uint)LogonId), Member | GroupAttributes.LogonId), new(Sid.Local, Member),
        ];
        Privilege[] enabled = [Privilege.LoadDriver, Privilege.ChangeNotify, Privilege.Undock, Privilege.Impersonate, Privilege.CreateGlobal];
        Privilege[] held =
        [
            Privilege.ChangeNotify, Privilege.Security, Privilege.Backup, Privilege.Restore, Privilege.SystemTime, Privilege.Shutdown,
            Privilege.RemoteShutdown, Privilege.TakeOwnership, Privilege.Debug, Privilege.SystemEnvironment, Privilege.SystemProfile,
            Privilege.ProfileSingleProcess, Privilege.IncreaseBasePriority, Privilege.LoadDriver, Privilege.CreatePagefile,
            Privilege.IncreaseQuota, Privilege.Undock, Privilege.ManageVolume, Privilege.Impersonate, Privilege.CreateGlobal,
        ];
        PrivilegeState[] privileges = [.. held.Select(privilege => State(privilege, enabled.Contains(privilege)))];
        return new Token(id, new TokenUser(new(user, 0), groups, privileges, user, none, Shared(user)));
    }

    /// <summary>The token of the process System.</summary>
    public static Token System(long id)
    {
        SidAndAttributes[] groups =
        [
            new(Sid.Administrators, GroupAttributes.EnabledByDefault | GroupAttributes.Enabled | GroupAttributes.Owner),
            new(Sid.World, Member), new(Sid.AuthenticatedUsers, Member),
        ];
        PrivilegeState[] privileges = [.. Enum.GetValues<Privilege>().Select(privilege => State(privilege, isEnabled: true))];
        var who = new TokenUser(new(Sid.LocalSystem, 0), groups, privileges, Sid.Administrators, Sid.LocalSystem, Shared(Sid.Administrators));
        return new Token(id, who) { AuthenticationId = SystemLogonId, OriginId = 0, SourceName = "*SYSTEM*"u8.ToArray(), Integrity = SystemLevel };
    }

    /// <summary>Who nobody knows: NtImpersonateAnonymousToken.</summary>
    public static Token Anonymous(long id)
    {
        var who = new TokenUser(new(Sid.Anonymous, 0), [new(Sid.World, Member)], [], Sid.Anonymous, Sid.Anonymous, Acl.Allowing((Sid.World, AccessMask.GenericAll)));
        return new Token(id, who)
        {
            AuthenticationId = AnonymousLogonId, OriginId = 0, Kind = TokenType.Impersonation, Level = ImpersonationLevel.Impersonation,
            Integrity = LowLevel,
        };
    }

    static Sid InDomain(uint account) => Sid.Of(5, [.. Domain, account]);

    static PrivilegeState State(Privilege privilege, bool isEnabled) =>
        new(privilege, isEnabled ? PrivilegeAttributes.EnabledByDefault | PrivilegeAttributes.Enabled : 0);

    static Acl Shared(Sid with) => Acl.Allowing((with, AccessMask.GenericAll), (Sid.LocalSystem, AccessMask.GenericAll));
}
