using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services by which protected servers check access and write it down; nothing is written down here.</summary>
public static class AuditServices
{
    /// <summary>Checks the access of the client that the thread impersonates.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, STATUS_NO_IMPERSONATION_TOKEN, STATUS_GENERIC_NOT_MAPPED, errors of reading, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "audit messages")]
    public static NtStatus NtAccessCheckAndAuditAlarm(
        KThread caller, In<UnicodeString> subsystemName, [Opt] uint handleId, In<UnicodeString> objectTypeName, In<UnicodeString> objectName,
        UserBuffer securityDescriptor, uint desiredAccess, In<GenericMapping> genericMapping, bool objectCreation, Out<uint> grantedAccess,
        Out<NtStatus> accessStatus, Out<byte> generateOnClose) =>
        Check(
            new ClientAccessCheck(caller, securityDescriptor, default, default, desiredAccess, genericMapping), subsystemName,
            new Answers(grantedAccess, accessStatus, generateOnClose, 1));

    /// <summary>Checks the access of the client that the thread impersonates to the parts of an object.</summary>
    /// <inheritdoc cref="NtAccessCheckAndAuditAlarm" path="/returns"/>
    [SystemService(Missing = "audit messages and the types: the decision is about the whole object")]
    public static NtStatus NtAccessCheckByTypeAndAuditAlarm(
        KThread caller, In<UnicodeString> subsystemName, [Opt] uint handleId, In<UnicodeString> objectTypeName, In<UnicodeString> objectName,
        UserBuffer securityDescriptor, [Opt] UserBuffer principalSelfSid, uint desiredAccess, uint auditType, uint flags,
        [Opt] UserBuffer objectTypeList, uint objectTypeListLength, In<GenericMapping> genericMapping, bool objectCreation,
        Out<uint> grantedAccess, Out<NtStatus> accessStatus, Out<byte> generateOnClose) =>
        Check(
            new ClientAccessCheck(caller, securityDescriptor, principalSelfSid, default, desiredAccess, genericMapping), subsystemName,
            new Answers(grantedAccess, accessStatus, generateOnClose, 1));

    /// <summary>Checks the access of the client that the thread impersonates to each part of an object.</summary>
    /// <inheritdoc cref="NtAccessCheckAndAuditAlarm" path="/returns"/>
    [SystemService(Missing = "audit messages and the types: the decision about the whole object is each one's")]
    public static NtStatus NtAccessCheckByTypeResultListAndAuditAlarm(
        KThread caller, In<UnicodeString> subsystemName, [Opt] uint handleId, In<UnicodeString> objectTypeName, In<UnicodeString> objectName,
        UserBuffer securityDescriptor, [Opt] UserBuffer principalSelfSid, uint desiredAccess, uint auditType, uint flags,
        [Opt] UserBuffer objectTypeList, uint objectTypeListLength, In<GenericMapping> genericMapping, bool objectCreation,
        Out<uint> grantedAccess, Out<NtStatus> accessStatus, Out<byte> generateOnClose) =>
        Check(
            new ClientAccessCheck(caller, securityDescriptor, principalSelfSid, default, desiredAccess, genericMapping), subsystemName,
            new Answers(grantedAccess, accessStatus, generateOnClose, objectTypeListLength));

    /// <summary>Checks the access of a client to each part of an object.</summary>
    /// <inheritdoc cref="NtAccessCheckAndAuditAlarm" path="/returns"/>
    [SystemService(Missing = "audit messages and the types: the decision about the whole object is each one's")]
    public static NtStatus NtAccessCheckByTypeResultListAndAuditAlarmByHandle(
        KThread caller, In<UnicodeString> subsystemName, [Opt] uint handleId, HandleOf<Token> clientToken, In<UnicodeString> objectTypeName,
        In<UnicodeString> objectName, UserBuffer securityDescriptor, [Opt] UserBuffer principalSelfSid, uint desiredAccess, uint auditType,
        uint flags, [Opt] UserBuffer objectTypeList, uint objectTypeListLength, In<GenericMapping> genericMapping, bool objectCreation,
        Out<uint> grantedAccess, Out<NtStatus> accessStatus, Out<byte> generateOnClose) =>
        Check(
            new ClientAccessCheck(caller, securityDescriptor, principalSelfSid, clientToken, desiredAccess, genericMapping), subsystemName,
            new Answers(grantedAccess, accessStatus, generateOnClose, objectTypeListLength));

