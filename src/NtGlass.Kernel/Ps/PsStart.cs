using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>Starts the program of a machine, as a parent with XP's kernel32 would.</summary>
public static class PsStart
{
    static readonly GuestAddress UserSharedData = new(0x7FFE0000);
    static readonly GuestAddress KernelSharedUserData = new(0xFFDF0000);

    /// <summary>Makes the process, its PEB and first thread; the thread is ready to run.</summary>
    /// <returns>Errors of opening and reading the images, STATUS_DLL_NOT_FOUND without ntdll, STATUS_NO_MEMORY,
    /// STATUS_CONFLICTING_ADDRESSES, STATUS_SUCCESS.</returns>
    public static NtStatus StartProgram(NtKernel kernel, ProcessStart start, out EProcess? process)
    {
        process = null;
        NtStatus status = SystemImage.OpenPath(kernel, start.ImagePath, out Section? image);
        if (image is null) return status;
        try
        {
            if (SystemImage.Open(kernel, "ntdll.dll", out Section? ntdll).IsError || ntdll is null) return NtStatus.DllNotFound;
            try
            {
                return Start(kernel, start, image, ntdll, out process);
            }
            finally
            {
                ntdll.Header.Dereference();
            }
        }
        finally
        {
            image.Header.Dereference();
        }
    }

    static NtStatus Start(NtKernel kernel, ProcessStart start, Section image, Section ntdll, out EProcess? process)
    {
        EProcess made = process = PsCreate.Process(kernel, start.ImagePath[(start.ImagePath.LastIndexOf('\\') + 1)..], parent: null);
        made.ImagePath = image.FileName ?? "";
        kernel.Observer?.ProcessCreated(made.ProcessId, made.ImageFileName);
        NtStatus status = BuildAddressSpace(made, image, ntdll);
        if (status.IsSuccess) status = UserProcess.BuildPeb(made, start, image.Image!.Headers);
        if (status.IsSuccess) status = StartFirstThread(made, image.Image!.Headers);
        if (status.IsSuccess) return status;
        Ps.TerminateProcess(made, status);
        process = null;
        return status;
    }

    static NtStatus BuildAddressSpace(EProcess process, Section image, Section ntdll)
    {
        if (process.Kernel.SystemProcess.Space.FrameOf(KernelSharedUserData) is uint frame) Mm.MapKernelPage(process, UserSharedData, frame);
        NtStatus status = MapImage(process, image, out GuestAddress imageBase);
        if (!status.IsSuccess) return status;
        process.ImageBase = imageBase;
        EProcessStruct fields = process.Struct;
        fields.SectionBaseAddress = imageBase;
        status = MapImage(process, ntdll, out GuestAddress ntdllBase);
        if (status.IsSuccess) process.Kernel.Ntdll ??= FindNtdll(process.Kernel, ntdll, ntdllBase);
        return status;
    }

    static NtStatus MapImage(EProcess process, Section section, out GuestAddress imageBase)
    {
        var request = new ViewRequest(default, 0, 0, 0, PageProtection.ExecuteWriteCopy, UserRange.End, TopDown: false, IsInherited: false);
        NtStatus status = ViewMap.Map(process, section, request, out Vad? vad);
        imageBase = vad?.Start ?? default;
        return status;
    }

    /// <summary>Looks ntdll's entries up and writes those of system calls and the time into the shared page.</summary>
    static NtdllEntries FindNtdll(NtKernel kernel, Section section, GuestAddress imageBase)
    {
        NtdllEntries entries = kernel.Userland.FindEntries(SystemImage.Parse(section), imageBase);
        bool isFast = kernel.Machine.HasFastSystemCalls;
        KUserSharedData shared = kernel.SharedUserData;
        shared.SystemCall = (isFast ? entries.KiFastSystemCall : entries.KiIntSystemCall).Value;
        shared.SystemCallReturn = isFast ? entries.KiFastSystemCallRet.Value : 0;
        kernel.Clock.Publish();
        return entries;
    }

    static NtStatus StartFirstThread(EProcess process, PeHeaders headers)
    {
        UserlandContract userland = process.Kernel.Userland;
        NtStatus status = userland.CreateStack(process, headers.SizeOfStackReserve, headers.SizeOfStackCommit, out InitialTeb stack);
        if (!status.IsSuccess) return status;
        ContextRecord context = userland.FirstContext(process, process.ImageBase + headers.EntryPoint, stack);
        status = UserThread.Create(process, context, stack, out KThread? thread);
        if (thread is not null) UserThread.Start(thread, suspended: false);
        return status;
    }
}
