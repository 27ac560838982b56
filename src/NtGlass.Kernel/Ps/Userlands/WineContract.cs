using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Host;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>What Wine 10.0's ntdll expects: a thread begins in LdrInitializeThunk with its context on the stack.</summary>
public sealed class WineContract(bool isDressed = true) : UserlandContract
{
    /// <summary>A thread that begins clears F0000h bytes below its first stack pointer, over any guard page.</summary>
    const uint LeastStack = 0x100000;

    /// <summary>Bytes above the first stack pointer, which RtlUserThreadStart writes into.</summary>
    const uint CallBytes = 0x10;

    WineGate? gate;

    /// <summary>Behind its own page the TEB goes on with what ntdll's debug output collects, behind the PEB lie the debug channels.</summary>
    public override uint TebPages => 2;

    public override uint PebPages => 2;

    public override bool RelocatesImages => true;

    public override bool TakesNullDelay => true;

    public override bool TellsRelativePriority => true;

    /// <summary>Its SetThreadPriority and GetThreadPriority hand on what the program and the kernel say.</summary>
    public override int PrioritySaturation => 15;

    /// <summary>Its RtlQueryPerformanceFrequency does not ask the kernel.</summary>
    public override long PerformanceFrequency => 10_000_000;

    /// <summary>Its GetTickCount does not multiply.</summary>
    public override bool CountsMilliseconds => true;

    /// <summary>Its kernelbase moves files with handles that carry DELETE, and sets attributes with such that carry SYNCHRONIZE.</summary>
    public override bool OpensAttributesToAll => true;

    /// <summary>Its FindFirstChangeNotification opens the folder for synchronous I/O.</summary>
    public override bool WatchesWithoutSleep => true;

    /// <summary>Its LockFileEx waits for the event and looks at nothing else.</summary>
    public override bool LocksWithoutStatus => true;

    /// <summary>The one type of which its GetDriveType asks the mount manager.</summary>
    public override uint VolumeDeviceType => FileDevice.DiskFileSystem;

    /// <summary>Its loader opens DLLs for reading only.</summary>
    public override uint ImageFileAccess(PageProtection protection) => FileRights.ReadData;

    public override IReadOnlyDictionary<string, string> AddedEnvironment { get; } = new Dictionary<string, string>
    {
        ["WINEUSERNAME"] = "user",
    };

    public override NtdllEntries FindEntries(PeImage ntdll, GuestAddress imageBase)
    {
        NtdllExports exports = new(ntdll, imageBase);
        var code = WineNtdllCode.Of(ntdll);
        return exports.Entries(imageBase + code.KiFastSystemCall, imageBase + code.KiFastSystemCallRet, imageBase + code.KiIntSystemCall) with
        {
            RtlUserThreadStart = exports["RtlUserThreadStart"],
            ControlRoutine = exports["__wine_ctrl_routine"],
        };
    }

    public override IReadOnlyList<(Rva Rva, string Name)> PrepareImage(
        NtKernel kernel, VolumeNode file, PeImage image, GuestAddress imageBase, Span<byte> memory)
    {
        if (!IsSystemFile(kernel, file)) return [];
        bool isNtdll = file.Name.Equals("ntdll.dll", StringComparison.OrdinalIgnoreCase);
        if (!isNtdll && !file.Name.Equals("win32u.dll", StringComparison.OrdinalIgnoreCase)) return [];
        if (isDressed) WineStubs.Dress(kernel.Profile, image, memory);
        else GateOf(kernel).Add(kernel.Profile, image);
        if (!isNtdll) return [];
        var code = WineNtdllCode.Of(image);
        code.Write(kernel.Profile, image, imageBase, memory);
        if (!isDressed) WineNtdllCode.Set(memory, image, "__wine_syscall_dispatcher", WineGate.Address.Value);
        return code.Symbols;
    }

