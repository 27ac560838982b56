using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Services that only the system's own processes, a debugger of the kernel or NTVDM may use; none of these runs here.</summary>
public static class TrustedServices
{
    /// <summary>Asks the kernel's debugger.</summary>
    /// <returns>STATUS_ACCESS_DENIED without the privilege, STATUS_DEBUGGER_INACTIVE.</returns>
    [SystemService(Missing = "all commands: DEBUGGER_INACTIVE")]
    public static NtStatus NtSystemDebugControl(
        KThread caller, uint command, [Opt] UserBuffer inputBuffer, uint inputBufferLength, [Opt] UserBuffer outputBuffer, uint outputBufferLength,
        [Opt] Out<uint> returnLength) =>
        Se.HasPrivilege(caller, Privilege.Debug) ? NtStatus.DebuggerInactive : NtStatus.AccessDenied;

    /// <summary>Controls a virtual DOS machine.</summary>
    /// <returns>STATUS_ACCESS_DENIED: no process is one.</returns>
    [SystemService(Missing = "virtual DOS machines: ACCESS_DENIED")]
    public static NtStatus NtVdmControl(KThread caller, uint service, UserBuffer serviceData) => NtStatus.AccessDenied;

    /// <summary>Asks the Plug and Play manager.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, STATUS_NOT_IMPLEMENTED.</returns>
    [SystemService(Missing = "all that follows the privilege check: NOT_IMPLEMENTED")]
    public static NtStatus NtPlugPlayControl(KThread caller, uint pnPControlClass, UserBuffer pnPControlData, uint pnPControlDataLength) =>
        RequireTrust(caller);

    /// <summary>Waits for an event of the Plug and Play manager.</summary>
    /// <inheritdoc cref="NtPlugPlayControl" path="/returns"/>
    [SystemService(Missing = "all that follows the privilege check: NOT_IMPLEMENTED")]
    public static NtStatus NtGetPlugPlayEvent(KThread caller, Handle eventHandle, [Opt] uint context, UserBuffer eventBlock, uint eventBufferSize) =>
        RequireTrust(caller);

    static NtStatus RequireTrust(KThread caller) =>
        Se.HasPrivilege(caller, Privilege.Tcb) ? NtStatus.NotImplemented : NtStatus.PrivilegeNotHeld;
}
