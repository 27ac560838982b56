using NtGlass.Abi;
using NtGlass.Memory;

namespace NtGlass.Kernel;

/// <summary>A process: the C# side of an EPROCESS.</summary>
public sealed class EProcess : DispatcherObject
{
    /// <summary>FLG_ENABLE_CLOSE_EXCEPTIONS of NtGlobalFlag.</summary>
    const uint EnableCloseExceptions = 0x400000;

    public static readonly ObjectType ObjectType = new("Process", new GenericMapping(0x20410, 0x20BEB, 0x121000, 0x1FFFFF), 0x1FFFFF);

    internal EProcess(NtKernel kernel, uint processId, string imageFileName, AddressSpace space, GuestAddress address)
        : base(ObjectType)
    {
        Kernel = kernel;
        ProcessId = processId;
        ImageFileName = imageFileName;
        Space = space;
        Struct = new EProcessStruct(kernel.Layouts, kernel.SystemMemory, address);
        Handles = new HandleTable(this);
        Memory = new ProcessMemory(this);
        Token = TokenDefaults.User(kernel.TakeLuid());
    }

    public NtKernel Kernel { get; }

    public uint ProcessId { get; }

    /// <summary>The process that created it; 0 for the first.</summary>
    public uint ParentProcessId { get; internal set; }

    public AddressSpace Space { get; }

    public HandleTable Handles { get; }

    /// <summary>The memory as the process's own instructions reach it: what is not resident yet becomes so.</summary>
    public ProcessMemory Memory { get; }

    /// <summary>What lies where in the user half.</summary>
    public VadTable Vads { get; } = new();

    /// <summary>The EPROCESS in guest memory.</summary>
    public EProcessStruct Struct { get; }

    public GuestAddress Address => Struct.Address;

    /// <summary>The threads that have not ended, in the order of their creation.</summary>
    public List<KThread> Threads { get; } = [];

    public GuestAddress Peb => Struct.Peb;

    /// <summary>EPROCESS.ImageFileName: the file name without its folder.</summary>
    public string ImageFileName { get; }

    /// <summary>The image's name in the object namespace, as NtQueryInformationProcess tells it.</summary>
    public string ImagePath { get; internal set; } = "";

    /// <summary>Where the program and ntdll are mapped.</summary>
    public GuestAddress ImageBase { get; internal set; }

    /// <summary>Sizes of the stacks of threads that name none, from the program's headers.</summary>
    internal uint StackReserve { get; set; } = 0x100000;

    /// <inheritdoc cref="StackReserve"/>
    internal uint StackCommit { get; set; } = GuestAddress.PageSize;

    public NtStatus ExitStatus { get; internal set; } = NtStatus.Pending;

    public bool HasExited { get; internal set; }

    public long CreateTime100ns { get; internal set; }

    /// <summary>Its place in the order in which processes and threads were made.</summary>
    internal long CreateSequence { get; init; }

    public long ExitTime100ns { get; internal set; }

    public int BasePriority { get; internal set; } = 8;

    /// <summary>PROCESS_PRIORITY_CLASS: 2 is normal.</summary>
    public byte PriorityClass { get; internal set; } = 2;

    /// <summary>SEM_* bits of NtSetInformationProcess.</summary>
    public uint DefaultHardErrorMode { get; internal set; } = 1;

    /// <summary>It asked for a shorter period of the clock interrupt.</summary>
    internal bool HasSetTimerResolution { get; set; }

    /// <summary>What NtQueryInformationProcess gives as the cookie of EncodePointer.</summary>
    public uint Cookie { get; internal set; }

    /// <summary>The window classes that the process has registered.</summary>
    internal List<WindowClass> WindowClasses { get; } = [];

    /// <summary>The classes that every process has are among them.</summary>
    internal bool HasBuiltinClasses { get; set; }

    /// <summary>Where user32 keeps the routines of those classes, and where it lies itself.</summary>
    internal GuestAddress ClientProcedures { get; set; }

    /// <inheritdoc cref="ClientProcedures"/>
    internal GuestAddress UserModule { get; set; }

    /// <summary>Its handles of the window station and the desktop.</summary>
    internal Handle WindowStation { get; set; }

    /// <inheritdoc cref="WindowStation"/>
    internal Handle Desktop { get; set; }

    /// <summary>What the process knows of dots per inch.</summary>
    internal uint DpiAwareness { get; set; } = DpiServices.Unaware;

    internal bool HasSetDpiAwareness { get; set; }

    /// <summary>The console that the process is attached to.</summary>
    internal NtConsole? Console { get; set; }

    /// <summary>The number of the process that began its group, for console events; 0 before it has attached to a console.</summary>
    internal uint ConsoleGroup { get; set; }

    /// <summary>The process's access token.</summary>
    public Token Token { get; internal set; }

    public const uint LastMitigationPolicy = 19;

    /// <summary>Policies that the process has set for itself, by their numbers.</summary>
    internal Dictionary<uint, uint> MitigationPolicies { get; } = [];

    internal uint IoPriority { get; set; } = 2;

    internal uint PagePriority { get; set; } = 5;

    /// <summary>MEM_EXECUTE_OPTION_*: from the start pages without the right to execute are executable, for good.</summary>
    internal uint ExecuteFlags { get; set; } = 0x0A;

    internal bool IsPriorityBoostDisabled { get; set; }

    /// <summary>The innermost job that it is in.</summary>
    public Job? Job { get; internal set; }

    /// <summary>The debugger's object, while there is a debugger.</summary>
    public DebugObject? DebugPort { get; internal set; }

    /// <summary>ProcessDebugFlags: children are debugged by the same debugger.</summary>
    internal bool HandsDebuggerOn { get; set; } = true;

    /// <summary>The debugger has been told that the process is there.</summary>
    internal bool IsToldToDebugger { get; set; }

    /// <summary>Processor time of the threads, the ended ones among them.</summary>
    public (long Kernel, long User) Times
    {
        get
        {
            long unit = Kernel.Clock.Increment100ns;
            return (EndedTicks.Kernel * unit + Threads.Sum(thread => thread.Struct.KernelTime) * unit,
                EndedTicks.User * unit + Threads.Sum(thread => thread.Struct.UserTime) * unit);
        }
    }

    /// <summary>Clock ticks of the threads that have ended.</summary>
    internal (long Kernel, long User) EndedTicks { get; set; }

    /// <summary>Whether it is in a job, directly or in one inside it.</summary>
    public bool IsIn(Job job)
    {
        for (Job? own = Job; own is not null; own = own.Outer)
            if (own == job) return true;
        return false;
    }

    internal Peb PebFields => new(Kernel.Layouts, Memory, Peb);

    /// <summary>Closing a bad handle raises in user mode, for who looks for such mistakes.</summary>
    internal bool RaisesOnBadHandle =>
        !Peb.IsNull && (PebFields.NtGlobalFlag & EnableCloseExceptions) != 0;

    protected internal override bool IsSignaledFor(KThread thread) => HasExited;

    protected internal override void OnDelete()
    {
        Job?.Header.Dereference();
        Kernel.Processes.FreeId(ProcessId);
        Kernel.SystemMemory.FreePool(Address);
    }
}