    /// <summary>Writes down that an object was opened or refused.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the token's handle, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "audit messages: only the privilege is checked")]
    public static NtStatus NtOpenObjectAuditAlarm(
        KThread caller, In<UnicodeString> subsystemName, [Opt] uint handleId, In<UnicodeString> objectTypeName, In<UnicodeString> objectName,
        [Opt] UserBuffer securityDescriptor, HandleOf<Token> clientToken, uint desiredAccess, uint grantedAccess, [Opt] UserBuffer privileges,
        bool objectCreation, bool accessGranted, Out<byte> generateOnClose)
    {
        NtStatus status = Note(caller, clientToken, subsystemName);
        if (status.IsError) return status;
        generateOnClose.ProbeForWrite(caller);
        generateOnClose.Write(caller, 0);
        return NtStatus.Success;
    }

    /// <summary>Writes down that a handle was closed.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "audit messages: only the privilege is checked")]
    public static NtStatus NtCloseObjectAuditAlarm(KThread caller, In<UnicodeString> subsystemName, [Opt] uint handleId, bool generateOnClose) =>
        generateOnClose ? RequireAudit(caller, subsystemName) : NtStatus.Success;

    /// <summary>Writes down that an object was deleted.</summary>
    /// <inheritdoc cref="NtCloseObjectAuditAlarm" path="/returns"/>
    [SystemService(Missing = "audit messages: only the privilege is checked")]
    public static NtStatus NtDeleteObjectAuditAlarm(KThread caller, In<UnicodeString> subsystemName, [Opt] uint handleId, bool generateOnClose) =>
        generateOnClose ? RequireAudit(caller, subsystemName) : NtStatus.Success;

    /// <summary>Writes down that privileges were used on an object.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the token's handle, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "audit messages: only the privilege is checked")]
    public static NtStatus NtPrivilegeObjectAuditAlarm(
        KThread caller, In<UnicodeString> subsystemName, [Opt] uint handleId, HandleOf<Token> clientToken, uint desiredAccess,
        UserBuffer privileges, bool accessGranted) => Note(caller, clientToken, subsystemName);

    /// <summary>Writes down that privileges were used for a service.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the token's handle, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "audit messages: only the privilege is checked")]
    public static NtStatus NtPrivilegedServiceAuditAlarm(
        KThread caller, In<UnicodeString> subsystemName, In<UnicodeString> serviceName, HandleOf<Token> clientToken, UserBuffer privileges,
        bool accessGranted) => Note(caller, clientToken, subsystemName);

    static NtStatus Check(ClientAccessCheck request, In<UnicodeString> subsystem, Answers answers)
    {
        const uint MostResults = 4096;
        KThread caller = request.Caller;
        if (answers.Count is 0 or > MostResults) return NtStatus.InvalidParameter;
        UserMemory.ProbeForWrite(caller, answers.Granted.Address, answers.Count * 4, alignment: 4);
        UserMemory.ProbeForWrite(caller, answers.Status.Address, answers.Count * 4, alignment: 4);
        answers.GenerateOnClose.ProbeForWrite(caller);
        NtStatus status = RequireAudit(caller, subsystem);
        if (status.IsError) return status;
        if ((request.DesiredAccess & AccessMask.GenericBits) != 0) return NtStatus.GenericNotMapped;
        ObjectRef<Token> reference = default;
        if (!request.ClientToken.IsNull) status = Ob.Reference(caller, request.ClientToken, TokenAccess.Query, out reference);
        if (status.IsError) return status;
        using (reference)
        {
            if ((reference.Object ?? caller.ImpersonationToken) is not { } token) return NtStatus.NoImpersonationToken;
            status = request.Decide(token, out NtStatus decision, out uint access);
            if (status.IsError) return status;
            for (uint i = 0; i < answers.Count; i++)
            {
                new Out<uint>(answers.Granted.Address + i * 4).Write(caller, access);
                new Out<NtStatus>(answers.Status.Address + i * 4).Write(caller, decision);
            }
            answers.GenerateOnClose.Write(caller, 0);
            return NtStatus.Success;
        }
    }

    static NtStatus Note(KThread caller, HandleOf<Token> clientToken, In<UnicodeString> subsystem)
    {
        NtStatus status = Ob.Reference(caller, clientToken, TokenAccess.Query, out ObjectRef<Token> token);
        if (status.IsError) return status;
        using (token)
            return token.Object is { Kind: TokenType.Impersonation, Level: < ImpersonationLevel.Identification }
                ? NtStatus.BadImpersonationLevel
                : RequireAudit(caller, subsystem);
    }

    /// <summary>The process itself, not whom the thread impersonates, must hold the privilege.</summary>
    static NtStatus RequireAudit(KThread caller, In<UnicodeString> subsystem)
    {
        if (caller.PreviousMode == ProcessorMode.User && !caller.Process.Token.Has(Privilege.Audit)) return NtStatus.PrivilegeNotHeld;
        return UnicodeStrings.Capture(caller, subsystem, out _);
    }

    readonly record struct Answers(Out<uint> Granted, Out<NtStatus> Status, Out<byte> GenerateOnClose, uint Count);
}