    public override void CompleteAddressSpace(EProcess process)
    {
        if (!isDressed) GateOf(process.Kernel).Map(process);
    }

    public override uint AddedParameterBytes => WinePeb.AddedParameterBytes;

    public override void CompleteParameters(EProcess process, GuestAddress parameters, uint environmentBytes) =>
        WinePeb.SetEnvironmentSize(process, parameters, environmentBytes);

    public override void GiveConsole(EProcess process, RtlUserProcessParameters parameters)
    {
        parameters.ConsoleHandle = ConsoleHandles.OpenReference(process);
        parameters.StandardInput = ConsoleHandles.OpenStandard(process, ConsoleStream.Input);
        parameters.StandardOutput = ConsoleHandles.OpenStandard(process, ConsoleStream.Output);
        parameters.StandardError = ConsoleHandles.OpenStandard(process, ConsoleStream.Error);
    }

    public override NtStatus CompletePeb(EProcess process)
    {
        NtStatus status = WinePeb.MapApiSet(process);
        if (status.IsSuccess) WinePeb.EnableDebugChannels(process);
        return status;
    }

    public override void CompleteTeb(KThread thread) => WinePeb.CompleteTeb(thread, isDressed ? default : WineGate.Address);

    /// <summary>All of a stack of the least size is committed, but for the two pages in which an overflow is noticed.</summary>
    public override NtStatus CreateStack(EProcess process, uint reserve, uint commit, out InitialTeb stack)
    {
        const uint OverflowPages = 2;
        reserve = Math.Max(reserve, LeastStack + UserRange.Granularity);
        return UserStack.Create(process, reserve, Math.Max(commit, LeastStack + UserRange.Granularity - (OverflowPages * GuestAddress.PageSize)), out stack);
    }

    public override ContextRecord FirstContext(EProcess process, GuestAddress entryPoint, InitialTeb stack) =>
        ThreadContext(process, entryPoint, process.Peb.Value, stack);

    public override ContextRecord ThreadContext(EProcess process, GuestAddress start, uint argument, InitialTeb stack)
    {
        GuestAddress routine = process.Kernel.Ntdll?.RtlUserThreadStart ?? default;
        ContextRecord context = ContextRecord.At(process.Kernel, routine, stack.StackBase - CallBytes);
        Context fields = context.Fields;
        (fields.Eax, fields.Ebx) = (start.Value, argument);
        return context;
    }

    public override void EnterLoader(KThread thread, NtdllEntries ntdll) => Ki.EnterUser(thread, thread.BaseFrame, frame =>
    {
        var context = new ContextRecord(thread.Kernel);
        Context fields = context.Fields;
        fields.ContextFlags = ContextFlags.All;
        ContextTransfer.FromFrame(thread, frame, context);
        GuestAddress contextAt = new((frame.HardwareEsp & ~0xFu) - ContextRecord.Size), esp = contextAt - 0x14;
        UserMemory.Write(thread, contextAt, context.Bytes);
        UserMemory.Write(thread, esp, MemoryMarshal.AsBytes<uint>([0, contextAt.Value, 0, 0, 0]));
        UserFrames.Enter(frame, ntdll.LdrInitializeThunk, esp);
    });

    internal override byte[] ApcHead(KApc apc) => new GuestRecord(0x14)
        .Set(0x0, apc.NormalRoutine.Value).Set(0x4, apc.NormalContext).Set(0x8, apc.SystemArgument1).Set(0xC, apc.SystemArgument2)
        .Set(0x10, 1u)                                               // NtContinue is to look for further APCs
        .Bytes;

    static bool IsSystemFile(NtKernel kernel, VolumeNode file) =>
        file.Parent is VolumeNode folder && ("C:" + folder.Path).Equals($@"{kernel.Profile.Boot.SystemRoot}\system32", StringComparison.OrdinalIgnoreCase);

    WineGate GateOf(NtKernel kernel) => gate ??= new WineGate(kernel.System.Frames);
}
