using System.Diagnostics.CodeAnalysis;
using System.Text;
using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>Makes processes and threads: the objects and their structures in guest memory.</summary>
static class PsCreate
{
    const int KernelStackPages = 3;

    /// <summary>Bytes between InitialStack and the trap frame of user mode: x87 and SSE state, then the frame.</summary>
    public const uint BaseFrameOffset = 0x29C;

    const byte ProcessObjectType = 3, ThreadObjectType = 6;

    /// <summary>The process System.</summary>
    public static EProcess SystemProcess(NtKernel kernel) => Process(kernel, "System", parent: null);

    /// <summary>An empty process: an address space and an EPROCESS.</summary>
    /// <exception cref="InsufficientMemoryException">The kernel has no memory for it.</exception>
    public static EProcess Process(NtKernel kernel, string imageFileName, EProcess? parent)
    {
        GuestAddress address = kernel.SystemMemory.AllocatePool(kernel.Layouts.SizeOf<EProcessStruct>());
        var space = new AddressSpace(kernel.System);
        var process = new EProcess(kernel, kernel.Processes.TakeId(), imageFileName, space, address)
        {
            ParentProcessId = parent?.ProcessId ?? 0,
            CreateTime100ns = kernel.Clock.SystemTime100ns,
            CreateSequence = kernel.Processes.TakeSequence(),
        };
        FillStruct(kernel, process);
        kernel.Processes.Add(process);
        kernel.Processes.Register(process.ProcessId, process);
        return process;
    }

    /// <summary>An empty process, unless the kernel has no memory for it.</summary>
    public static bool TryProcess(NtKernel kernel, string imageFileName, EProcess? parent, [NotNullWhen(true)] out EProcess? process)
    {
        process = null;
        try
        {
            process = Process(kernel, imageFileName, parent);
            return true;
        }
        catch (InsufficientMemoryException)
        {
            return false;
        }
    }

    /// <summary>A thread without user mode, or one whose TEB and first context are still to come.</summary>
    /// <exception cref="InsufficientMemoryException">The kernel has no memory for it.</exception>
    public static KThread Thread(EProcess process)
    {
        NtKernel kernel = process.Kernel;
        GuestAddress stack = kernel.SystemMemory.AllocateKernelStack(KernelStackPages);
        GuestAddress address;
        try
        {
            address = kernel.SystemMemory.AllocatePool(kernel.Layouts.SizeOf<EThreadStruct>());
        }
        catch (InsufficientMemoryException)
        {
            kernel.SystemMemory.FreeKernelStack(stack, KernelStackPages);
            throw;
        }
        var thread = new KThread(process, kernel.Processes.TakeId(), address)
        {
            CreateTime100ns = kernel.Clock.SystemTime100ns,
            CreateSequence = kernel.Processes.TakeSequence(),
        };
        FillStruct(thread, stack);
        thread.State = ThreadState.Initialized;
        thread.BasePriority = thread.Priority = process.BasePriority;
        process.Threads.Add(thread);
        kernel.Processes.Register(thread.ThreadId, thread);
        EProcessStruct owner = process.Struct;
        owner.ActiveThreads++;
        return thread;
    }

    /// <summary>A thread, unless the kernel has no memory for it.</summary>
    public static bool TryThread(EProcess process, [NotNullWhen(true)] out KThread? thread)
    {
        thread = null;
        try
        {
            thread = Thread(process);
            return true;
        }
        catch (InsufficientMemoryException)
        {
            return false;
        }
    }

    /// <summary>Gives back the kernel stack of a thread that has ended and left the processor.</summary>
    public static void FreeKernelStack(KThread thread)
    {
        EThreadStruct fields = thread.Struct;
        int pages = (int)((fields.StackBase - fields.StackLimit) / GuestAddress.PageSize);
        thread.Kernel.SystemMemory.FreeKernelStack(fields.StackBase, pages);
        fields.StackBase = fields.StackLimit = fields.InitialStack = fields.KernelStack = default;
    }

    static void FillStruct(NtKernel kernel, EProcess process)
    {
        EProcessStruct fields = process.Struct;
        fields.HeaderType = ProcessObjectType;
        fields.UniqueProcessId = process.ProcessId;
        fields.InheritedFromUniqueProcessId = process.ParentProcessId;
        fields.BasePriority = (sbyte)process.BasePriority;
        fields.ThreadQuantum = KThread.FullQuantum;
        fields.Affinity = 1;
        fields.PriorityClass = process.PriorityClass;
        fields.ExitStatus = process.ExitStatus;
        byte[] name = new byte[16];
        Encoding.Latin1.GetBytes(process.ImageFileName.AsSpan(0, Math.Min(process.ImageFileName.Length, name.Length - 1)), name);
        kernel.SystemMemory.Write(fields.ImageFileName, name);
        foreach (GuestAddress head in new[] { fields.WaitListHead, fields.ProfileListHead, fields.PcbThreadListHead, fields.ReadyListHead })
            GuestList.Initialize(kernel.SystemMemory, head);
        GuestList.Initialize(kernel.SystemMemory, fields.ThreadListHead);
        GuestList.Initialize(kernel.SystemMemory, fields.ActiveProcessLinks);
        if (kernel.Processes.All is [EProcess first, ..])
            GuestList.InsertTail(kernel.SystemMemory, first.Struct.ActiveProcessLinks, fields.ActiveProcessLinks);
    }

    static void FillStruct(KThread thread, GuestAddress stack)
    {
        SystemMemory memory = thread.Kernel.SystemMemory;
        EThreadStruct fields = thread.Struct;
        fields.HeaderType = ThreadObjectType;
        fields.InitialStack = fields.StackBase = fields.KernelStack = stack;
        fields.StackLimit = stack - KernelStackPages * GuestAddress.PageSize;
        fields.KernelStackResident = true;
        fields.ApcProcess = fields.ThreadsProcess = thread.Process.Address;
        fields.ApcQueueable = true;
        fields.Affinity = fields.UserAffinity = 1;
        fields.Quantum = KThread.FullQuantum;
        fields.UniqueProcess = thread.Process.ProcessId;
        fields.UniqueThread = thread.ThreadId;
        fields.ExitStatus = thread.ExitStatus;
        fields.ServiceTable = thread.Kernel.Machine.Symbol("nt!KeServiceDescriptorTable");
        GuestList.Initialize(memory, fields.WaitListHead);
        GuestList.Initialize(memory, fields.MutantListHead);
        GuestList.Initialize(memory, fields.ApcListHead);
        GuestList.Initialize(memory, fields.ApcListHead + 8);
        GuestList.InsertTail(memory, thread.Process.Struct.PcbThreadListHead, fields.TcbThreadListEntry);
        GuestList.InsertTail(memory, thread.Process.Struct.ThreadListHead, fields.ThreadListEntry);
    }
}
