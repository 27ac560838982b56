using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that end the machine's run or let it sleep.</summary>
public static class ShutdownServices
{
    const uint MostActions = 2;

    /// <summary>Shuts the system down: every process ends, and with them the run.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_PRIVILEGE_NOT_HELD; it does not come back.</returns>
    [SystemService(Missing = "a restart: each action ends all processes")]
    public static NtStatus NtShutdownSystem(KThread caller, uint action)
    {
        if (action > MostActions) return NtStatus.InvalidParameter;
        if (!Se.HasPrivilege(caller, Privilege.Shutdown)) return NtStatus.PrivilegeNotHeld;
        foreach (EProcess process in caller.Kernel.Processes.All.Where(process => process != caller.Kernel.SystemProcess && process != caller.Process).ToArray())
            Ps.TerminateProcess(process, NtStatus.Success);
        Ps.TerminateProcess(caller.Process, NtStatus.Success);
        return NtStatus.Success;
    }

    /// <summary>Switches the machine off or lets it sleep; it knows only the first.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, STATUS_INVALID_PARAMETER, STATUS_NOT_SUPPORTED for sleep.</returns>
    [SystemService(Missing = "sleep and hibernation (NOT_SUPPORTED), the flags, asynchronous actions")]
    public static NtStatus NtInitiatePowerAction(KThread caller, uint systemAction, uint lightestSystemState, uint flags, bool asynchronous) =>
        Act(caller, systemAction, lightestSystemState);

    /// <summary>Changes the machine's power state at once.</summary>
    /// <inheritdoc cref="NtInitiatePowerAction" path="/returns"/>
    [SystemService(Missing = "sleep and hibernation (NOT_SUPPORTED), the flags")]
    public static NtStatus NtSetSystemPowerState(KThread caller, uint systemAction, uint lightestSystemState, uint flags) =>
        Act(caller, systemAction, lightestSystemState);

    static NtStatus Act(KThread caller, uint action, uint state)
    {
        const uint Shutdown = 4, ShutdownOff = 6, MostStates = 7;
        if (!Se.HasPrivilege(caller, Privilege.Shutdown)) return NtStatus.PrivilegeNotHeld;
        if (action > ShutdownOff || state > MostStates) return NtStatus.InvalidParameter;
        return action switch
        {
            0 => NtStatus.Success,
            >= Shutdown => NtShutdownSystem(caller, 0),
            _ => NtStatus.NotSupported,
        };
    }
}
