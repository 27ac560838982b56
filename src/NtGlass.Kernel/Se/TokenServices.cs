using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>TOKEN_INFORMATION_CLASS, as far as it is answered.</summary>
public enum TokenInformationClass : uint
{
    User = 1,
    Groups = 2,
    Privileges = 3,
    Owner = 4,
    PrimaryGroup = 5,
    DefaultDacl = 6,
    Source = 7,
    Type = 8,
    ImpersonationLevel = 9,
    Statistics = 10,
    RestrictedSids = 11,
    SessionId = 12,
}

/// <summary>The services of tokens.</summary>
public static class TokenServices
{
    const uint QueryInformationAccess = 0x400;
    const uint TokenQuery = 8, TokenAdjustPrivileges = 0x20;

    /// <summary>Opens a process's token.</summary>
    [SystemService]
    public static NtStatus NtOpenProcessToken(KThread caller, HandleOf<EProcess> processHandle, uint desiredAccess, Out<Handle> tokenHandle) =>
        NtOpenProcessTokenEx(caller, processHandle, desiredAccess, 0, tokenHandle);

    /// <summary>Opens a process's token, with attributes for the handle.</summary>
    [SystemService]
    public static NtStatus NtOpenProcessTokenEx(
        KThread caller, HandleOf<EProcess> processHandle, uint desiredAccess, uint handleAttributes, Out<Handle> tokenHandle)
    {
        tokenHandle.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, processHandle, QueryInformationAccess, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            status = Ob.CreateHandle(caller, process.Object.Token, desiredAccess, handleAttributes & ObjectAttributeFlags.Inherit, out Handle handle);
            if (!status.IsError) tokenHandle.Write(caller, handle);
            return status;
        }
    }

    /// <summary>Opens a thread's token: nobody impersonates here.</summary>
    [SystemService]
    public static NtStatus NtOpenThreadToken(
        KThread caller, HandleOf<KThread> threadHandle, uint desiredAccess, bool openAsSelf, Out<Handle> tokenHandle) =>
        NtOpenThreadTokenEx(caller, threadHandle, desiredAccess, openAsSelf, 0, tokenHandle);

    /// <summary>Opens a thread's token, with attributes for the handle: nobody impersonates here.</summary>
    [SystemService]
    public static NtStatus NtOpenThreadTokenEx(
        KThread caller, HandleOf<KThread> threadHandle, uint desiredAccess, bool openAsSelf, uint handleAttributes, Out<Handle> tokenHandle)
    {
        const uint QueryThreadAccess = 0x40;
        tokenHandle.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, threadHandle, QueryThreadAccess, out ObjectRef<KThread> thread);
        if (status.IsError) return status;
        thread.Dispose();
        return NtStatus.NoToken;
    }

    /// <summary>Makes another handle to a token, which nobody could tell from a copy: tokens do not change.</summary>
    [SystemService]
    public static NtStatus NtDuplicateToken(
        KThread caller, HandleOf<Token> existingTokenHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, bool effectiveOnly,
        uint type, Out<Handle> newTokenHandle)
    {
        const uint TokenDuplicate = 2, Primary = 1, Impersonation = 2;
        newTokenHandle.ProbeForWrite(caller);
        if (type is not (Primary or Impersonation)) return NtStatus.InvalidParameter;
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        status = Ob.Reference(caller, existingTokenHandle, TokenDuplicate, out ObjectRef<Token> token);
        if (status.IsError) return status;
        using (token)
        {
            uint access = desiredAccess == 0 ? token.GrantedAccess : desiredAccess;
            status = Ob.CreateHandle(caller, token.Object, access, attributes.Attributes, out Handle handle);
            if (!status.IsError) newTokenHandle.Write(caller, handle);
            return status;
        }
    }

    /// <summary>Tells about a token.</summary>
    [SystemService]
    public static NtStatus NtQueryInformationToken(
        KThread caller, HandleOf<Token> tokenHandle, TokenInformationClass tokenInformationClass, [Opt] UserBuffer tokenInformation,
        uint tokenInformationLength, Out<uint> returnLength)
    {
        tokenInformation.ProbeForWrite(caller, tokenInformationLength, alignment: 4);
        returnLength.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, tokenHandle, TokenQuery, out ObjectRef<Token> token);
        if (status.IsError) return status;
        using (token)
        {
            if (TokenInformation.Build(token.Object, tokenInformationClass, tokenInformation.Address) is not { } answer)
                return NtStatus.InvalidInfoClass;
            returnLength.Write(caller, (uint)answer.Length);
            if (tokenInformationLength < answer.Length) return NtStatus.BufferTooSmall;
            tokenInformation.Write(caller, answer);
            return NtStatus.Success;
        }
    }

    /// <summary>Switches privileges; the token has none that could be switched.</summary>
    [SystemService]
    public static NtStatus NtAdjustPrivilegesToken(
        KThread caller, HandleOf<Token> tokenHandle, bool disableAllPrivileges, [Opt] In<uint> newState, uint bufferLength,
        [Opt] UserBuffer previousState, [Opt] Out<uint> returnLength)
    {
        if (!disableAllPrivileges && newState.IsNull) return NtStatus.InvalidParameter;
        uint wanted = disableAllPrivileges ? 0 : newState.Read(caller);
        previousState.ProbeForWrite(caller, previousState.IsNull ? 0 : bufferLength, alignment: 4);
        returnLength.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, tokenHandle, TokenAdjustPrivileges, out ObjectRef<Token> token);
        if (status.IsError) return status;
        token.Dispose();
        if (!previousState.IsNull)
        {
            if (bufferLength < 4) return NtStatus.BufferTooSmall;
            previousState.Write(caller, new byte[4]);
            returnLength.WriteIfPresent(caller, 4);
        }
        return wanted == 0 ? NtStatus.Success : NtStatus.NotAllAssigned;
    }
}
