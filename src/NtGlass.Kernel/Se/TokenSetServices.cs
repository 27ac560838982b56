using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>NtSetInformationToken.</summary>
public static class TokenSetServices
{
    /// <summary>Changes something about a token.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_INVALID_SID, STATUS_INVALID_ACL,
    /// STATUS_INVALID_OWNER, STATUS_INVALID_PRIMARY_GROUP, STATUS_PRIVILEGE_NOT_HELD, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtSetInformationToken(
        KThread caller, HandleOf<Token> tokenHandle, TokenInformationClass tokenInformationClass, UserBuffer tokenInformation,
        uint tokenInformationLength)
    {
        tokenInformation.ProbeForRead(caller, tokenInformationLength, alignment: 4);
        if (LengthOf(tokenInformationClass) is not uint length) return NtStatus.InvalidInfoClass;
        if (tokenInformationLength < length) return NtStatus.InfoLengthMismatch;
        uint access = TokenAccess.AdjustDefault | (tokenInformationClass == TokenInformationClass.SessionId ? TokenAccess.AdjustSessionId : 0);
        NtStatus status = Ob.Reference(caller, tokenHandle, access, out ObjectRef<Token> token);
        if (status.IsError) return status;
        using (token)
        {
            status = Set(caller, token.Object, tokenInformationClass, tokenInformation);
            if (status.IsSuccess) token.Object.NoteChange(caller.Kernel);
            return status;
        }
    }

    static uint? LengthOf(TokenInformationClass what) => what switch
    {
        TokenInformationClass.Owner or TokenInformationClass.PrimaryGroup or TokenInformationClass.DefaultDacl or TokenInformationClass.SessionId
            or TokenInformationClass.VirtualizationAllowed or TokenInformationClass.VirtualizationEnabled or TokenInformationClass.UIAccess
            or TokenInformationClass.MandatoryPolicy => 4,
        TokenInformationClass.Origin or TokenInformationClass.IntegrityLevel => 8,
        _ => null,
    };

    static NtStatus Set(KThread caller, Token token, TokenInformationClass what, UserBuffer from)
    {
        uint value = new In<uint>(from.Address).Read(caller);
        switch (what)
        {
            case TokenInformationClass.Owner or TokenInformationClass.PrimaryGroup or TokenInformationClass.IntegrityLevel:
                NtStatus status = Sid.Capture(caller, new GuestAddress(value), out Sid? sid);
                return sid is null ? status : SetSid(caller, token, what, sid);
            case TokenInformationClass.DefaultDacl:
                Acl? dacl = null;
                if (value != 0 && Acl.Capture(caller, new GuestAddress(value), out dacl) is { IsError: true } bad) return bad;
                token.SetDefaultDacl(dacl);
                return NtStatus.Success;
            case TokenInformationClass.VirtualizationEnabled:
                if (!token.IsVirtualizationAllowed) return NtStatus.AccessDenied;
                token.IsVirtualizationEnabled = value != 0;
                return NtStatus.Success;
            default:
                return Se.HasPrivilege(caller, Privilege.Tcb) ? SetTrusted(caller, token, what, value, from) : NtStatus.PrivilegeNotHeld;
        }
    }

    static NtStatus SetSid(KThread caller, Token token, TokenInformationClass what, Sid sid)
    {
        switch (what)
        {
            case TokenInformationClass.Owner:
                if (!token.MayOwn(sid)) return NtStatus.InvalidOwner;
                token.SetOwner(sid);
                return NtStatus.Success;
            case TokenInformationClass.PrimaryGroup:
                if (!token.User.Sid.Equals(sid) && !token.Groups.Exists(group => group.Sid.Equals(sid))) return NtStatus.InvalidPrimaryGroup;
                token.SetPrimaryGroup(sid);
                return NtStatus.Success;
            default:
                if (!sid.Equals(Sid.Integrity(sid.RelativeId))) return NtStatus.InvalidParameter;
                if (sid.RelativeId > token.Integrity.RelativeId && !Se.HasPrivilege(caller, Privilege.Tcb)) return NtStatus.PrivilegeNotHeld;
                token.Integrity = sid;
                return NtStatus.Success;
        }
    }

    static NtStatus SetTrusted(KThread caller, Token token, TokenInformationClass what, uint value, UserBuffer from)
    {
        switch (what)
        {
            case TokenInformationClass.SessionId: token.SessionId = value; break;
            case TokenInformationClass.VirtualizationAllowed: token.IsVirtualizationAllowed = value != 0; break;
            case TokenInformationClass.UIAccess: token.IsUIAccess = value != 0; break;
            case TokenInformationClass.MandatoryPolicy: token.MandatoryPolicy = value & 3; break;
            default:
                if (token.OriginId == 0) token.OriginId = new In<long>(from.Address).Read(caller);
                break;
        }
        return NtStatus.Success;
    }
}
