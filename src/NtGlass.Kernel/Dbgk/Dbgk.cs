using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Tells debuggers what happens to the processes they debug, and holds those until they have answered.</summary>
static class Dbgk
{
    /// <summary>Puts a process under a debugger.</summary>
    public static void Attach(EProcess process, DebugObject port)
    {
        port.Header.Reference();
        port.Debugged.Add(process);
        process.DebugPort = port;
        SetPeb(process, isDebugged: true);
    }

    /// <summary>Lets a process go on without its debugger; what waits for an answer goes on.</summary>
    public static void Detach(EProcess process)
    {
        if (process.DebugPort is not DebugObject port) return;
        process.DebugPort = null;
        port.Debugged.Remove(process);
        SetPeb(process, isDebugged: false);
        foreach (DebugEvent left in port.Events.Where(left => left.Process == process).ToArray()) Answer(port, left, NtStatus.DbgContinue);
        port.Header.Dereference();
    }

    /// <summary>The debugger has closed its last handle.</summary>
    public static void Close(DebugObject port)
    {
        foreach (EProcess process in port.Debugged.ToArray())
        {
            bool kills = port.KillsOnClose;
            Detach(process);
            if (kills) Ps.TerminateProcess(process, NtStatus.DebuggerInactive);
        }
    }

    /// <summary>Whether a debugger hears of a thread.</summary>
    public static bool IsHeard(KThread thread) => thread.Process.DebugPort is { IsClosed: false } && !thread.IsHiddenFromDebugger;

    /// <summary>Tells of something and holds the whole process until the answer, which goes on in the thread's own context.</summary>
    /// <param name="answered">Gets the debugger's answer; STATUS_THREAD_IS_TERMINATING when the thread has ended meanwhile.</param>
    public static NtStatus Send(KThread thread, DebugState state, DebugDetails details, WaitCompletion answered)
    {
        var told = new DebugEvent(thread, state, details) { Answered = new KEvent(EventType.Notification, isSignaled: false) };
        EProcess process = thread.Process;
        foreach (KThread other in process.Threads.Where(other => other != thread).ToArray())
        {
            Ps.Freeze(other);
            told.Frozen.Add(other);
        }
        NtStatus status = Ke.Wait(thread, told.Answered, WaitTerms.Kernel, (waiter, end) =>
            answered(waiter, end == NtStatus.ThreadIsTerminating ? end : told.Answer));
        process.DebugPort!.Add(told);
        return status;
    }

    /// <summary>Tells of something without waiting, as of threads and processes that are gone.</summary>
    public static void Tell(KThread thread, DebugState state, DebugDetails details) =>
        thread.Process.DebugPort?.Add(new DebugEvent(thread, state, details));

    /// <summary>Ends an event with the debugger's answer.</summary>
    public static void Answer(DebugObject port, DebugEvent answered, NtStatus status)
    {
        answered.Answer = status;
        foreach (KThread frozen in answered.Frozen) Ps.Thaw(frozen);
        answered.Frozen.Clear();
        if (answered.Answered is KEvent waiting) Ke.SetEvent(waiting, increment: 0);
        port.Remove(answered);
    }

    /// <summary>DbgkCreateThread: the first thread tells of its process and of ntdll, the others of themselves; then <paramref name="start"/> runs.</summary>
    public static void CreateThread(KThread thread, Action<KThread> start)
    {
        EProcess process = thread.Process;
        if (!IsHeard(thread))
        {
            start(thread);
            return;
        }
        NtStatus Begin(KThread starting, NtStatus answer)
        {
            if (answer != NtStatus.ThreadIsTerminating) start(starting);
            return NtStatus.Success;
        }
        if (process.IsToldToDebugger)
        {
            Send(thread, DebugState.CreateThread, new DebugDetails(null, 0, thread.Struct.Win32StartAddress.Value), Begin);
            return;
        }
        process.IsToldToDebugger = true;
        Send(thread, DebugState.CreateProcess, DebugDetails.OfProcess(thread), (starting, answer) =>
            answer == NtStatus.ThreadIsTerminating || !IsHeard(starting) || NtdllOf(process) is not Vad ntdll
                ? Begin(starting, answer)
                : Send(starting, DebugState.LoadDll, DebugDetails.OfImage(ntdll), Begin));
    }

    /// <summary>DbgkMapViewOfSection: a service that has mapped an image ends with the debugger's answer.</summary>
    public static NtStatus MapImage(KThread caller, Vad vad, NtStatus status) =>
        IsHeard(caller) && !caller.Teb.IsNull
            ? Send(caller, DebugState.LoadDll, DebugDetails.OfImage(vad), (_, answer) => answer == NtStatus.ThreadIsTerminating ? answer : status)
            : status;

    /// <summary>DbgkUnMapViewOfSection.</summary>
    public static NtStatus UnmapImage(KThread caller, GuestAddress imageBase, NtStatus status) =>
        IsHeard(caller)
            ? Send(caller, DebugState.UnloadDll, new DebugDetails(null, imageBase.Value), (_, answer) => answer == NtStatus.ThreadIsTerminating ? answer : status)
            : status;

    /// <summary>Tells a debugger that comes later of what is there already: the process, its threads, its images.</summary>
    public static void TellOfWhatIsThere(EProcess process)
    {
        if (process.Threads.FirstOrDefault(thread => !thread.Teb.IsNull) is not KThread first) return;
        process.IsToldToDebugger = true;
        Tell(first, DebugState.CreateProcess, DebugDetails.OfProcess(first));
        foreach (KThread thread in process.Threads.Where(thread => thread != first))
            Tell(thread, DebugState.CreateThread, new DebugDetails(null, 0, thread.Struct.Win32StartAddress.Value));
        foreach (Vad image in process.Vads.All.Where(vad => vad.Type == MemoryType.Image && vad.Start != process.ImageBase).ToArray())
            Tell(first, DebugState.LoadDll, DebugDetails.OfImage(image));
    }

    static Vad? NtdllOf(EProcess process) => process.Kernel.Ntdll is { } ntdll ? process.Vads.Find(ntdll.Base) : null;

    static void SetPeb(EProcess process, bool isDebugged)
    {
        if (process.Peb.IsNull || process.HasExited) return;
        Peb peb = process.PebFields;
        peb.BeingDebugged = isDebugged;
    }
}
