using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A thread: the C# side of an ETHREAD.</summary>
public sealed class KThread : DispatcherObject
{
    /// <summary>Threads of real-time priority have no boost and no decay.</summary>
    public const int LowestRealtimePriority = 16;

    /// <summary>Quantum units of a thread's turn; a clock tick takes three.</summary>
    internal const int FullQuantum = 6;

    /// <summary>PS_CROSS_THREAD_FLAGS_HIDEFROMDBG.</summary>
    const uint HideFromDebuggerFlag = 4;

    public static readonly ObjectType ObjectType = new("Thread", new GenericMapping(0x20048, 0x20437, 0x120800, 0x1FFFFF), 0x1FFFFF);

    EThreadStruct fields;
    NtStatus? serviceResult;
    UserCallout? pendingCallout;
    MessageQueue? queue;
    uint dpiAwareness;
    ThreadState state;
    int priority;

    internal KThread(EProcess process, uint threadId, GuestAddress address)
        : base(ObjectType)
    {
        Process = process;
        ThreadId = threadId;
        fields = new EThreadStruct(process.Kernel.Layouts, process.Kernel.SystemMemory, address);
        Apcs = new KApcQueues(this);
    }

    public NtKernel Kernel => Process.Kernel;

    public EProcess Process { get; }

    public uint ThreadId { get; }

    public ClientId ClientId => new(Process.ProcessId, ThreadId);

    /// <summary>The ETHREAD in guest memory.</summary>
    public EThreadStruct Struct => fields;

    public GuestAddress Address => Struct.Address;

    /// <summary>Where the running service was called from; ring-0 code keeps it in KTHREAD.</summary>
    public ProcessorMode PreviousMode
    {
        get => (ProcessorMode)Struct.PreviousMode;
        internal set => fields.PreviousMode = (sbyte)value;
    }

    public ThreadState State
    {
        get => state;
        internal set => fields.State = state = value;
    }

    /// <summary>The TEB, or null for a thread without user mode.</summary>
    public GuestAddress Teb => Struct.Teb;

    /// <summary>KTHREAD.TrapFrame: the frame of the last entry from user mode.</summary>
    public GuestAddress TrapFrame => Struct.TrapFrame;

    /// <summary>The status with which the thread ended.</summary>
    public NtStatus ExitStatus { get; internal set; } = NtStatus.Pending;

    public long CreateTime100ns { get; internal set; }

    /// <summary>Its place in the order in which processes and threads were made.</summary>
    internal long CreateSequence { get; init; }

    public long ExitTime100ns { get; internal set; }

    /// <summary>The priority it runs at now, a boost among it.</summary>
    public int Priority
    {
        get => priority;
        internal set => fields.Priority = (sbyte)(priority = value);
    }

    public int BasePriority { get; internal set; }

    /// <summary>1 or -1 when the base priority is the highest or lowest of its class whatever the process's is, otherwise 0.</summary>
    internal int PrioritySaturation { get; set; }

    public int SuspendCount { get; internal set; }

    /// <summary>How many reasons besides suspension keep it from running.</summary>
    internal int FreezeCount { get; set; }

    internal bool IsHeld => SuspendCount > 0 || FreezeCount > 0;

    /// <summary>Turns of the clock that are left of its quantum.</summary>
    internal int Quantum { get; set; } = FullQuantum;

    public KApcQueues Apcs { get; }

    /// <summary>The message whose answer the thread waits for.</summary>
    internal LpcWait? LpcWait { get; set; }

    /// <summary>The ports at which servers hear that the thread has ended.</summary>
    internal List<ObjectRef<LpcPort>> TerminationPorts { get; } = [];

    /// <summary>Whom the thread acts as in place of its process's user.</summary>
    internal Token? ImpersonationToken { get; set; }

    /// <summary>KTHREAD.ApcState.UserApcPending: ring 0 delivers a user APC before it leaves for user mode.</summary>
    internal bool IsUserApcPending
    {
        get => Struct.UserApcPending;
        set => fields.UserApcPending = value;
    }

    /// <summary>The wait the thread is in, or that is about to end.</summary>
    internal KWait? Wait { get; set; }

    /// <summary>How the wait ended, once it has.</summary>
    internal NtStatus? WaitStatus { get; set; }

    /// <summary>What a program calls the thread.</summary>
    internal string Name { get; set; } = "";

    internal uint IoPriority { get; set; } = 2;

    internal uint PagePriority { get; set; } = 5;

    internal bool IsPriorityBoostDisabled { get; set; }

    internal uint IdealProcessor { get; set; }

    /// <summary>Set while the thread has an alert by its number that it has not waited for yet.</summary>
    internal KEvent AlertById { get; } = new(EventType.Synchronization, isSignaled: false);

    /// <summary>What the thread said that it waits for in NtWaitForAlertByThreadId.</summary>
    internal GuestAddress AlertAddress { get; set; }

    /// <summary>The user stack that the kernel made for the thread and frees at its end; null where somebody else made it.</summary>
    internal GuestAddress OwnStack { get; set; }

