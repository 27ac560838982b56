using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A question of a server: may this client do that with what this descriptor protects?</summary>
readonly record struct ClientAccessCheck(
    KThread Caller, UserBuffer SecurityDescriptor, UserBuffer PrincipalSelf, HandleOf<Token> ClientToken, uint DesiredAccess,
    In<GenericMapping> Mapping)
{
    /// <summary>Decides and writes the answers.</summary>
    public NtStatus Answer(PrivilegeSetBuffer privileges, Out<uint> granted, Out<NtStatus> accessStatus, uint results)
    {
        UserMemory.ProbeForRead(Caller, Mapping.Address, 16, alignment: 4);
        uint room = privileges.Probe();
        UserMemory.ProbeForWrite(Caller, granted.Address, results * 4, alignment: 4);
        UserMemory.ProbeForWrite(Caller, accessStatus.Address, results * 4, alignment: 4);
        if ((DesiredAccess & AccessMask.GenericBits) != 0) return NtStatus.GenericNotMapped;
        NtStatus status = Ob.Reference(Caller, ClientToken, TokenAccess.Query, out ObjectRef<Token> token);
        if (status.IsError) return status;
        using (token)
        {
            if (token.Object.Kind != TokenType.Impersonation) return NtStatus.NoImpersonationToken;
            if (token.Object.Level < ImpersonationLevel.Identification) return NtStatus.BadImpersonationLevel;
            status = Decide(token.Object, out NtStatus decision, out uint access);
            if (status.IsError) return status;
            if (!privileges.WriteUsed(token.Object, DesiredAccess, room)) return NtStatus.BufferTooSmall;
            for (uint i = 0; i < results; i++)
            {
                new Out<uint>(granted.Address + i * 4).Write(Caller, access);
                new Out<NtStatus>(accessStatus.Address + i * 4).Write(Caller, decision);
            }
            return NtStatus.Success;
        }
    }

    /// <summary>Reads what the question points to and decides.</summary>
    /// <returns>Errors of reading, STATUS_INVALID_SECURITY_DESCR, STATUS_SUCCESS with the decision.</returns>
    public NtStatus Decide(Token token, out NtStatus decision, out uint access)
    {
        (decision, access) = (NtStatus.AccessDenied, 0);
        NtStatus status = Kernel.SecurityDescriptor.Capture(Caller, SecurityDescriptor.Address, out SecurityDescriptor? descriptor);
        if (descriptor is null) return status;
        if (descriptor.Owner is null || descriptor.Group is null) return NtStatus.InvalidSecurityDescr;
        Sid? self = null;
        if (!PrincipalSelf.IsNull) status = Sid.Capture(Caller, PrincipalSelf.Address, out self);
        if (status.IsError || DesiredAccess == 0) return status;
        decision = AccessCheck.Run(token, descriptor, new AccessQuestion(DesiredAccess, Mapping.Read(Caller), self), out access);
        return NtStatus.Success;
    }
}
