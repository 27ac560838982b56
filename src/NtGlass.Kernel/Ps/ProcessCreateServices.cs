using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>PROCESS_CREATE_FLAGS.</summary>
[Flags]
public enum ProcessCreateFlags : uint
{
    Breakaway = 0x001,
    NoDebugInherit = 0x002,
    InheritHandles = 0x004,
    OverrideAddressSpace = 0x008,
    LargePages = 0x010,
    LargePageSystemDll = 0x020,
    ProtectedProcess = 0x040,
    CreateSession = 0x080,
    InheritFromParent = 0x100,
    Suspended = 0x200,
    ForceBreakaway = 0x400,
}

/// <summary>The services that make a process without threads, as XP's CreateProcess uses them.</summary>
public static class ProcessCreateServices
{
    const ProcessCreateFlags ValidFlags = ProcessCreateFlags.Breakaway | ProcessCreateFlags.NoDebugInherit
        | ProcessCreateFlags.InheritHandles | ProcessCreateFlags.OverrideAddressSpace;

    /// <summary>Makes a process around an image section.</summary>
    /// <inheritdoc cref="NtCreateProcessEx" path="/returns"/>
    [SystemService(Missing = "a process without a section (a fork): NOT_SUPPORTED")]
    public static NtStatus NtCreateProcess(
        KThread caller, Out<Handle> processHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes,
        HandleOf<EProcess> parentProcess, bool inheritObjectTable, [Opt] HandleOf<Section> sectionHandle, [Opt] HandleOf<DebugObject> debugPort,
        [Opt] HandleOf<Token> tokenHandle)
    {
        const uint BreakawayBit = 1, NoDebugInheritBit = 1;
        ProcessCreateFlags flags = (inheritObjectTable ? ProcessCreateFlags.InheritHandles : 0)
            | ((sectionHandle.Value & BreakawayBit) != 0 ? ProcessCreateFlags.Breakaway : 0)
            | ((debugPort.Value & NoDebugInheritBit) != 0 ? ProcessCreateFlags.NoDebugInherit : 0);
        return NtCreateProcessEx(
            caller, processHandle, desiredAccess, objectAttributes, parentProcess, flags, sectionHandle, debugPort, tokenHandle, 0);
    }

    /// <summary>Makes a process around an image section, with flags.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for flags, errors of the attributes and handles, STATUS_NOT_SUPPORTED for a copy of the parent
    /// (no section), STATUS_SECTION_NOT_IMAGE, STATUS_INSUFFICIENT_RESOURCES, STATUS_NO_MEMORY, STATUS_CONFLICTING_ADDRESSES,
    /// what the parent's job says, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "a process without a section (a fork; NOT_SUPPORTED), the override of the address space, job levels")]
    public static NtStatus NtCreateProcessEx(
        KThread caller, Out<Handle> processHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes,
        HandleOf<EProcess> parentProcess, ProcessCreateFlags flags, [Opt] HandleOf<Section> sectionHandle, [Opt] HandleOf<DebugObject> debugPort,
        [Opt] HandleOf<Token> tokenHandle, uint reserved)
    {
        if ((flags & ~ValidFlags) != 0) return NtStatus.InvalidParameter;
        processHandle.ProbeForWrite(caller);
        NtStatus status = CapturedAttributes.Capture(caller, objectAttributes, out CapturedAttributes attributes);
        if (status.IsError) return status;
        using var references = new ReferenceList(caller);
        EProcess? parent = references.Take(parentProcess, ProcessRights.CreateProcess);
        if (references.Status.IsError) return references.Status;
        if (sectionHandle.IsNull) return NtStatus.NotSupported;
        Section? image = references.Take(sectionHandle, Section.MapExecute);
        DebugObject? debugger = debugPort.Value <= 1 ? null : references.Take(debugPort, DebugObject.ProcessAssign);
        Token? token = tokenHandle.IsNull ? null : references.Take(tokenHandle, TokenAccess.AssignPrimary);
        if (references.Status.IsError) return references.Status;
        if (image!.Image is null) return NtStatus.SectionNotImage;
        var request = new ProcessRequest(image)
        {
            Parent = parent,
            InheritsHandles = flags.HasFlag(ProcessCreateFlags.InheritHandles),
            Token = token,
            BreaksAway = flags.HasFlag(ProcessCreateFlags.Breakaway),
            Debugger = debugger,
            InheritsDebugger = !flags.HasFlag(ProcessCreateFlags.NoDebugInherit),
        };
        status = ProcessBuild.Create(caller.Kernel, request, out EProcess? process);
        if (process is null) return status;
        status = Ob.CreateHandle(caller, process, desiredAccess, attributes.Attributes, out Handle handle);
        if (status.IsError) Ps.TerminateProcess(process, status);
        else processHandle.Write(caller, handle);
        return status;
    }
}
