using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What somebody wants to do.</summary>
/// <param name="Desired">Rights without generic ones; MAXIMUM_ALLOWED asks for all there are.</param>
/// <param name="Mapping">What the generic rights mean.</param>
/// <param name="PrincipalSelf">Whom PRINCIPAL SELF stands for.</param>
sealed record AccessQuestion(uint Desired, GenericMapping Mapping, Sid? PrincipalSelf);

/// <summary>Decides what a token may do with what a descriptor protects.</summary>
static class AccessCheck
{
    /// <returns>STATUS_PRIVILEGE_NOT_HELD for ACCESS_SYSTEM_SECURITY, STATUS_ACCESS_DENIED, STATUS_SUCCESS.</returns>
    public static NtStatus Run(Token token, SecurityDescriptor descriptor, AccessQuestion question, out uint granted)
    {
        granted = 0;
        uint byPrivilege = 0, wanted = question.Desired & ~AccessMask.MaximumAllowed;
        if ((wanted & AccessMask.AccessSystemSecurity) != 0)
        {
            if (!token.Has(Privilege.Security)) return NtStatus.PrivilegeNotHeld;
            byPrivilege |= AccessMask.AccessSystemSecurity;
        }
        if ((wanted & AccessMask.WriteOwner) != 0 && token.Has(Privilege.TakeOwnership)) byPrivilege |= AccessMask.WriteOwner;
        uint allowed = Allowed(token, descriptor, question, wanted & ~byPrivilege) | byPrivilege;
        if ((question.Desired & AccessMask.MaximumAllowed) == 0)
        {
            if ((wanted & ~allowed) != 0) return NtStatus.AccessDenied;
            granted = wanted;
            return NtStatus.Success;
        }
        if ((wanted & ~allowed) != 0 || allowed == 0) return NtStatus.AccessDenied;
        granted = allowed;
        return NtStatus.Success;
    }

    /// <summary>The list says what is to be written down, not what is allowed.</summary>
    public static bool HoldsAudit(Acl sacl) => sacl.Entries.Any(entry => entry.Type == AceType.SystemAudit);

    static uint Allowed(Token token, SecurityDescriptor descriptor, AccessQuestion question, uint wanted)
    {
        bool maximum = (question.Desired & AccessMask.MaximumAllowed) != 0;
        uint allowed = descriptor.HasDacl && descriptor.Dacl is { } dacl
            ? Evaluate(token, dacl, descriptor, question, maximum ? uint.MaxValue : wanted)
            : question.Mapping.All | wanted;
        return allowed & ~ForbiddenByLevel(token, descriptor, question.Mapping);
    }

    static uint Evaluate(Token token, Acl dacl, SecurityDescriptor descriptor, AccessQuestion question, uint wanted)
    {
        uint implied = ImpliedByOwnership(descriptor, dacl, sid => token.Holds(sid, forDeny: false));
        uint allowed = implied | Walk(dacl, question, wanted & ~implied, token.Holds, descriptor.Owner);
        if (!token.IsRestricted) return allowed;
        bool InRestricted(Sid sid, bool forDeny) => token.RestrictedSids.Exists(candidate => candidate.Sid.Equals(sid));
        uint impliedToRestricted = ImpliedByOwnership(descriptor, dacl, sid => InRestricted(sid, false));
        return allowed & (impliedToRestricted | Walk(dacl, question, wanted & ~impliedToRestricted, InRestricted, descriptor.Owner));
    }

    /// <summary>In the list's order, the first entry about a right decides.</summary>
    static uint Walk(Acl dacl, AccessQuestion question, uint wanted, Func<Sid, bool, bool> holds, Sid? owner)
    {
        uint allowed = 0, denied = 0;
        foreach (Ace entry in dacl.Entries)
        {
            if (entry.IsInheritOnly || entry.ObjectType is not null) continue;
            bool denies = entry.Type is AceType.AccessDenied or AceType.AccessDeniedObject;
            if (!denies && entry.Type is not (AceType.AccessAllowed or AceType.AccessAllowedObject)) continue;
            Sid? sid = entry.Sid.Equals(Sid.PrincipalSelf) ? question.PrincipalSelf : entry.Sid.Equals(Sid.OwnerRights) ? owner : entry.Sid;
            if (sid is null || !holds(sid, denies)) continue;
            uint mask = MapGeneric(entry.Mask, question.Mapping);
            if (denies) denied |= mask & ~allowed;
            else allowed |= mask & ~denied;
            if ((wanted & ~allowed) == 0) break;
        }
        return allowed;
    }

    /// <summary>An owner may read and change the descriptor, unless the list says what owners may.</summary>
    static uint ImpliedByOwnership(SecurityDescriptor descriptor, Acl dacl, Func<Sid, bool> holds) =>
        descriptor.Owner is { } owner && holds(owner) && !dacl.Entries.Any(entry => entry.Sid.Equals(Sid.OwnerRights))
            ? AccessMask.ReadControl | AccessMask.WriteDac
            : 0;

    /// <summary>The mandatory label: a lower level may not write up.</summary>
    static uint ForbiddenByLevel(Token token, SecurityDescriptor descriptor, GenericMapping mapping)
    {
        const uint NoWriteUp = 1, NoReadUp = 2, NoExecuteUp = 4;
        Ace? label = descriptor.Sacl?.Entries.FirstOrDefault(entry => entry.Type == AceType.MandatoryLabel && !entry.IsInheritOnly);
        uint level = (label?.Sid ?? TokenDefaults.MediumLevel).RelativeId;
        if ((token.MandatoryPolicy & NoWriteUp) == 0 || token.Integrity.RelativeId >= level) return 0;
        uint policy = label?.Mask ?? NoWriteUp, open = 0;
        if ((policy & NoWriteUp) == 0) open |= mapping.Write | mapping.All;
        if ((policy & NoReadUp) == 0) open |= mapping.Read;
        if ((policy & NoExecuteUp) == 0) open |= mapping.Execute;
        return ~(open | AccessMask.Synchronize);
    }

    /// <summary>Puts the specific rights in the place of generic ones.</summary>
    public static uint MapGeneric(uint mask, GenericMapping mapping)
    {
        uint mapped = mask & ~AccessMask.GenericBits;
        if ((mask & AccessMask.GenericRead) != 0) mapped |= mapping.Read;
        if ((mask & AccessMask.GenericWrite) != 0) mapped |= mapping.Write;
        if ((mask & AccessMask.GenericExecute) != 0) mapped |= mapping.Execute;
        if ((mask & AccessMask.GenericAll) != 0) mapped |= mapping.All;
        return mapped;
    }
}
