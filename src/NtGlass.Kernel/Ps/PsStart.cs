using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Starts the program of a machine, as a parent with XP's kernel32 would.</summary>
public static class PsStart
{
    /// <summary>Makes the process, its PEB and first thread; the thread is ready to run.</summary>
    /// <returns>Errors of opening and reading the images, STATUS_DLL_NOT_FOUND without ntdll, STATUS_NO_MEMORY,
    /// STATUS_CONFLICTING_ADDRESSES, STATUS_SUCCESS.</returns>
    public static NtStatus StartProgram(NtKernel kernel, ProcessStart start, out EProcess? process)
    {
        process = null;
        NtStatus status = SystemImage.OpenPath(kernel, start.ImagePath, out Section? image);
        if (image is null) return status;
        status = Start(kernel, start, image, out process);
        image.Header.Dereference();
        return status;
    }

    static NtStatus Start(NtKernel kernel, ProcessStart start, Section image, out EProcess? process)
    {
        NtStatus status = ProcessBuild.Create(kernel, new ProcessRequest(image), out EProcess? made);
        process = made;
        if (made is null) return status;
        kernel.Processes.First ??= made;
        status = UserProcess.GiveParameters(made, start);
        KThread? thread = null;
        if (status.IsSuccess) status = UserThread.CreateFirst(made, image.Image!.Headers, 0, out thread);
        if (thread is not null) UserThread.Start(thread, suspended: false);
        if (status.IsSuccess) return status;
        Ps.TerminateProcess(made, status);
        process = null;
        return status;
    }
}
