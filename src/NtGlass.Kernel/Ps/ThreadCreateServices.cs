using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>THREAD_CREATE_FLAGS of NtCreateThreadEx.</summary>
[Flags]
public enum ThreadCreateFlags : uint
{
    CreateSuspended = 0x01,
    SkipThreadAttach = 0x02,
    HideFromDebugger = 0x04,
    LoaderWorker = 0x10,
    SkipLoaderInit = 0x20,
    BypassProcessFreeze = 0x40,
}

/// <summary>The services that make threads.</summary>
public static class ThreadCreateServices
{
    const uint MostZeroBits = 21;
    const ThreadCreateFlags ValidFlags = ThreadCreateFlags.CreateSuspended | ThreadCreateFlags.SkipThreadAttach
        | ThreadCreateFlags.HideFromDebugger | ThreadCreateFlags.LoaderWorker | ThreadCreateFlags.SkipLoaderInit | ThreadCreateFlags.BypassProcessFreeze;

    /// <summary>Makes a thread in a process from the registers and the stack that the caller gives.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, errors of the handle, STATUS_PROCESS_IS_TERMINATING, errors of the attributes, STATUS_NO_MEMORY,
    /// STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCreateThread(
        KThread caller, Out<Handle> threadHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, HandleOf<EProcess> processHandle,
        Out<ClientId> clientId, In<byte> threadContext, In<InitialTeb> initialTeb, bool createSuspended)
    {
        threadHandle.ProbeForWrite(caller);
        clientId.ProbeForWriteIfPresent(caller);
        if (threadContext.IsNull) return NtStatus.InvalidParameter;
        ContextRecord context = ContextServices.Read(caller, threadContext.Address);
        UserMemory.ProbeForRead(caller, initialTeb.Address, (uint)Marshal.SizeOf<InitialTeb>(), alignment: 4);
        InitialTeb stack = initialTeb.Read(caller);
        NtStatus status = Ob.Reference(caller, processHandle, ProcessRights.CreateThread, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            if (process.Object.HasExited) return NtStatus.ProcessIsTerminating;
            status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
            if (status.IsError) return status;
            status = UserThread.Create(process.Object, context, stack, out KThread? thread);
            if (thread is null) return status;
            clientId.WriteIfPresent(caller, thread.ClientId);
            return Insert(caller, thread, desiredAccess, attributes, createSuspended, threadHandle);
        }
    }

    /// <summary>Makes a thread in a process, with a stack of its own.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for flags and attribute lists, errors of the handle, STATUS_PROCESS_IS_TERMINATING, errors of the
    /// attributes, STATUS_NO_MEMORY, STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "ZeroBits, LOADER_WORKER, BYPASS_PROCESS_FREEZE, attributes other than the client id and the TEB")]
    public static NtStatus NtCreateThreadEx(
        KThread caller, Out<Handle> threadHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, HandleOf<EProcess> processHandle,
        GuestAddress startRoutine, [Opt] uint argument, ThreadCreateFlags createFlags, uint zeroBits, uint stackSize, uint maximumStackSize,
        [Opt] UserBuffer attributeList)
    {
        threadHandle.ProbeForWrite(caller);
        if ((createFlags & ~ValidFlags) != 0) return NtStatus.InvalidParameter;
        if (zeroBits > MostZeroBits) return NtStatus.InvalidParameter;
        NtStatus status = PsAttributeList.Capture(caller, attributeList.Address, out PsAttributeList wishes);
        if (status.IsError) return status;
        status = Ob.Reference(caller, processHandle, ProcessRights.CreateThread, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process)
        {
            if (process.Object.HasExited) return NtStatus.ProcessIsTerminating;
            status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
            if (status.IsError) return status;
            status = Make(process.Object, startRoutine, argument, createFlags, maximumStackSize, stackSize, out KThread? thread);
            if (thread is null) return status;
            Answer(caller, thread, wishes);
            return Insert(caller, thread, desiredAccess, attributes, createFlags.HasFlag(ThreadCreateFlags.CreateSuspended), threadHandle);
        }
    }

    /// <summary>Makes a thread with a stack; sizes of zero are the program's own.</summary>
    /// <returns>STATUS_NO_MEMORY, STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS.</returns>
    internal static NtStatus Make(
        EProcess process, GuestAddress start, uint argument, ThreadCreateFlags flags, uint reserve, uint commit, out KThread? thread)
    {
        thread = null;
        NtStatus status = ThreadStart.CreateStack(process, reserve, commit, out InitialTeb stack);
        if (status.IsError) return status;
        ContextRecord context = process.Kernel.Userland.ThreadContext(process, start, argument, stack);
        status = UserThread.Create(process, context, stack, out thread);
        if (thread is null)
        {
            UserThread.FreeStack(process, stack.AllocatedStackBase);
            return status;
        }
        EThreadStruct fields = thread.Struct;
        fields.Win32StartAddress = start;
        thread.IsHiddenFromDebugger = flags.HasFlag(ThreadCreateFlags.HideFromDebugger);
        thread.OwnStack = stack.AllocatedStackBase;
        ThreadStart.ApplyFlags(thread, flags);
        return NtStatus.Success;
    }

    static void Answer(KThread caller, KThread thread, PsAttributeList wishes)
    {
        ClientId id = thread.ClientId;
        if (wishes.TryGet(PsAttributeNumber.ClientId, out PsAttribute client)) client.Answer(caller, MemoryMarshal.AsBytes(new ReadOnlySpan<ClientId>(in id)));
        if (wishes.TryGet(PsAttributeNumber.TebAddress, out PsAttribute teb)) teb.Answer(caller, BitConverter.GetBytes(thread.Teb.Value));
    }

    static NtStatus Insert(
        KThread caller, KThread thread, uint desiredAccess, CapturedAttributes attributes, bool suspended, Out<Handle> threadHandle)
    {
        NtStatus status = Ob.CreateHandle(caller, thread, desiredAccess, attributes.Attributes, out Handle handle);
        if (status.IsError)
        {
            Ps.TerminateThread(thread, status);
            return status;
        }
        UserThread.Start(thread, suspended);
        threadHandle.Write(caller, handle);
        return status;
    }
}
