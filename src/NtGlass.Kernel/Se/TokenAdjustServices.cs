using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that switch a token's privileges and groups.</summary>
public static class TokenAdjustServices
{
    const uint Switchable = PrivilegeAttributes.Enabled | PrivilegeAttributes.Removed;

    /// <summary>Switches privileges on and off, or takes them out for good.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, errors of the handle, STATUS_BUFFER_TOO_SMALL, STATUS_NOT_ALL_ASSIGNED, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtAdjustPrivilegesToken(
        KThread caller, HandleOf<Token> tokenHandle, bool disableAllPrivileges, [Opt] UserBuffer newState, uint bufferLength,
        [Opt] UserBuffer previousState, [Opt] Out<uint> returnLength)
    {
        if (!disableAllPrivileges && newState.IsNull) return NtStatus.InvalidParameter;
        NtStatus status = TokenLists.CapturePrivileges(caller, disableAllPrivileges ? default : newState, out List<PrivilegeState> wanted);
        if (status.IsError) return status;
        var previous = new Previous(caller, previousState, bufferLength, returnLength);
        previous.Probe();
        uint access = TokenAccess.AdjustPrivileges | (previousState.IsNull ? 0 : TokenAccess.Query);
        status = Ob.Reference(caller, tokenHandle, access, out ObjectRef<Token> reference);
        if (status.IsError) return status;
        using (reference)
        {
            Token token = reference.Object;
            List<PrivilegeState> changed = [], now = [];
            foreach (PrivilegeState state in token.Privileges)
            {
                PrivilegeState next = disableAllPrivileges ? Switched(state, 0) : Switched(state, wanted);
                if (next != state) changed.Add(state);
                if ((next.Attributes & PrivilegeAttributes.Removed) == 0) now.Add(next);
            }
            status = previous.Write(TokenInformation.Privileges(changed));
            if (status.IsError) return status;
            if (changed.Count > 0)
            {
                token.Privileges.Clear();
                token.Privileges.AddRange(now);
                token.NoteChange(caller.Kernel);
            }
            return wanted.TrueForAll(state => now.Exists(held => held.Privilege == state.Privilege) || (state.Attributes & PrivilegeAttributes.Removed) != 0)
                ? NtStatus.Success
                : NtStatus.NotAllAssigned;
        }
    }

    /// <summary>Switches groups on and off.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_INVALID_SID, errors of the handle, STATUS_CANT_DISABLE_MANDATORY, STATUS_BUFFER_TOO_SMALL,
    /// STATUS_NOT_ALL_ASSIGNED, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtAdjustGroupsToken(
        KThread caller, HandleOf<Token> tokenHandle, bool resetToDefault, [Opt] UserBuffer newState, [Opt] uint bufferLength,
        [Opt] UserBuffer previousState, [Opt] Out<uint> returnLength)
    {
        if (!resetToDefault && newState.IsNull) return NtStatus.InvalidParameter;
        NtStatus status = TokenLists.CaptureGroups(caller, resetToDefault ? default : newState, out List<SidAndAttributes> wanted);
        if (status.IsError) return status;
        var previous = new Previous(caller, previousState, bufferLength, returnLength);
        previous.Probe();
        uint access = TokenAccess.AdjustGroups | (previousState.IsNull ? 0 : TokenAccess.Query);
        status = Ob.Reference(caller, tokenHandle, access, out ObjectRef<Token> reference);
        if (status.IsError) return status;
        using (reference)
        {
            Token token = reference.Object;
            SidAndAttributes[] now = [.. token.Groups.Select(group => resetToDefault ? Reset(group) : Switched(group, wanted))];
            if (now.Any(group => !group.IsEnabled && (group.Attributes & GroupAttributes.Mandatory) != 0)) return NtStatus.CantDisableMandatory;
            SidAndAttributes[] changed = [.. token.Groups.Where((group, index) => group != now[index])];
            status = previous.Write(TokenInformation.Groups(previousState.Address, changed));
            if (status.IsError) return status;
            if (changed.Length > 0)
            {
                token.Groups.Clear();
                token.Groups.AddRange(now);
                token.NoteChange(caller.Kernel);
            }
            return wanted.TrueForAll(group => Array.Exists(now, held => held.Sid.Equals(group.Sid))) ? NtStatus.Success : NtStatus.NotAllAssigned;
        }
    }

    static PrivilegeState Switched(PrivilegeState state, List<PrivilegeState> wanted)
    {
        foreach (PrivilegeState change in wanted)
            if (change.Privilege == state.Privilege) state = Switched(state, change.Attributes);
        return state;
    }

    static PrivilegeState Switched(PrivilegeState state, uint attributes) =>
        state with { Attributes = (state.Attributes & ~Switchable) | (attributes & Switchable) };

    static SidAndAttributes Switched(SidAndAttributes group, List<SidAndAttributes> wanted)
    {
        foreach (SidAndAttributes change in wanted)
            if (change.Sid.Equals(group.Sid)) group = WithEnabled(group, change.IsEnabled);
        return group;
    }

    static SidAndAttributes Reset(SidAndAttributes group) => WithEnabled(group, (group.Attributes & GroupAttributes.EnabledByDefault) != 0);

    static SidAndAttributes WithEnabled(SidAndAttributes group, bool isEnabled) => group.IsDenyOnly
        ? group
        : group with { Attributes = (group.Attributes & ~GroupAttributes.Enabled) | (isEnabled ? GroupAttributes.Enabled : 0) };

    /// <summary>Where a service puts the state before its change, if the caller wants it.</summary>
    readonly record struct Previous(KThread Caller, UserBuffer Buffer, uint Length, Out<uint> ReturnLength)
    {
        public void Probe()
        {
            if (Buffer.IsNull) return;
            Buffer.ProbeForWrite(Caller, Length, alignment: 4);
            ReturnLength.ProbeForWrite(Caller);
        }

        /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS.</returns>
        public NtStatus Write(byte[] state)
        {
            if (Buffer.IsNull) return NtStatus.Success;
            ReturnLength.Write(Caller, (uint)state.Length);
            if (Length < state.Length) return NtStatus.BufferTooSmall;
            Buffer.Write(Caller, state);
            return NtStatus.Success;
        }
    }
}
