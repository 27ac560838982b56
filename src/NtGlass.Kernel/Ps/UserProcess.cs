using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>What a new process finds in its memory: PEB, environment, parameters, standard handles.</summary>
static class UserProcess
{
    /// <summary>XP SP2 and later put the PEB on one of these sixteen pages.</summary>
    static readonly GuestAddress FirstPebPage = new(0x7FFD0000);
    const uint PebPlaces = 16;

    const long CriticalSectionTimeout100ns = -25_920_000_000_000;
    const uint PlatformWindowsNt = 2;

    /// <summary>Makes the PEB, its parameters still to come.</summary>
    /// <returns>STATUS_CONFLICTING_ADDRESSES, STATUS_SUCCESS.</returns>
    public static NtStatus BuildPeb(EProcess process, PeHeaders headers)
    {
        if (AllocatePeb(process) is not { } address) return NtStatus.ConflictingAddresses;
        EProcessStruct fields = process.Struct;
        fields.Peb = address;
        Peb peb = process.PebFields;
        peb.ImageBaseAddress = process.ImageBase;
        FillSystemFacts(process.Kernel, peb);
        FillHeapDefaults(process.Kernel, peb);
        process.Memory.Write(peb.CriticalSectionTimeout, BitConverter.GetBytes(CriticalSectionTimeout100ns));
        peb.ImageSubsystem = (uint)headers.Subsystem;
        peb.ImageSubsystemMajorVersion = (uint)headers.SubsystemVersion.Major;
        peb.ImageSubsystemMinorVersion = (uint)headers.SubsystemVersion.Minor;
        return process.Kernel.Userland.CompletePeb(process);
    }

    /// <summary>Gives the machine's first program its parameters.</summary>
    /// <returns>STATUS_NO_MEMORY, STATUS_NAME_TOO_LONG, STATUS_SUCCESS.</returns>
    public static NtStatus GiveParameters(EProcess process, ProcessStart start)
    {
        NtStatus status = BuildParameters(process, start, out GuestAddress parameters);
        if (!status.IsSuccess) return status;
        Peb peb = process.PebFields;
        peb.ProcessParameters = parameters;
        return status;
    }

    static GuestAddress? AllocatePeb(EProcess process)
    {
        uint pages = process.Kernel.Userland.PebPages;
        GuestAddress address = FirstPebPage + process.Kernel.RandomUInt32() % (PebPlaces + 1 - pages) * GuestAddress.PageSize;
        return Mm.AllocateFixed(process, address, pages).IsSuccess ? address : null;
    }

    static void FillSystemFacts(NtKernel kernel, Peb peb)
    {
        peb.NumberOfProcessors = 1;
        peb.NtGlobalFlag = kernel.Profile.Boot["NtGlobalFlag"];
        peb.OSMajorVersion = (uint)kernel.Version.Major;
        peb.OSMinorVersion = (uint)kernel.Version.Minor;
        peb.OSBuildNumber = (ushort)kernel.Version.Build;
        peb.OSCSDVersion = (ushort)kernel.Version.CsdNumber;
        peb.OSPlatformId = PlatformWindowsNt;
    }

    static void FillHeapDefaults(NtKernel kernel, Peb peb)
    {
        uint size = (uint)kernel.Layouts.SizeOf<Peb>();
        peb.HeapSegmentReserve = 0x100000;
        peb.HeapSegmentCommit = 0x2000;
        peb.HeapDeCommitTotalFreeThreshold = 0x10000;
        peb.HeapDeCommitFreeBlockThreshold = 0x1000;
        peb.MaximumNumberOfHeaps = (GuestAddress.PageSize - size) / 4;
        peb.ProcessHeaps = peb.Address + size;
    }

    static NtStatus BuildParameters(EProcess process, ProcessStart start, out GuestAddress address)
    {
        address = default;
        NtStatus status = WriteEnvironment(process, start.Environment, out GuestAddress environment, out uint environmentBytes);
        if (!status.IsSuccess) return status;
        string folder = start.ImagePath[..Math.Max(start.ImagePath.LastIndexOf('\\'), 0)];
        string dllPath = $@"{folder};{process.Kernel.Profile.Boot.SystemRoot}\system32;{process.Kernel.Profile.Boot.SystemRoot}\system;"
            + $@"{process.Kernel.Profile.Boot.SystemRoot};.;{start.Environment.GetValueOrDefault("Path")}";
        var writer = new ParameterWriter(process);
        status = writer.Allocate();
        if (!status.IsSuccess) return status;
        RtlUserProcessParameters fields = writer.Fields;
        fields.Flags = RtlUserProcessParameters.Normalized;
        fields.Environment = environment;
        string currentDirectory = start.CurrentDirectory.EndsWith('\\') ? start.CurrentDirectory : start.CurrentDirectory + "\\";
        bool fits = writer.Put(fields.CurrentDirectory, currentDirectory, room: 260)
            && writer.Put(fields.DllPath, dllPath)
            && writer.Put(fields.ImagePathName, start.ImagePath)
            && writer.Put(fields.CommandLine, start.CommandLine)
            && writer.Put(fields.WindowTitle, start.ImagePath)
            && writer.Put(fields.DesktopInfo, @"WinSta0\Default")
            && writer.Put(fields.ShellInfo, "");
        if (!fits) return NtStatus.NameTooLong;
        fields.MaximumLength = fields.Length = writer.Used;
        process.Kernel.Userland.GiveConsole(process, fields);
        address = fields.Address;
        process.Kernel.Userland.CompleteParameters(process, address, environmentBytes);
        return NtStatus.Success;
    }

    static NtStatus WriteEnvironment(EProcess process, IReadOnlyDictionary<string, string> variables, out GuestAddress address, out uint bytes)
    {
        IEnumerable<KeyValuePair<string, string>> all = variables.Concat(process.Kernel.Userland.AddedEnvironment);
        string block = string.Concat(all.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(pair => $"{pair.Key}={pair.Value}\0")) + "\0";
        bytes = (uint)block.Length * 2;
        NtStatus status = Mm.Allocate(process, bytes, PageProtection.ReadWrite, topDown: false, out address);
        if (status.IsSuccess) process.Memory.Write(address, MemoryMarshal.AsBytes(block.AsSpan()));
        return status;
    }
}
