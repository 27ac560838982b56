using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>TOKEN_* rights.</summary>
static class TokenAccess
{
    public const uint AssignPrimary = 1, Duplicate = 2, Impersonate = 4, Query = 8, QuerySource = 0x10, AdjustPrivileges = 0x20,
        AdjustGroups = 0x40, AdjustDefault = 0x80, AdjustSessionId = 0x100;
}

/// <summary>The services that give handles to tokens and tell about them.</summary>
public static class TokenServices
{
    /// <summary>What the pseudo handles of tokens may do.</summary>
    internal const uint PseudoHandleAccess = TokenAccess.Query | TokenAccess.QuerySource;

    /// <summary>Opens a process's token.</summary>
    [SystemService]
    public static NtStatus NtOpenProcessToken(KThread caller, HandleOf<EProcess> processHandle, uint desiredAccess, Out<Handle> tokenHandle) =>
        NtOpenProcessTokenEx(caller, processHandle, desiredAccess, 0, tokenHandle);

    /// <summary>Opens a process's token, with attributes for the handle.</summary>
    /// <returns>Errors of the process's handle, STATUS_ACCESS_DENIED, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtOpenProcessTokenEx(
        KThread caller, HandleOf<EProcess> processHandle, uint desiredAccess, uint handleAttributes, Out<Handle> tokenHandle)
    {
        tokenHandle.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.QueryInformation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process) return Give(caller, process.Object.Token, desiredAccess, handleAttributes, tokenHandle);
    }

    /// <summary>Opens the token that a thread impersonates.</summary>
    [SystemService]
    public static NtStatus NtOpenThreadToken(
        KThread caller, HandleOf<KThread> threadHandle, uint desiredAccess, bool openAsSelf, Out<Handle> tokenHandle) =>
        NtOpenThreadTokenEx(caller, threadHandle, desiredAccess, openAsSelf, 0, tokenHandle);

    /// <summary>Opens the token that a thread impersonates, with attributes for the handle.</summary>
    /// <returns>Errors of the thread's handle, STATUS_NO_TOKEN, STATUS_CANT_OPEN_ANONYMOUS, STATUS_ACCESS_DENIED, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtOpenThreadTokenEx(
        KThread caller, HandleOf<KThread> threadHandle, uint desiredAccess, bool openAsSelf, uint handleAttributes, Out<Handle> tokenHandle)
    {
        tokenHandle.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, threadHandle, ThreadRights.QueryInformation, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        using (thread)
        {
            if (thread.Object.ImpersonationToken is not { } token) return NtStatus.NoToken;
            if (token.Level == ImpersonationLevel.Anonymous) return NtStatus.CantOpenAnonymous;
            if (!openAsSelf) return Give(caller, token, desiredAccess, handleAttributes, tokenHandle);
            status = Se.CheckObjectAsSelf(caller, token, desiredAccess, out uint granted);
            if (status.IsError) return status;
            status = Ob.CreateHandle(caller, token, granted, handleAttributes & ObjectAttributeFlags.Inherit, out Handle handle);
            if (!status.IsError) tokenHandle.Write(caller, handle);
            return status;
        }
    }

    /// <summary>Tells about a token.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_INFO_CLASS, STATUS_NO_SUCH_LOGON_SESSION for the linked token, STATUS_BUFFER_TOO_SMALL,
    /// STATUS_SUCCESS.</returns>
    [SystemService(Missing = "linked tokens; other classes")]
    public static NtStatus NtQueryInformationToken(
        KThread caller, HandleOf<Token> tokenHandle, TokenInformationClass tokenInformationClass, [Opt] UserBuffer tokenInformation,
        uint tokenInformationLength, Out<uint> returnLength)
    {
        tokenInformation.ProbeForWrite(caller, tokenInformationLength, alignment: 4);
        returnLength.ProbeForWrite(caller);
        uint access = tokenInformationClass == TokenInformationClass.Source ? TokenAccess.QuerySource : TokenAccess.Query;
        NtStatus status = Ob.Reference(caller, tokenHandle, access, out ObjectRef<Token> token);
        if (status.IsError) return status;
        using (token)
        {
            if (tokenInformationClass == TokenInformationClass.LinkedToken) return NtStatus.NoSuchLogonSession;
            if (TokenInformation.Build(token.Object, tokenInformationClass, tokenInformation.Address) is not { } answer)
                return NtStatus.InvalidInfoClass;
            returnLength.Write(caller, (uint)answer.Length);
            if (tokenInformationLength < answer.Length) return NtStatus.BufferTooSmall;
            tokenInformation.Write(caller, answer);
            return NtStatus.Success;
        }
    }

    /// <summary>Tells whether two tokens let their holders do the same.</summary>
    /// <returns>Errors of the handles, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCompareTokens(KThread caller, HandleOf<Token> firstTokenHandle, HandleOf<Token> secondTokenHandle, Out<byte> equal)
    {
        equal.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, firstTokenHandle, TokenAccess.Query, out ObjectRef<Token> first);
        if (status.IsError) return status;
        using (first)
        {
            status = Ob.Reference(caller, secondTokenHandle, TokenAccess.Query, out ObjectRef<Token> second);
            if (status.IsError) return status;
            using (second) equal.Write(caller, Convert.ToByte(AreSame(first.Object, second.Object)));
            return NtStatus.Success;
        }
    }

    static bool AreSame(Token one, Token other) => one == other
        || (one.User == other.User && one.Groups.ToHashSet().SetEquals(other.Groups) && one.RestrictedSids.ToHashSet().SetEquals(other.RestrictedSids)
            && one.Privileges.ToHashSet().SetEquals(other.Privileges));

    static NtStatus Give(KThread caller, Token token, uint desiredAccess, uint attributes, Out<Handle> tokenHandle)
    {
        NtStatus status = Ob.OpenHandle(caller, token, desiredAccess, attributes & ObjectAttributeFlags.Inherit, out Handle handle);
        if (!status.IsError) tokenHandle.Write(caller, handle);
        return status;
    }
}
