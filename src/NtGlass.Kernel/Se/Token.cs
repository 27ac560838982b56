namespace NtGlass.Kernel;

/// <summary>An access token: who a process or a thread acts as.</summary>
public sealed class Token : KernelObject
{
    public static readonly ObjectType ObjectType = new("Token", new GenericMapping(0x20008, 0x200E0, 0x20000, 0xF01FF), 0xF01FF);

    readonly Dictionary<ObjectType, SecurityDescriptor> defaults = [];

    internal Token(long id, TokenUser user)
        : base(ObjectType)
    {
        Id = ModifiedId = id;
        User = user.User;
        Groups = [.. user.Groups];
        Privileges = [.. user.Privileges];
        Owner = user.Owner;
        PrimaryGroup = user.PrimaryGroup;
        DefaultDacl = user.DefaultDacl;
    }

    Token(long id, Token source)
        : this(id, new TokenUser(source.User, source.Groups, source.Privileges, source.Owner, source.PrimaryGroup, source.DefaultDacl))
    {
        (AuthenticationId, ParentTokenId, OriginId, SessionId) = (source.AuthenticationId, source.ParentTokenId, source.OriginId, source.SessionId);
        (Kind, Level, ExpirationTime100ns) = (source.Kind, source.Level, source.ExpirationTime100ns);
        (SourceName, SourceId, Integrity, MandatoryPolicy) = (source.SourceName, source.SourceId, source.Integrity, source.MandatoryPolicy);
        (IsSandboxInert, IsUIAccess, IsVirtualizationAllowed) = (source.IsSandboxInert, source.IsUIAccess, source.IsVirtualizationAllowed);
        RestrictedSids = [.. source.RestrictedSids];
        ModifiedId = source.ModifiedId;
    }

    /// <summary>The LUID of this token.</summary>
    public long Id { get; }

    /// <summary>The LUID of the logon.</summary>
    public long AuthenticationId { get; internal init; } = TokenDefaults.LogonId;

    public long ParentTokenId { get; internal init; }

    /// <summary>The LUID that changes with the token.</summary>
    public long ModifiedId { get; private set; }

    /// <summary>The logon that made this one.</summary>
    public long OriginId { get; internal set; } = TokenDefaults.SystemLogonId;

    public long ExpirationTime100ns { get; internal init; } = long.MaxValue;

    public TokenType Kind { get; internal init; } = TokenType.Primary;

    public ImpersonationLevel Level { get; internal init; }

    /// <summary>Eight characters that say who made the token.</summary>
    public IReadOnlyList<byte> SourceName { get; internal init; } = "User32  "u8.ToArray();

    public long SourceId { get; internal init; }

    public uint SessionId { get; internal set; }

    public SidAndAttributes User { get; internal set; }

    /// <summary>The user's SID in its binary form.</summary>
    public IReadOnlyList<byte> UserSid => User.Sid.Bytes;

    public List<SidAndAttributes> Groups { get; }

    public List<SidAndAttributes> RestrictedSids { get; internal init; } = [];

    public List<PrivilegeState> Privileges { get; }

    /// <summary>Who owns what this token's holder makes.</summary>
    public Sid Owner { get; private set; }

    public Sid PrimaryGroup { get; private set; }

    /// <summary>What others may do with what this token's holder makes; null lets everybody.</summary>
    public Acl? DefaultDacl { get; private set; }

    /// <summary>The mandatory level.</summary>
    public Sid Integrity { get; internal set; } = TokenDefaults.HighLevel;

    /// <summary>TOKEN_MANDATORY_POLICY_* bits: no write up, and new processes take the lower of levels.</summary>
    public uint MandatoryPolicy { get; internal set; } = 3;

    public bool IsSandboxInert { get; internal init; }

    public bool IsUIAccess { get; internal set; }

    public bool IsVirtualizationAllowed { get; internal set; }

    public bool IsVirtualizationEnabled { get; internal set; }

