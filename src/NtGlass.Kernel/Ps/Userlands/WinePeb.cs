using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>Members of PEB and TEB that Wine's ntdll reads and XP does not have.</summary>
static class WinePeb
{
    /// <summary>PEB.ApiSetMap of Windows 8 and later.</summary>
    const uint ApiSetMap = 0x38;

    /// <summary>TEB.ActivationContextStackPointer, and the stack that it points to with its list head behind the first member.</summary>
    const uint ActivationContextStackPointer = 0x1A8, ActivationContextStack = 0x1AC, FrameListCache = 0x1B0;

    /// <summary>TEB.WOW32Reserved: the gate to 64-bit code on Windows, the gate of system calls on Wine.</summary>
    const uint Gate = 0xC0;

    const byte ErrorsAndFixmes = 3;

    /// <summary>RTL_USER_PROCESS_PARAMETERS of Windows 10 ends so far behind XP's; EnvironmentSize comes first in the added part.</summary>
    public const uint AddedParameterBytes = 0x30;

    /// <summary>Tells how long the environment is, which ntdll copies.</summary>
    public static void SetEnvironmentSize(EProcess process, GuestAddress parameters, uint bytes) =>
        process.Memory.WriteUInt32(parameters + (uint)process.Kernel.Layouts.SizeOf<RtlUserProcessParameters>(), bytes);

    /// <summary>Gives the process a copy of the table that says which DLLs the api-ms-win names stand for.</summary>
    /// <returns>Errors of opening apisetschema.dll, STATUS_INVALID_IMAGE_FORMAT, STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    public static NtStatus MapApiSet(EProcess process)
    {
        NtStatus status = SystemImage.Read(process.Kernel, "apisetschema.dll", out PeImage? image);
        if (image is null) return status;
        ReadOnlyMemory<byte> table = image.Sections.FirstOrDefault(one => one.Name == ".apiset")?.Data ?? default;
        if (table.IsEmpty) return NtStatus.InvalidImageFormat;
        status = Mm.Allocate(process, (uint)table.Length, PageProtection.ReadWrite, topDown: true, out GuestAddress address);
        if (!status.IsSuccess) return status;
        process.Memory.Write(address, table.Span);
        process.Memory.WriteUInt32(process.Peb + ApiSetMap, address.Value);
        return NtStatus.Success;
    }

    /// <summary>The page behind the PEB is a list of debug channels; one without a name ends it and is the default of all.</summary>
    public static void EnableDebugChannels(EProcess process) => process.Memory.Write(process.Peb + GuestAddress.PageSize, [ErrorsAndFixmes]);

    /// <param name="gate">What stubs call through the TEB; null where no stub does.</param>
    public static void CompleteTeb(KThread thread, GuestAddress gate)
    {
        ProcessMemory memory = thread.Process.Memory;
        if (!gate.IsNull) memory.WriteUInt32(thread.Teb + Gate, gate.Value);
        memory.WriteUInt32(thread.Teb + ActivationContextStackPointer, (thread.Teb + ActivationContextStack).Value);
        GuestList.Initialize(memory, thread.Teb + FrameListCache);
        Teb teb = thread.TebFields;
        teb.Version = 0;                                             // the fiber's data share its place: kernelbase takes what is there for a fiber
    }
}
