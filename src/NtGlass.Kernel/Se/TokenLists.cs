using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Reads the lists of which tokens are made, and narrows tokens.</summary>
static class TokenLists
{
    /// <summary>More groups or privileges than this nobody has.</summary>
    const uint MostEntries = 4096;

    /// <summary>The pointers of NtCreateToken that say who it is.</summary>
    public readonly record struct UserPointers(
        UserBuffer User, UserBuffer Groups, UserBuffer Privileges, UserBuffer Owner, UserBuffer PrimaryGroup, UserBuffer DefaultDacl);

    /// <summary>Reads TOKEN_GROUPS; a zero pointer is an empty list.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for an impossible count, STATUS_INVALID_SID, STATUS_SUCCESS.</returns>
    public static NtStatus CaptureGroups(KThread caller, UserBuffer list, out List<SidAndAttributes> groups)
    {
        groups = [];
        if (list.IsNull) return NtStatus.Success;
        list.ProbeForRead(caller, 4, alignment: 4);
        uint count = new In<uint>(list.Address).Read(caller);
        if (count > MostEntries) return NtStatus.InvalidParameter;
        for (uint i = 0; i < count; i++)
        {
            NtStatus status = CaptureOne(caller, list.Slice(4 + i * 8), out SidAndAttributes entry);
            if (status.IsError) return status;
            groups.Add(entry);
        }
        return NtStatus.Success;
    }

    /// <summary>Reads TOKEN_PRIVILEGES; a zero pointer is an empty list.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for an impossible count, STATUS_SUCCESS.</returns>
    public static NtStatus CapturePrivileges(KThread caller, UserBuffer list, out List<PrivilegeState> privileges)
    {
        const int EntrySize = 12;
        privileges = [];
        if (list.IsNull) return NtStatus.Success;
        list.ProbeForRead(caller, 4, alignment: 4);
        uint count = new In<uint>(list.Address).Read(caller);
        if (count > MostEntries) return NtStatus.InvalidParameter;
        byte[] bytes = new byte[count * EntrySize];
        list.Slice(4).Read(caller, bytes);
        for (int at = 0; at < bytes.Length; at += EntrySize)
        {
            long luid = BitConverter.ToInt64(bytes, at);
            uint number = luid >> 32 == 0 ? (uint)luid : uint.MaxValue;
            privileges.Add(new PrivilegeState((Privilege)number, BitConverter.ToUInt32(bytes, at + 8)));
        }
        return NtStatus.Success;
    }

    /// <summary>Reads who a new token is for.</summary>
    public static NtStatus CaptureUser(KThread caller, UserPointers pointers, out TokenUser? user)
    {
        user = null;
        NtStatus status = CaptureOne(caller, pointers.User, out SidAndAttributes name);
        if (status.IsError) return status;
        status = CaptureGroups(caller, pointers.Groups, out List<SidAndAttributes> groups);
        if (status.IsError) return status;
        status = CapturePrivileges(caller, pointers.Privileges, out List<PrivilegeState> privileges);
        if (status.IsError) return status;
        Sid? owner = name.Sid;
        if (!pointers.Owner.IsNull && ReadPointer(caller, pointers.Owner) is { IsNull: false } at) status = Sid.Capture(caller, at, out owner);
        if (status.IsError || owner is null) return status;
        status = Sid.Capture(caller, ReadPointer(caller, pointers.PrimaryGroup), out Sid? primary);
        if (status.IsError || primary is null) return status;
        Acl? dacl = null;
        if (!pointers.DefaultDacl.IsNull && ReadPointer(caller, pointers.DefaultDacl) is { IsNull: false } list) status = Acl.Capture(caller, list, out dacl);
        if (status.IsError) return status;
        if (!primary.Equals(name.Sid) && !groups.Exists(group => group.Sid.Equals(primary))) return NtStatus.InvalidPrimaryGroup;
        user = new TokenUser(name, groups, privileges, owner, primary, dacl);
        return NtStatus.Success;
    }

    public static GuestAddress ReadPointer(KThread caller, UserBuffer at)
    {
        at.ProbeForRead(caller, 4, alignment: 4);
        return new In<GuestAddress>(at.Address).Read(caller);
    }

    /// <summary>A group, or the user, counts from now on for what is denied.</summary>
    public static void DenyOnly(Token token, Sid sid)
    {
        for (int i = 0; i < token.Groups.Count; i++)
        {
            if (!token.Groups[i].Sid.Equals(sid)) continue;
            uint kept = token.Groups[i].Attributes & ~(GroupAttributes.Enabled | GroupAttributes.EnabledByDefault | GroupAttributes.Owner | GroupAttributes.Mandatory);
            token.Groups[i] = token.Groups[i] with { Attributes = kept | GroupAttributes.UseForDenyOnly };
        }
        if (token.User.Sid.Equals(sid)) token.User = token.User with { Attributes = GroupAttributes.UseForDenyOnly };
    }

    /// <summary>Only what these identifiers are allowed too stays allowed; a token restricted already keeps the common ones.</summary>
    public static void Restrict(Token token, List<SidAndAttributes> restricting)
    {
        const uint Always = GroupAttributes.Mandatory | GroupAttributes.EnabledByDefault | GroupAttributes.Enabled;
        if (restricting.Count == 0) return;
        if (token.IsRestricted) token.RestrictedSids.RemoveAll(known => !restricting.Exists(given => given.Sid.Equals(known.Sid)));
        else token.RestrictedSids.AddRange(restricting.Select(given => given with { Attributes = Always }));
    }

    /// <summary>Makes what a user without elevation has of an administrator's token.</summary>
    public static void MakeLimited(Token token)
    {
        token.Privileges.RemoveAll(state => state.Privilege is not (Privilege.ChangeNotify or Privilege.Shutdown or Privilege.Undock));
        DenyOnly(token, Sid.Administrators);
        token.Integrity = TokenDefaults.MediumLevel;
    }

    static NtStatus CaptureOne(KThread caller, UserBuffer at, out SidAndAttributes entry)
    {
        entry = default;
        GuestAddress pointer = ReadPointer(caller, at);
        uint attributes = new In<uint>(at.Slice(4).Address).Read(caller);
        NtStatus status = Sid.Capture(caller, pointer, out Sid? sid);
        if (sid is not null) entry = new SidAndAttributes(sid, attributes);
        return status;
    }
}
