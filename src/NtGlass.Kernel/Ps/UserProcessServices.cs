using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The service that makes a whole process, its first thread among it.</summary>
public static class UserProcessServices
{
    const ProcessCreateFlags ValidFlags = (ProcessCreateFlags)0x7FF;
    const ProcessCreateFlags Unsupported = ProcessCreateFlags.ProtectedProcess | ProcessCreateFlags.InheritFromParent;

    /// <summary>Makes a process of a file, with its parameters and first thread.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for flags, attributes, missing image name or parameters, STATUS_NOT_SUPPORTED for protected processes
    /// and copies of the parent, errors of the attributes and handles, errors of the file and its image (told in the create information too),
    /// STATUS_INSUFFICIENT_RESOURCES, STATUS_NO_MEMORY, STATUS_CONFLICTING_ADDRESSES, what the jobs say, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "protected processes and inheriting from the parent (NOT_SUPPORTED), large pages, sessions, mitigation options")]
    public static NtStatus NtCreateUserProcess(
        KThread caller, Out<Handle> processHandle, Out<Handle> threadHandle, uint processDesiredAccess, uint threadDesiredAccess,
        [Opt] In<ObjectAttributes> processObjectAttributes, [Opt] In<ObjectAttributes> threadObjectAttributes, ProcessCreateFlags processFlags,
        ThreadCreateFlags threadFlags, [Opt] UserBuffer processParameters, UserBuffer createInfo, [Opt] UserBuffer attributeList)
    {
        processHandle.ProbeForWrite(caller);
        threadHandle.ProbeForWrite(caller);
        if ((processFlags & ~ValidFlags) != 0) return NtStatus.InvalidParameter;
        if ((processFlags & Unsupported) != 0) return NtStatus.NotSupported;
        NtStatus status = PsAttributeList.Capture(caller, attributeList.Address, out PsAttributeList wishes);
        if (status.IsError) return status;
        status = CapturedAttributes.Capture(caller, processObjectAttributes, out CapturedAttributes processAttributes);
        if (status.IsError) return status;
        status = CapturedAttributes.Capture(caller, threadObjectAttributes, out CapturedAttributes threadAttributes);
        if (status.IsError) return status;
        status = ProcessParameters.Capture(caller, processParameters.Address, out ProcessParameters? parameters);
        if (parameters is null) return status;
        PsCreateInfo info = PsCreateInfo.Capture(caller, createInfo);
        using var references = new ReferenceList(caller);
        status = UserProcessWishes.Capture(caller, references, wishes, processFlags, out UserProcessWishes? wanted);
        if (wanted is null) return status;
        using var opened = new ImageOpen(caller);
        status = opened.Open(wanted.ImageName, info);
        if (status.IsError) return status;
        status = Make(opened.Section!, wanted, parameters, threadFlags, caller, out KThread? thread);
        if (thread is null) return status;
        status = Insert(caller, thread, (processHandle, processDesiredAccess, processAttributes), (threadHandle, threadDesiredAccess, threadAttributes));
        if (status.IsError)
        {
            Ps.TerminateProcess(thread.Process, status);
            return status;
        }
        bool isSuspended = threadFlags.HasFlag(ThreadCreateFlags.CreateSuspended) || processFlags.HasFlag(ProcessCreateFlags.Suspended);
        UserThread.Start(thread, isSuspended);
        wanted.Answer(caller, thread, opened.Section!);
        return info.Succeed(caller, opened, thread.Process);
    }

    static NtStatus Make(
        Section image, UserProcessWishes wanted, ProcessParameters parameters, ThreadCreateFlags threadFlags, KThread caller, out KThread? thread)
    {
        thread = null;
        NtStatus status = ProcessBuild.Create(caller.Kernel, wanted.Request(image, caller.Process), out EProcess? process);
        if (process is null) return status;
        status = wanted.Apply(process);
        if (status.IsSuccess) status = StandardHandles.Give(caller.Process, process, parameters, wanted.StandardHandles, wanted.InheritsAllHandles);
        if (status.IsSuccess) status = parameters.WriteTo(process);
        if (status.IsSuccess) status = UserThread.CreateFirst(process, image.Image!.Headers, threadFlags, out thread);
        if (status.IsSuccess) return status;
        Ps.TerminateProcess(process, status);
        return status;
    }

    static NtStatus Insert(
        KThread caller, KThread thread, (Out<Handle> Handle, uint Access, CapturedAttributes Attributes) forProcess,
        (Out<Handle> Handle, uint Access, CapturedAttributes Attributes) forThread)
    {
        NtStatus status = Ob.CreateHandle(caller, thread.Process, forProcess.Access, forProcess.Attributes.Attributes, out Handle process);
        if (status.IsError) return status;
        status = Ob.CreateHandle(caller, thread, forThread.Access, forThread.Attributes.Attributes, out Handle first);
        if (status.IsError)
        {
            Ob.Close(caller, process);
            return status;
        }
        forProcess.Handle.Write(caller, process);
        forThread.Handle.Write(caller, first);
        return status;
    }
}
