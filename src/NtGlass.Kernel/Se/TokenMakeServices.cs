using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that make tokens.</summary>
public static class TokenMakeServices
{
    /// <summary>Copies a token, as a primary or an impersonation one.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, errors of attributes and handle, STATUS_BAD_IMPERSONATION_LEVEL, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtDuplicateToken(
        KThread caller, HandleOf<Token> existingTokenHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, bool effectiveOnly,
        uint type, Out<Handle> newTokenHandle)
    {
        newTokenHandle.ProbeForWrite(caller);
        var wanted = (TokenType)type;
        if (wanted is not (TokenType.Primary or TokenType.Impersonation)) return NtStatus.InvalidParameter;
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        if (!QualityOfService.TryRead(caller, objectAttributes, out ImpersonationLevel? given)) return NtStatus.BadImpersonationLevel;
        status = Ob.Reference(caller, existingTokenHandle, TokenAccess.Duplicate, out ObjectRef<Token> token);
        if (status.IsError) return status;
        using (token)
        {
            Token source = token.Object;
            ImpersonationLevel level = given ?? (source.Kind == TokenType.Impersonation ? source.Level : ImpersonationLevel.Anonymous);
            if (source.Kind == TokenType.Impersonation)
            {
                if (wanted == TokenType.Impersonation && level > source.Level) return NtStatus.BadImpersonationLevel;
                if (wanted == TokenType.Primary && source.Level < ImpersonationLevel.Impersonation) return NtStatus.BadImpersonationLevel;
            }
            uint access = desiredAccess == 0 ? token.GrantedAccess : desiredAccess;
            return Insert(caller, source.Duplicate(caller.Kernel.TakeLuid(), wanted, level, effectiveOnly), attributes, access, newTokenHandle);
        }
    }

    /// <summary>Copies a token without some of what it may do.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, errors of the handle and the lists, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "SANDBOX_INERT and WRITE_RESTRICTED, which are ignored")]
    public static NtStatus NtFilterToken(
        KThread caller, HandleOf<Token> existingTokenHandle, uint flags, [Opt] UserBuffer sidsToDisable, [Opt] UserBuffer privilegesToDelete,
        [Opt] UserBuffer restrictedSids, Out<Handle> newTokenHandle)
    {
        const uint DisableMaxPrivilege = 1, SandboxInert = 2, LuaToken = 4, WriteRestricted = 8;
        newTokenHandle.ProbeForWrite(caller);
        if ((flags & ~(DisableMaxPrivilege | SandboxInert | LuaToken | WriteRestricted)) != 0) return NtStatus.InvalidParameter;
        NtStatus status = TokenLists.CaptureGroups(caller, sidsToDisable, out List<SidAndAttributes> disabled);
        if (status.IsError) return status;
        status = TokenLists.CapturePrivileges(caller, privilegesToDelete, out List<PrivilegeState> deleted);
        if (status.IsError) return status;
        status = TokenLists.CaptureGroups(caller, restrictedSids, out List<SidAndAttributes> restricting);
        if (status.IsError) return status;
        if (restricting.Exists(sid => sid.Attributes != 0)) return NtStatus.InvalidParameter;
        status = Ob.Reference(caller, existingTokenHandle, TokenAccess.Duplicate, out ObjectRef<Token> token);
        if (status.IsError) return status;
        using (token)
        {
            Token made = token.Object.Derive(caller.Kernel.TakeLuid());
            if ((flags & DisableMaxPrivilege) != 0) made.Privileges.RemoveAll(state => state.Privilege != Privilege.ChangeNotify);
            if ((flags & LuaToken) != 0) TokenLists.MakeLimited(made);
            made.Privileges.RemoveAll(state => deleted.Exists(gone => gone.Privilege == state.Privilege));
            foreach (SidAndAttributes sid in disabled) TokenLists.DenyOnly(made, sid.Sid);
            TokenLists.Restrict(made, restricting);
            return Insert(caller, made, CapturedAttributes.None, token.GrantedAccess, newTokenHandle);
        }
    }

    /// <summary>Makes a token of anything, for who holds the privilege.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, STATUS_BAD_TOKEN_TYPE, STATUS_BAD_IMPERSONATION_LEVEL, errors of the lists, STATUS_INVALID_OWNER,
    /// STATUS_INVALID_PRIMARY_GROUP, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCreateToken(
        KThread caller, Out<Handle> tokenHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, uint type,
        In<long> authenticationId, In<long> expirationTime, UserBuffer user, UserBuffer groups, UserBuffer privileges, [Opt] UserBuffer owner,
        UserBuffer primaryGroup, [Opt] UserBuffer defaultDacl, UserBuffer source)
    {
        tokenHandle.ProbeForWrite(caller);
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        if (!QualityOfService.TryRead(caller, objectAttributes, out ImpersonationLevel? level)) return NtStatus.BadImpersonationLevel;
        var wanted = (TokenType)type;
        if (wanted is not (TokenType.Primary or TokenType.Impersonation)) return NtStatus.BadTokenType;
        status = TokenLists.CaptureUser(caller, new TokenLists.UserPointers(user, groups, privileges, owner, primaryGroup, defaultDacl), out TokenUser? who);
        if (who is null) return status;
        byte[] sourceBytes = new byte[16];
        source.Read(caller, sourceBytes);
        long logon = authenticationId.Read(caller), expires = expirationTime.Read(caller);
        if (!Se.HasPrivilege(caller, Privilege.CreateToken)) return NtStatus.PrivilegeNotHeld;
        var made = new Token(caller.Kernel.TakeLuid(), who)
        {
            Kind = wanted, Level = level ?? ImpersonationLevel.Anonymous, AuthenticationId = logon, ExpirationTime100ns = expires, OriginId = 0,
            SourceName = sourceBytes[..8], SourceId = BitConverter.ToInt64(sourceBytes, 8),
        };
        if (!made.MayOwn(made.Owner)) return NtStatus.InvalidOwner;
        return Insert(caller, made, attributes, desiredAccess, tokenHandle);
    }

    static NtStatus Insert(KThread caller, Token made, CapturedAttributes attributes, uint access, Out<Handle> handle)
    {
        NtStatus status = Ob.Insert(caller, made, attributes with { RootDirectory = default, Name = "" }, access, out Handle created);
        if (!status.IsError) handle.Write(caller, created);
        return status;
    }
}
