using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that tell what a client may do with what a descriptor protects.</summary>
public static class AccessCheckServices
{
    /// <summary>Tells whether a client's token is let to do something.</summary>
    /// <returns>STATUS_GENERIC_NOT_MAPPED, errors of the handle, STATUS_NO_IMPERSONATION_TOKEN, STATUS_BAD_IMPERSONATION_LEVEL, errors of
    /// reading the descriptor, STATUS_INVALID_SECURITY_DESCR without owner or group, STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtAccessCheck(
        KThread caller, UserBuffer securityDescriptor, HandleOf<Token> clientToken, uint desiredAccess, In<GenericMapping> genericMapping,
        UserBuffer privilegeSet, InOut<uint> privilegeSetLength, Out<uint> grantedAccess, Out<NtStatus> accessStatus)
    {
        var request = new ClientAccessCheck(caller, securityDescriptor, default, clientToken, desiredAccess, genericMapping);
        return request.Answer(new PrivilegeSetBuffer(caller, privilegeSet, privilegeSetLength), grantedAccess, accessStatus, results: 1);
    }

    /// <summary>Tells whether a client's token is let to do something with all the parts of an object.</summary>
    /// <inheritdoc cref="NtAccessCheck" path="/returns"/>
    [SystemService(Missing = "the types: the decision is about the whole object")]
    public static NtStatus NtAccessCheckByType(
        KThread caller, UserBuffer securityDescriptor, [Opt] UserBuffer principalSelfSid, HandleOf<Token> clientToken, uint desiredAccess,
        UserBuffer objectTypeList, uint objectTypeListLength, In<GenericMapping> genericMapping, UserBuffer privilegeSet,
        InOut<uint> privilegeSetLength, Out<uint> grantedAccess, Out<NtStatus> accessStatus)
    {
        NtStatus status = ProbeTypes(caller, objectTypeList, objectTypeListLength);
        if (status.IsError) return status;
        var request = new ClientAccessCheck(caller, securityDescriptor, principalSelfSid, clientToken, desiredAccess, genericMapping);
        return request.Answer(new PrivilegeSetBuffer(caller, privilegeSet, privilegeSetLength), grantedAccess, accessStatus, results: 1);
    }

    /// <summary>Tells for each part of an object whether a client's token is let to do something with it.</summary>
    /// <inheritdoc cref="NtAccessCheck" path="/returns"/>
    [SystemService(Missing = "the types: the decision about the whole object is each one's")]
    public static NtStatus NtAccessCheckByTypeResultList(
        KThread caller, UserBuffer securityDescriptor, [Opt] UserBuffer principalSelfSid, HandleOf<Token> clientToken, uint desiredAccess,
        UserBuffer objectTypeList, uint objectTypeListLength, In<GenericMapping> genericMapping, UserBuffer privilegeSet,
        InOut<uint> privilegeSetLength, Out<uint> grantedAccess, Out<NtStatus> accessStatus)
    {
        if (objectTypeListLength == 0) return NtStatus.InvalidParameter;
        NtStatus status = ProbeTypes(caller, objectTypeList, objectTypeListLength);
        if (status.IsError) return status;
        var request = new ClientAccessCheck(caller, securityDescriptor, principalSelfSid, clientToken, desiredAccess, genericMapping);
        return request.Answer(new PrivilegeSetBuffer(caller, privilegeSet, privilegeSetLength), grantedAccess, accessStatus, objectTypeListLength);
    }

    /// <summary>Tells whether a token has privileges enabled.</summary>
    /// <returns>Errors of the handle, STATUS_BAD_IMPERSONATION_LEVEL, STATUS_INVALID_PARAMETER, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtPrivilegeCheck(KThread caller, HandleOf<Token> clientToken, UserBuffer requiredPrivileges, Out<byte> result)
    {
        NtStatus status = PrivilegeSetBuffer.Capture(caller, requiredPrivileges, out uint control, out PrivilegeState[] wanted);
        if (status.IsError) return status;
        UserMemory.ProbeForWrite(caller, requiredPrivileges.Address, PrivilegeSetBuffer.SizeOf(wanted.Length), alignment: 4);
        result.ProbeForWrite(caller);
        status = Ob.Reference(caller, clientToken, TokenAccess.Query, out ObjectRef<Token> token);
        if (status.IsError) return status;
        using (token)
        {
            if (token.Object is { Kind: TokenType.Impersonation, Level: < ImpersonationLevel.Identification }) return NtStatus.BadImpersonationLevel;
            bool holds = PrivilegeSetBuffer.Check(token.Object, control, wanted);
            PrivilegeSetBuffer.WriteUsed(caller, requiredPrivileges, token.Object, wanted);
            result.Write(caller, Convert.ToByte(holds));
            return NtStatus.Success;
        }
    }

    /// <summary>OBJECT_TYPE_LIST: entries of a level and the address of a GUID, the first of level 0.</summary>
    static NtStatus ProbeTypes(KThread caller, UserBuffer list, uint count)
    {
        const uint MostTypes = 4096, EntrySize = 8, HighestLevel = 4;
        if (count == 0) return NtStatus.Success;
        if (count > MostTypes) return NtStatus.InvalidParameter;
        list.ProbeForRead(caller, count * EntrySize, alignment: 4);
        for (uint i = 0, before = 0; i < count; i++)
        {
            uint level = new In<ushort>(list.Slice(i * EntrySize).Address).Read(caller);
            if (level > HighestLevel || (i == 0 ? level != 0 : level == 0 || level > before + 1)) return NtStatus.InvalidParameter;
            UserMemory.Read(caller, new In<GuestAddress>(list.Slice(i * EntrySize + 4).Address).Read(caller), new byte[16]);
            before = level;
        }
        return NtStatus.Success;
    }
}
