using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services by which a thread acts as somebody else.</summary>
public static class ImpersonationServices
{
    /// <summary>Lets one thread act as another.</summary>
    /// <returns>Errors of the handles, STATUS_BAD_IMPERSONATION_LEVEL, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtImpersonateThread(
        KThread caller, HandleOf<KThread> serverThreadHandle, HandleOf<KThread> clientThreadHandle, UserBuffer securityQos)
    {
        if (!QualityOfService.TryRead(caller, securityQos.Address, out ImpersonationLevel? level)) return NtStatus.BadImpersonationLevel;
        NtStatus status = Ob.Reference(caller, serverThreadHandle, ThreadRights.DirectImpersonation, out ObjectRef<KThread> server);
        if (status.IsError) return status;
        using (server)
        {
            status = Ob.Reference(caller, clientThreadHandle, ThreadRights.Impersonate, out ObjectRef<KThread> client);
            if (status.IsError) return status;
            using (client)
                return Impersonate(server.Object, Se.EffectiveToken(client.Object), level ?? ImpersonationLevel.Impersonation);
        }
    }

    /// <summary>Lets a thread act as nobody in particular.</summary>
    /// <returns>Errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtImpersonateAnonymousToken(KThread caller, HandleOf<KThread> threadHandle)
    {
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.Impersonate, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            Token token = TokenDefaults.Anonymous(caller.Kernel.TakeLuid());
            SetToken(thread.Object, token);
            token.Header.Dereference();
            return NtStatus.Success;
        }
    }

    /// <summary>Makes a thread act with a copy of a token at a level; a token that is itself borrowed gives no more than it has.</summary>
    internal static NtStatus Impersonate(KThread thread, Token client, ImpersonationLevel level)
    {
        if (client.Kind == TokenType.Impersonation && level > client.Level) return NtStatus.BadImpersonationLevel;
        Token copy = client.Duplicate(thread.Kernel.TakeLuid(), TokenType.Impersonation, level, effectiveOnly: false);
        SetToken(thread, copy);
        copy.Header.Dereference();
        return NtStatus.Success;
    }

    /// <summary>NtSetInformationThread with ThreadImpersonationToken: a zero handle ends the impersonation.</summary>
    /// <returns>Errors of the token's handle, STATUS_BAD_TOKEN_TYPE, STATUS_SUCCESS.</returns>
    internal static NtStatus SetFromHandle(KThread caller, KThread thread, HandleOf<Token> tokenHandle)
    {
        if (tokenHandle.IsNull)
        {
            SetToken(thread, null);
            return NtStatus.Success;
        }
        NtStatus status = Ob.Reference(caller, tokenHandle, TokenAccess.Impersonate, out ObjectRef<Token> token);
        if (status.IsError) return status;
        using (token)
        {
            if (token.Object.Kind != TokenType.Impersonation) return NtStatus.BadTokenType;
            if (!MayActAs(thread, token.Object)) return Impersonate(thread, token.Object, ImpersonationLevel.Identification);
            SetToken(thread, token.Object);
            return NtStatus.Success;
        }
    }

    /// <summary>Gives a thread a token to act with; null for its process's.</summary>
    internal static void SetToken(KThread thread, Token? token)
    {
        token?.Header.Reference();
        thread.ImpersonationToken?.Header.Dereference();
        thread.ImpersonationToken = token;
    }

    /// <summary>Without the privilege, a thread may only ask about others than its own user.</summary>
    static bool MayActAs(KThread thread, Token token)
    {
        Token own = thread.Process.Token;
        return token.Level < ImpersonationLevel.Impersonation || own.Has(Privilege.Impersonate) || own.AuthenticationId == token.OriginId
            || (own.User.Sid.Equals(token.User.Sid) && (own.IsRestricted || !token.IsRestricted));
    }
}
