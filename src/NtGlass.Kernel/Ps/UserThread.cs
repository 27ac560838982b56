using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>INITIAL_TEB: where a new thread's user stack lies.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct InitialTeb(
    GuestAddress OldStackBase, GuestAddress OldStackLimit, GuestAddress StackBase, GuestAddress StackLimit, GuestAddress AllocatedStackBase);

/// <summary>Threads with user mode: their TEB, first trap frame and first steps.</summary>
static class UserThread
{
    /// <summary>TEBs go down from here.</summary>
    static readonly GuestAddress TebsEnd = new(0x7FFE0000);

    /// <summary>TEB.NtTib.Version of a thread that is no fiber.</summary>
    const uint TibVersion = 0x1E00;

    const uint EndOfExceptionList = 0xFFFFFFFF;
    const ushort StaticUnicodeBytes = 261 * 2;

    /// <summary>Makes a thread that starts with a CONTEXT in user mode, not yet ready to run.</summary>
    /// <returns>STATUS_NO_MEMORY, STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS.</returns>
    public static NtStatus Create(EProcess process, ContextRecord context, InitialTeb stack, out KThread? thread)
    {
        thread = null;
        if (AllocateTeb(process) is not { } teb) return NtStatus.NoMemory;
        if (!PsCreate.TryThread(process, out thread))
        {
            VirtualMemory.Remove(process, process.Vads.Find(teb)!);
            return NtStatus.InsufficientResources;
        }
        EThreadStruct fields = thread.Struct;
        fields.Teb = teb;
        FillTeb(thread, stack);
        fields.TrapFrame = fields.InitialStack - PsCreate.BaseFrameOffset;
        fields.PreviousMode = (sbyte)ProcessorMode.User;
        fields.StartAddress = new GuestAddress(context.Fields.Eip);
        fields.Win32StartAddress = new GuestAddress(context.Fields.Eax);
        process.Kernel.Machine.PrepareThread(thread);
        FillFrame(thread, context);
        GuestAddress start = fields.Win32StartAddress.IsNull ? fields.StartAddress : fields.Win32StartAddress;
        process.Kernel.Observer?.ThreadCreated(process.ProcessId, thread.ThreadId, start);
        return NtStatus.Success;
    }

    /// <summary>Makes a process's first thread, with a stack as the program's headers say, not yet ready to run.</summary>
    /// <inheritdoc cref="Create" path="/returns"/>
    public static NtStatus CreateFirst(EProcess process, PeHeaders headers, ThreadCreateFlags flags, out KThread? thread)
    {
        thread = null;
        NtStatus status = ThreadStart.CreateStack(process, 0, 0, out InitialTeb stack);
        if (!status.IsSuccess) return status;
        ContextRecord context = process.Kernel.Userland.FirstContext(process, process.ImageBase + headers.EntryPoint, stack);
        status = Create(process, context, stack, out thread);
        if (thread is null) return status;
        thread.IsHiddenFromDebugger = flags.HasFlag(ThreadCreateFlags.HideFromDebugger);
        ThreadStart.ApplyFlags(thread, flags);
        return status;
    }

    /// <summary>Lets a new thread run, or keeps it suspended until somebody resumes it.</summary>
    public static void Start(KThread thread, bool suspended)
    {
        if (suspended) Ps.Suspend(thread, out _);
        thread.Kernel.Dispatcher.MakeReady(thread);
    }

    /// <summary>PspUserThreadStartup: the thread begins in ntdll's loader, which initializes its process or itself.</summary>
    public static void Startup(KThread thread) => Dbgk.CreateThread(thread, Begin);

    static void Begin(KThread thread)
    {
        NtKernel kernel = thread.Kernel;
        Teb teb = thread.TebFields;
        teb.CurrentLocale = LocaleState.EnglishUnitedStates;
        KUserSharedData shared = kernel.SharedUserData;
        if (shared.Cookie == 0) shared.Cookie = kernel.RandomUInt32();
        NtdllEntries ntdll = kernel.Ntdll ?? throw new InvalidOperationException("A user thread starts before ntdll was found.");
        kernel.Userland.EnterLoader(thread, ntdll);
    }

    /// <summary>Gives back the thread's TEB, and its stack where the thread has left that to the kernel.</summary>
    public static void DeleteTeb(KThread thread)
    {
        EProcess process = thread.Process;
        if (!thread.OwnStack.IsNull) FreeStack(process, thread.OwnStack);
        else if (thread.TebFields.FreeStackOnTermination != 0) FreeStack(process, thread.TebFields.DeallocationStack);
        if (process.Vads.Find(thread.Teb) is { } vad) VirtualMemory.Remove(process, vad);
    }

    /// <summary>Frees a stack; the program may have freed it, or written anything into its TEB: then there is nothing to do.</summary>
    public static void FreeStack(EProcess process, GuestAddress stack)
    {
        uint wholeAllocation = 0;
        _ = VirtualMemory.Free(process, ref stack, ref wholeAllocation, release: true);
    }

    static GuestAddress? AllocateTeb(EProcess process)
    {
        uint pages = process.Kernel.Userland.TebPages, size = pages * GuestAddress.PageSize;
        for (GuestAddress candidate = TebsEnd - size; candidate.Value > UserRange.Lowest.Value; candidate -= size)
        {
            if (!process.Vads.IsFree(candidate, candidate + size)) continue;
            return Mm.AllocateFixed(process, candidate, pages).IsSuccess ? candidate : null;
        }
        return null;
    }

    static void FillTeb(KThread thread, InitialTeb stack)
    {
        Teb teb = thread.TebFields;
        bool isFresh = stack.OldStackBase.IsNull && stack.OldStackLimit.IsNull;
        teb.ExceptionList = EndOfExceptionList;
        teb.StackBase = isFresh ? stack.StackBase : stack.OldStackBase;
        teb.StackLimit = isFresh ? stack.StackLimit : stack.OldStackLimit;
        teb.DeallocationStack = isFresh ? stack.AllocatedStackBase : GuestAddress.Null;
        teb.Version = TibVersion;
        teb.Self = thread.Teb;
        teb.UniqueProcess = teb.RealUniqueProcess = thread.Process.ProcessId;
        teb.UniqueThread = teb.RealUniqueThread = thread.ThreadId;
        teb.ProcessEnvironmentBlock = thread.Process.Peb;
        var text = new GuestUnicodeString(thread.Kernel.Layouts, thread.Process.Memory, teb.StaticUnicodeString)
        {
            MaximumLength = StaticUnicodeBytes,
            Buffer = teb.StaticUnicodeBuffer,
        };
        text.Length = 0;
        thread.Kernel.Userland.CompleteTeb(thread);
    }

    /// <summary>The frame from which the thread first leaves for user mode.</summary>
    static void FillFrame(KThread thread, ContextRecord context)
    {
        KTrapFrame frame = thread.BaseFrame;
        thread.Process.Space.Write(frame.Address, new byte[thread.Kernel.Layouts.SizeOf<KTrapFrame>()]);
        frame.PreviousPreviousMode = (uint)ProcessorMode.User;
        frame.ExceptionList = EndOfExceptionList;
        ContextTransfer.ToFrame(thread, frame, context, context.Fields.ContextFlags);
        frame.SegFs = UserSelectors.Teb;
    }
}
