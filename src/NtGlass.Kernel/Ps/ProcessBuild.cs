using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What a new process is made of.</summary>
sealed record ProcessRequest(Section Image)
{
    /// <summary>Whose token, handles and settings it takes over; null for the machine's first program.</summary>
    public EProcess? Parent { get; init; }

    public bool InheritsHandles { get; init; }

    /// <summary>The parent's handles to inherit; null for all that are inheritable.</summary>
    public IReadOnlySet<Handle>? OnlyHandles { get; init; }

    /// <summary>The process's token; null for the parent's.</summary>
    public Token? Token { get; init; }

    /// <summary>It stays out of the parent's job, where that allows it.</summary>
    public bool BreaksAway { get; init; }

    /// <summary>Who debugs it; null for the parent's debugger, if that is handed on.</summary>
    public DebugObject? Debugger { get; init; }

    public bool InheritsDebugger { get; init; }
}

/// <summary>Makes processes around an image: address space, PEB, what comes from the parent; no thread yet.</summary>
static class ProcessBuild
{
    static readonly GuestAddress UserSharedData = new(0x7FFE0000);
    static readonly GuestAddress KernelSharedUserData = new(0xFFDF0000);

    /// <summary>PspCreateProcess.</summary>
    /// <returns>STATUS_QUOTA_EXCEEDED at the machine's limit, STATUS_INSUFFICIENT_RESOURCES, STATUS_DLL_NOT_FOUND without ntdll, STATUS_NO_MEMORY, STATUS_CONFLICTING_ADDRESSES,
    /// STATUS_SUCCESS.</returns>
    public static NtStatus Create(NtKernel kernel, ProcessRequest request, out EProcess? process)
    {
        process = null;
        if (!kernel.Processes.HasRoom()) return NtStatus.QuotaExceeded;
        string path = request.Image.FileName ?? "";
        if (!PsCreate.TryProcess(kernel, path[(path.LastIndexOf('\\') + 1)..], request.Parent, out EProcess? made)) return NtStatus.InsufficientResources;
        made.ImagePath = path;
        kernel.Observer?.ProcessCreated(made.ProcessId, made.ImageFileName);
        NtStatus status = request.Parent is EProcess parent ? TakeOver(made, parent, request) : NtStatus.Success;
        if (status.IsSuccess) status = BuildAddressSpace(made, request.Image);
        if (status.IsSuccess) status = UserProcess.BuildPeb(made, request.Image.Image!.Headers);
        if (status.IsSuccess)
        {
            if (DebuggerOf(request) is DebugObject debugger) Dbgk.Attach(made, debugger);
            process = made;
            return status;
        }
        Ps.TerminateProcess(made, status);
        return status;
    }

    static DebugObject? DebuggerOf(ProcessRequest request) =>
        request.Debugger ?? (request is { InheritsDebugger: true, Parent.HandsDebuggerOn: true } ? request.Parent.DebugPort : null);

    static NtStatus TakeOver(EProcess process, EProcess parent, ProcessRequest request)
    {
        process.Token = (request.Token ?? parent.Token).Duplicate(process.Kernel.TakeLuid(), TokenType.Primary, default, effectiveOnly: false);
        process.DefaultHardErrorMode = parent.DefaultHardErrorMode;
        bool handsOnClass = parent.PriorityClass is PriorityClasses.Idle or PriorityClasses.BelowNormal;
        if (handsOnClass) ProcessPriority.SetClass(process, parent.PriorityClass);
        NtStatus status = JoinJob(process, parent, request.BreaksAway);
        if (status.IsSuccess && request.InheritsHandles) process.Handles.InheritFrom(parent.Handles, request.OnlyHandles);
        return status;
    }

    /// <summary>The child is in its parent's jobs, except those that it breaks away from.</summary>
    /// <returns>STATUS_ACCESS_DENIED where the job does not allow that, STATUS_QUOTA_EXCEEDED, STATUS_SUCCESS.</returns>
    static NtStatus JoinJob(EProcess process, EProcess parent, bool breaksAway)
    {
        Job? job = parent.Job;
        while (job is not null && (job.Limits.Has(JobLimitFlags.SilentBreakawayOk) || (breaksAway && job.Limits.Has(JobLimitFlags.BreakawayOk)))) job = job.Outer;
        if (breaksAway && job is not null && job == parent.Job) return NtStatus.AccessDenied;
        return job?.AddChild(process) ?? NtStatus.Success;
    }

    static NtStatus BuildAddressSpace(EProcess process, Section image)
    {
        NtKernel kernel = process.Kernel;
        if (kernel.SystemProcess.Space.FrameOf(KernelSharedUserData) is uint frame) Mm.MapKernelPage(process, UserSharedData, frame);
        kernel.Userland.CompleteAddressSpace(process);
        NtStatus status = MapImage(process, image, out GuestAddress imageBase);
        if (!status.IsSuccess) return status;
        process.ImageBase = imageBase;
        EProcessStruct fields = process.Struct;
        fields.SectionBaseAddress = imageBase;
        process.StackReserve = image.Image!.Headers.SizeOfStackReserve;
        process.StackCommit = image.Image.Headers.SizeOfStackCommit;
        if (SystemImage.Open(kernel, "ntdll.dll", out Section? ntdll).IsError || ntdll is null) return NtStatus.DllNotFound;
        status = MapImage(process, ntdll, out GuestAddress ntdllBase);
        if (status.IsSuccess) status = NtdllImage.Note(kernel, ntdll, ntdllBase);
        ntdll.Header.Dereference();
        return status;
    }

    static NtStatus MapImage(EProcess process, Section section, out GuestAddress imageBase)
    {
        var request = new ViewRequest(default, 0, 0, 0, PageProtection.ExecuteWriteCopy, UserRange.End, TopDown: false, IsInherited: false);
        NtStatus status = ViewMap.Map(process, section, request, out Vad? vad);
        imageBase = vad?.Start ?? default;
        return status;
    }
}
