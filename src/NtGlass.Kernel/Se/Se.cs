using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The security reference monitor: who acts, what they may do, and who owns what they make.</summary>
public static class Se
{
    /// <summary>The token that a thread acts with: the one it impersonates, else its process's.</summary>
    public static Token EffectiveToken(KThread thread) => thread.ImpersonationToken ?? thread.Process.Token;

    /// <summary>The caller holds a privilege, enabled; code of the kernel holds all.</summary>
    public static bool HasPrivilege(KThread caller, Privilege privilege) =>
        caller.PreviousMode == ProcessorMode.Kernel || (EffectiveToken(caller).Has(privilege) && !IsIdentificationOnly(caller));

    /// <summary>What a caller gets of an object that exists already.</summary>
    /// <param name="caller">Who opens it.</param>
    /// <param name="target">The object.</param>
    /// <param name="desiredAccess">Rights as the caller gave them, generic ones and MAXIMUM_ALLOWED among them.</param>
    /// <param name="granted">The rights for the handle.</param>
    /// <returns>STATUS_ACCESS_DENIED, STATUS_PRIVILEGE_NOT_HELD, STATUS_BAD_IMPERSONATION_LEVEL, STATUS_SUCCESS.</returns>
    public static NtStatus CheckObject(KThread caller, KernelObject target, uint desiredAccess, out uint granted)
    {
        ObjectType type = target.Type;
        granted = type.Map(desiredAccess);
        if (caller.PreviousMode == ProcessorMode.Kernel || DescriptorOf(target) is not { } descriptor) return NtStatus.Success;
        return IsIdentificationOnly(caller) ? NtStatus.BadImpersonationLevel : Check(caller, target, descriptor, EffectiveToken(caller), desiredAccess, ref granted);
    }

    /// <summary>What a caller gets as its process, whomever its thread impersonates.</summary>
    /// <returns>STATUS_ACCESS_DENIED, STATUS_PRIVILEGE_NOT_HELD, STATUS_SUCCESS.</returns>
    internal static NtStatus CheckObjectAsSelf(KThread caller, KernelObject target, uint desiredAccess, out uint granted)
    {
        granted = target.Type.Map(desiredAccess);
        return caller.PreviousMode == ProcessorMode.Kernel || DescriptorOf(target) is not { } descriptor
            ? NtStatus.Success
            : Check(caller, target, descriptor, caller.Process.Token, desiredAccess, ref granted);
    }

    static NtStatus Check(KThread caller, KernelObject target, SecurityDescriptor descriptor, Token token, uint desiredAccess, ref uint granted)
    {
        ObjectType type = target.Type;
        if (target is EProcess or KThread && HasPrivilege(caller, Privilege.Debug)) return NtStatus.Success;
        uint wanted = type.Map(desiredAccess & ~AccessMask.MaximumAllowed) | (desiredAccess & AccessMask.MaximumAllowed);
        return wanted == 0 ? NtStatus.Success
            : AccessCheck.Run(token, descriptor, new AccessQuestion(wanted, type.Mapping, null), out granted);
    }

    /// <summary>The object's descriptor; processes and threads that nobody gave one have their token's.</summary>
    internal static SecurityDescriptor? DescriptorOf(KernelObject target) => target.Header.SecurityDescriptor ?? target switch
    {
        EProcess process => process.Token.DefaultDescriptor(process.Type),
        KThread thread => thread.Process.Token.DefaultDescriptor(thread.Type),
        KeyObject key => KeySecurity.Of(key.Node),
        _ => null,
    };

    /// <summary>What is told of an object; files and others that nobody is kept from seem to belong to who asks.</summary>
    internal static SecurityDescriptor DescriptorToShow(KThread caller, KernelObject target) =>
        DescriptorOf(target) ?? EffectiveToken(caller).DefaultDescriptor(target.Type);

    /// <summary>The descriptor of a new object: what its maker gave, and the maker's token for what is missing.</summary>
    /// <returns>Errors of reading the descriptor, STATUS_INVALID_OWNER, STATUS_PRIVILEGE_NOT_HELD, STATUS_SUCCESS.</returns>
    internal static NtStatus Assign(KThread caller, GuestAddress given, ObjectType type, out SecurityDescriptor? descriptor)
    {
        Token token = EffectiveToken(caller);
        descriptor = token.DefaultDescriptor(type);
        if (given.IsNull) return NtStatus.Success;
        NtStatus status = SecurityDescriptor.Capture(caller, given, out SecurityDescriptor? made);
        if (made is null) return status;
        bool isUser = caller.PreviousMode == ProcessorMode.User;
        if (isUser && made.Owner is { } owner && !token.MayOwn(owner) && !token.Has(Privilege.Restore)) return NtStatus.InvalidOwner;
        if (isUser && made.Sacl is not null && AccessCheck.HoldsAudit(made.Sacl) && !token.Has(Privilege.Security)) return NtStatus.PrivilegeNotHeld;
        descriptor = new SecurityDescriptor(
            made.Owner ?? token.Owner, made.Group ?? token.PrimaryGroup, made.HasDacl || descriptor.HasDacl,
            made.HasDacl ? made.Dacl?.Mapped(type) : descriptor.Dacl, made.HasSacl, made.Sacl?.Mapped(type), made.Control);
        return NtStatus.Success;
    }

    /// <summary>The thread impersonates somebody it may ask about, but not act as.</summary>
    static bool IsIdentificationOnly(KThread thread) =>
        thread.ImpersonationToken is { Level: < ImpersonationLevel.Impersonation };
}