    /// <summary>Debuggers hear nothing of the thread.</summary>
    internal bool IsHiddenFromDebugger
    {
        get => (fields.CrossThreadFlags & HideFromDebuggerFlag) != 0;
        set => fields.CrossThreadFlags = value ? fields.CrossThreadFlags | HideFromDebuggerFlag : fields.CrossThreadFlags & ~HideFromDebuggerFlag;
    }

    /// <summary>The mutants the thread owns.</summary>
    internal List<KMutant> OwnedMutants { get; } = [];

    /// <summary>The requests it has begun and that are not ended, the oldest first.</summary>
    internal LinkedList<IoRequest> PendingIo { get; } = new();

    /// <summary>The call whose return an observer has not seen yet because the thread waits in it.</summary>
    internal ObservedCall? ObservedCall { get; set; }

    /// <summary>The frame of the last entry from user mode.</summary>
    public KTrapFrame Frame => new(Kernel.Layouts, Process.Space, TrapFrame);

    /// <summary>The frame at the bottom of the kernel stack, which holds the thread's user mode.</summary>
    public KTrapFrame BaseFrame => new(Kernel.Layouts, Process.Space, Struct.InitialStack - PsCreate.BaseFrameOffset);

    internal Teb TebFields => new(Kernel.Layouts, Process.Memory, Teb);

    protected internal override void OnDelete()
    {
        Kernel.Processes.FreeId(ThreadId);
        Kernel.SystemMemory.FreePool(Address);
    }

    internal void CountSwitch() => fields.ContextSwitches++;

    protected internal override bool IsSignaledFor(KThread thread) => State == ThreadState.Terminated;

    /// <summary>Takes the status that the service this thread waited in returns, once, when the thread runs again.</summary>
    public bool TakeServiceResult(out NtStatus status)
    {
        status = serviceResult ?? default;
        bool there = serviceResult is not null;
        serviceResult = null;
        return there;
    }

    /// <summary>The thread's messages; a thread that asks for the first time gets a queue.</summary>
    internal MessageQueue MessageQueue => queue ??= new MessageQueue(this);

    internal bool HasMessageQueue => queue is not null;

    /// <summary>The sent messages whose routines run, the innermost first.</summary>
    internal Stack<SentMessage> ReceivedMessages { get; } = new();

    /// <summary>The thread ends, or has done with messages.</summary>
    internal void CloseMessageQueue()
    {
        while (ReceivedMessages.TryPop(out SentMessage? message)) message.Answer(0);
        queue?.Close();
    }

    /// <summary>Changes what the thread knows of dots per inch; 0 goes back to what its process knows.</summary>
    /// <returns>What it knew before.</returns>
    internal uint SetDpiAwareness(uint context)
    {
        uint before = dpiAwareness == 0 ? Process.DpiAwareness | 0x80000000 : dpiAwareness;
        dpiAwareness = (context & 0x80000000) != 0 ? 0 : context;
        return before;
    }

    /// <summary>Makes the service end with a call of user mode, at its door or when its wait ends.</summary>
    internal NtStatus CallUser(uint number, byte[] input, CalloutCompletion completion)
    {
        // The services that XP's win32k lacks do not make a thread a GUI thread by themselves, but calls of user mode need its larger stack.
        if (!fields.LargeStack) GuiThread.Convert(this);
        pendingCallout = new UserCallout(number, input, completion) { ObservedCall = ObservedCall };
        return NtStatus.Pending;
    }

    /// <summary>Takes the call of user mode that the running service ends with.</summary>
    public UserCallout? TakeCallout()
    {
        if (pendingCallout is not { } callout) return null;
        pendingCallout = null;
        Callouts.Push(callout);
        return callout;
    }

    /// <summary>The calls of user mode that the thread is in, the innermost first.</summary>
    internal Stack<UserCallout> Callouts { get; } = new();

    /// <summary>The service of the running thread is to end with a call of user mode.</summary>
    internal bool HasCallout => pendingCallout is not null;

    /// <summary>Takes an alert of a mode, if there is one.</summary>
    internal bool TakeAlert(ProcessorMode mode)
    {
        bool alerted = Kernel.SystemMemory.ReadByte(Struct.Alerted + (uint)mode) != 0;
        if (alerted) SetAlert(mode, false);
        return alerted;
    }

    internal void SetAlert(ProcessorMode mode, bool alerted) =>
        Kernel.SystemMemory.Write(Struct.Alerted + (uint)mode, [alerted ? (byte)1 : (byte)0]);

    internal void Boost(int increment)
    {
        if (BasePriority >= LowestRealtimePriority || IsPriorityBoostDisabled || Process.IsPriorityBoostDisabled) return;
        Priority = Math.Max(Priority, Math.Min(BasePriority + increment, LowestRealtimePriority - 1));
    }

    /// <summary>Ends the service in which the thread waited; its completion may begin another wait.</summary>
    internal void CompleteWait()
    {
        KWait wait = Wait!;
        NtStatus status = WaitStatus!.Value;
        Wait = null;
        WaitStatus = null;
        if (wait.Completion is not null) status = SystemServices.Guard(this, (wait.Completion, status), static (thread, end) => end.Completion(thread, end.status));
        if (State is not (ThreadState.Running or ThreadState.Ready)) return;
        serviceResult = status;
        if (!HasCallout) ObservedCall?.Return(status);
    }
}
