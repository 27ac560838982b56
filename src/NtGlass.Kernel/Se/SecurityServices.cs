using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of security descriptors.</summary>
public static class SecurityServices
{
    /// <summary>Tells an object's security descriptor, as far as it is asked for.</summary>
    /// <returns>Errors of the handle, STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "files' and pipes' security: it is the caller's default unless it was set on the same open file")]
    public static NtStatus NtQuerySecurityObject(
        KThread caller, Handle handle, uint securityInformation, [Opt] UserBuffer securityDescriptor, uint length, Out<uint> lengthNeeded)
    {
        lengthNeeded.ProbeForWrite(caller);
        securityDescriptor.ProbeForWrite(caller, length, alignment: 4);
        uint access = (securityInformation & SecurityParts.Sacl) != 0 ? AccessMask.AccessSystemSecurity : 0;
        if ((securityInformation & ~SecurityParts.Sacl) != 0) access |= AccessMask.ReadControl;
        NtStatus status = Ob.Reference(caller, handle, access, out ObjectRef<KernelObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            SecurityDescriptor descriptor = Se.DescriptorToShow(caller, reference.Object);
            byte[] answer = descriptor.ToSelfRelative(securityInformation);
            lengthNeeded.Write(caller, (uint)answer.Length);
            if (length < answer.Length) return NtStatus.BufferTooSmall;
            securityDescriptor.Write(caller, answer);
            return NtStatus.Success;
        }
    }

    /// <summary>Changes parts of an object's security descriptor.</summary>
    /// <returns>STATUS_ACCESS_VIOLATION without a descriptor, errors of reading it, errors of the handle, STATUS_INVALID_SECURITY_DESCR for
    /// a part that is to be set and not there, STATUS_INVALID_OWNER, what the object says, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "files' and pipes' security: it lasts as long as the open file, and no open checks it")]
    public static NtStatus NtSetSecurityObject(KThread caller, Handle handle, uint securityInformation, UserBuffer securityDescriptor)
    {
        if (securityDescriptor.IsNull) return NtStatus.AccessViolation;
        NtStatus status = SecurityDescriptor.Capture(caller, securityDescriptor.Address, out SecurityDescriptor? given);
        if (given is null) return status;
        status = Ob.Reference(caller, handle, AccessToSet(securityInformation), out ObjectRef<KernelObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            KernelObject target = reference.Object;
            if ((securityInformation & SecurityParts.Owner) != 0)
            {
                if (given.Owner is not { } owner) return NtStatus.InvalidSecurityDescr;
                if (!Se.EffectiveToken(caller).MayOwn(owner) && !Se.HasPrivilege(caller, Privilege.Restore)) return NtStatus.InvalidOwner;
            }
            if ((securityInformation & SecurityParts.Group) != 0 && given.Group is null) return NtStatus.InvalidSecurityDescr;
            SecurityDescriptor mapped = given with { Dacl = given.Dacl?.Mapped(target.Type), Sacl = given.Sacl?.Mapped(target.Type) };
            SecurityDescriptor before = Se.DescriptorToShow(caller, target);
            return target.SetSecurity(before.With(securityInformation, mapped));
        }
    }

    static uint AccessToSet(uint parts)
    {
        uint access = 0;
        if ((parts & (SecurityParts.Owner | SecurityParts.Group | SecurityParts.Label)) != 0) access |= AccessMask.WriteOwner;
        if ((parts & SecurityParts.Dacl) != 0) access |= AccessMask.WriteDac;
        if ((parts & SecurityParts.Sacl) != 0) access |= AccessMask.AccessSystemSecurity;
        return access;
    }
}