    public bool IsElevated => Groups.Exists(group => group.Sid.Equals(Sid.Administrators) && group.IsEnabled);

    public bool IsRestricted => RestrictedSids.Count > 0;

    /// <summary>Makes a copy with an identity of its own.</summary>
    /// <param name="id">The copy's LUID.</param>
    /// <param name="type">What the copy serves for.</param>
    /// <param name="level">Of an impersonation token: how far it may be used.</param>
    /// <param name="effectiveOnly">Leaves out what is not enabled.</param>
    public Token Duplicate(long id, TokenType type, ImpersonationLevel level, bool effectiveOnly)
    {
        var copy = new Token(id, this) { Kind = type, Level = level };
        if (!effectiveOnly) return copy;
        copy.Groups.RemoveAll(group => !group.IsEnabled && !group.IsDenyOnly);
        copy.Privileges.RemoveAll(privilege => !privilege.IsEnabled);
        return copy;
    }

    /// <summary>Makes a copy from which a change of who it is follows.</summary>
    internal Token Derive(long id) => new(id, this) { ParentTokenId = Id };

    public bool Has(Privilege privilege) => Privileges.Exists(state => state.Privilege == privilege && state.IsEnabled);

    /// <summary>The token names the identifier and it counts.</summary>
    /// <param name="sid">The identifier.</param>
    /// <param name="forDeny">Identifiers that serve for denying only count too.</param>
    public bool Holds(Sid sid, bool forDeny)
    {
        if (User.Sid.Equals(sid)) return forDeny || !User.IsDenyOnly;
        foreach (SidAndAttributes group in Groups)
            if (group.Sid.Equals(sid)) return group.IsEnabled || (forDeny && group.IsDenyOnly);
        return false;
    }

    /// <summary>The token may make things that belong to the identifier.</summary>
    public bool MayOwn(Sid sid) =>
        User.Sid.Equals(sid) || Groups.Exists(group => group.Sid.Equals(sid) && (group.Attributes & GroupAttributes.Owner) != 0 && !group.IsDenyOnly);

    internal void SetOwner(Sid owner) => Change(() => Owner = owner);

    internal void SetPrimaryGroup(Sid group) => Change(() => PrimaryGroup = group);

    internal void SetDefaultDacl(Acl? dacl) => Change(() => DefaultDacl = dacl);

    internal void NoteChange(NtKernel kernel) => ModifiedId = kernel.TakeLuid();

    /// <summary>What an object of a type gets that nobody gave a descriptor.</summary>
    internal SecurityDescriptor DefaultDescriptor(ObjectType type)
    {
        if (defaults.TryGetValue(type, out SecurityDescriptor? known)) return known;
        var made = new SecurityDescriptor(Owner, PrimaryGroup, DefaultDacl is not null, DefaultDacl?.Mapped(type), HasSacl: false, null, 0);
        return defaults[type] = made;
    }

    void Change(Action change)
    {
        change();
        defaults.Clear();
    }
}

/// <summary>TOKEN_TYPE.</summary>
public enum TokenType : uint
{
    Primary = 1,
    Impersonation = 2,
}

/// <summary>SECURITY_IMPERSONATION_LEVEL.</summary>
public enum ImpersonationLevel : uint
{
    Anonymous,
    Identification,
    Impersonation,
    Delegation,
}

/// <summary>A privilege of a token and its SE_PRIVILEGE_* bits.</summary>
public readonly record struct PrivilegeState(Privilege Privilege, uint Attributes)
{
    public bool IsEnabled => (Attributes & PrivilegeAttributes.Enabled) != 0;
}

/// <summary>Who a token is made for.</summary>
sealed record TokenUser(
    SidAndAttributes User, IReadOnlyList<SidAndAttributes> Groups, IReadOnlyList<PrivilegeState> Privileges,
    Sid Owner, Sid PrimaryGroup, Acl? DefaultDacl);
