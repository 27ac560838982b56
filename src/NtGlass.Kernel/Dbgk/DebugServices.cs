using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of debug objects.</summary>
public static class DebugServices
{
    const uint KillOnClose = 1;
    const uint AllProcessAccess = 0x1F0FFF, AllThreadAccess = 0x1F03FF;
    const uint FileAccess = FileRights.ReadData | FileRights.ReadAttributes | AccessMask.Synchronize | AccessMask.ReadControl;
    const int StateChangeSize = 0x60;

    /// <summary>Makes a debug object.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for flags, errors of the attributes, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCreateDebugObject(
        KThread caller, Out<Handle> debugObjectHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, uint flags)
    {
        debugObjectHandle.ProbeForWrite(caller);
        if ((flags & ~KillOnClose) != 0) return NtStatus.InvalidParameter;
        return Ob.Create(caller, debugObjectHandle, desiredAccess, objectAttributes, _ => new DebugObject((flags & KillOnClose) != 0));
    }

    /// <summary>Puts a running process under a debugger, which is told of what is there already.</summary>
    /// <returns>Errors of the handles, STATUS_ACCESS_DENIED for the caller itself and System, STATUS_PROCESS_IS_TERMINATING,
    /// STATUS_PORT_ALREADY_SET, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtDebugActiveProcess(KThread caller, HandleOf<EProcess> processHandle, HandleOf<DebugObject> debugObjectHandle)
    {
        using var references = new ReferenceList(caller);
        EProcess? process = references.Take(processHandle, ProcessRights.SuspendResume);
        if (process is not null && (process == caller.Process || process == caller.Kernel.SystemProcess)) return NtStatus.AccessDenied;
        DebugObject? port = references.Take(debugObjectHandle, DebugObject.ProcessAssign);
        if (process is null || port is null) return references.Status;
        if (process.HasExited) return NtStatus.ProcessIsTerminating;
        if (process.DebugPort is not null) return NtStatus.PortAlreadySet;
        Dbgk.Attach(process, port);
        Dbgk.TellOfWhatIsThere(process);
        return NtStatus.Success;
    }

    /// <summary>Lets a process go on without its debugger.</summary>
    /// <returns>Errors of the handles, STATUS_PORT_NOT_SET, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtRemoveProcessDebug(KThread caller, HandleOf<EProcess> processHandle, HandleOf<DebugObject> debugObjectHandle)
    {
        using var references = new ReferenceList(caller);
        EProcess? process = references.Take(processHandle, ProcessRights.SuspendResume);
        DebugObject? port = references.Take(debugObjectHandle, DebugObject.ProcessAssign);
        if (process is null || port is null) return references.Status;
        if (process.DebugPort != port) return NtStatus.PortNotSet;
        Dbgk.Detach(process);
        return NtStatus.Success;
    }

    /// <summary>Waits for the next event.</summary>
    /// <returns>Errors of the handle, STATUS_TIMEOUT, STATUS_USER_APC, STATUS_ALERTED, STATUS_DEBUGGER_INACTIVE, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtWaitForDebugEvent(
        KThread caller, HandleOf<DebugObject> debugObjectHandle, bool alertable, [Opt] In<long> timeout, UserBuffer waitStateChange)
    {
        if (!timeout.IsNull) UserMemory.ProbeForRead(caller, timeout.Address, length: 8, alignment: 4);
        waitStateChange.ProbeForWrite(caller, StateChangeSize, alignment: 4);
        var terms = new WaitTerms(caller.PreviousMode, alertable, timeout.ReadIfPresent(caller));
        NtStatus status = Ob.Reference(caller, debugObjectHandle, DebugObject.ReadEvent, out ObjectRef<DebugObject> port);
        return status.IsError ? status : Wait(caller, port, terms, waitStateChange);
    }

    /// <summary>Answers an event: its process goes on.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the answer or an event that was not seen, errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtDebugContinue(
        KThread caller, HandleOf<DebugObject> debugObjectHandle, In<ClientId> clientId, NtStatus continueStatus)
    {
        UserMemory.ProbeForRead(caller, clientId.Address, length: 8, alignment: 4);
        ClientId wanted = clientId.Read(caller);
        bool isAnswer = continueStatus == NtStatus.DbgContinue || continueStatus == NtStatus.DbgExceptionHandled
            || continueStatus == NtStatus.DbgExceptionNotHandled || continueStatus == NtStatus.DbgTerminateThread
            || continueStatus == NtStatus.DbgTerminateProcess;
        if (!isAnswer) return NtStatus.InvalidParameter;
        NtStatus status = Ob.Reference(caller, debugObjectHandle, DebugObject.ReadEvent, out ObjectRef<DebugObject> port);
        if (status.IsError) return status;
        using (port)
        {
            DebugEvent? answered = port.Object.Events.FirstOrDefault(seen => seen.IsRead && seen.Thread.ClientId == wanted);
            if (answered is null) return NtStatus.InvalidParameter;
            Dbgk.Answer(port.Object, answered, continueStatus);
            return NtStatus.Success;
        }
    }

    /// <summary>Chooses what becomes of the debugged processes when the debugger closes its handle.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_INFO_LENGTH_MISMATCH, errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "")]
    public static NtStatus NtSetInformationDebugObject(
        KThread caller, HandleOf<DebugObject> debugObjectHandle, uint debugObjectInformationClass, UserBuffer debugInformation,
        uint debugInformationLength, [Opt] Out<uint> returnLength)
    {
        const uint Flags = 1;
        returnLength.ProbeForWriteIfPresent(caller);
        debugInformation.ProbeForRead(caller, debugInformationLength, alignment: 4);
        if (debugObjectInformationClass != Flags) return NtStatus.InvalidParameter;
        if (debugInformationLength != 4)
        {
            returnLength.WriteIfPresent(caller, 4);
            return NtStatus.InfoLengthMismatch;
        }
        uint flags = new In<uint>(debugInformation.Address).Read(caller);
        if ((flags & ~KillOnClose) != 0) return NtStatus.InvalidParameter;
        NtStatus status = Ob.Reference(caller, debugObjectHandle, DebugObject.SetInformation, out ObjectRef<DebugObject> port);
        if (status.IsError) return status;
        using (port) port.Object.KillsOnClose = (flags & KillOnClose) != 0;
        return NtStatus.Success;
    }

    static NtStatus Wait(KThread caller, ObjectRef<DebugObject> port, WaitTerms terms, UserBuffer target) =>
        Ke.Wait(caller, port.Object, terms, (debugger, status) =>
        {
            if (status.Code == 0 && !port.Object.IsClosed && port.Object.NextUnread is null) return Wait(debugger, port, terms, target);
            using (port)
            {
                if (status.Code != 0) return status;
                if (port.Object.NextUnread is not DebugEvent seen) return NtStatus.DebuggerInactive;
                byte[] told = Describe(debugger, seen);
                UserMemory.Write(debugger, target.Address, told);
                seen.IsRead = true;
                port.Object.Refresh();
                return NtStatus.Success;
            }
        });

    /// <summary>DBGUI_WAIT_STATE_CHANGE, with the handles that the debugger gets.</summary>
    static byte[] Describe(KThread debugger, DebugEvent seen)
    {
        var record = new GuestRecord(StateChangeSize)
            .Set(0, (uint)seen.State).Set(4, seen.Process.ProcessId).Set(8, seen.Thread.ThreadId);
        int at = 0xC;
        foreach (uint handle in HandlesOf(debugger, seen))
        {
            record.Set(at, handle);
            at += 4;
        }
        return record.Set(at, MemoryMarshal.AsBytes(seen.Details.Values.AsSpan())).Bytes;
    }

    static IEnumerable<uint> HandlesOf(KThread debugger, DebugEvent seen)
    {
        const uint NoSubsystemKey = 0;
        switch (seen.State)
        {
            case DebugState.CreateProcess:
                return [HandleTo(debugger, seen.Process, AllProcessAccess), HandleTo(debugger, seen.Thread, AllThreadAccess), NoSubsystemKey, FileOf(debugger, seen)];
            case DebugState.CreateThread:
                return [HandleTo(debugger, seen.Thread, AllThreadAccess)];
            case DebugState.LoadDll:
                return [FileOf(debugger, seen)];
            default:
                return [];
        }
    }

    /// <summary>Zero where the debugger can have no handle.</summary>
    static uint HandleTo(KThread debugger, KernelObject target, uint access) =>
        Ob.CreateHandle(debugger.Process, target, access, 0, out Handle handle).IsSuccess ? handle.Value : 0;

    static uint FileOf(KThread debugger, DebugEvent seen)
    {
        if (seen.Details.Image is not string name) return 0;
        NtStatus status = Io.OpenFile(debugger.Kernel.SystemThread, name, FileAccess, out FileObject? file);
        if (status.IsError || file is null) return 0;
        uint handle = HandleTo(debugger, file, FileAccess);
        file.Header.Dereference();
        return handle;
    }
}
