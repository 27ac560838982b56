using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What a console tells its processes: CTRL_*_EVENT.</summary>
public enum ConsoleControlEvent : uint
{
    CtrlC = 0,
    CtrlBreak = 1,
    Close = 2,
}

/// <summary>How console events reach processes: each gets a thread that runs the routine its userland has for them.</summary>
static class ConsoleInterrupts
{
    /// <summary>Tells an event to the processes of a console, or to one group of them.</summary>
    public static void Send(NtConsole console, ConsoleControlEvent happened, uint? group)
    {
        foreach (EProcess member in console.Members.ToArray())
            if (group is null || GroupOf(member) == group) Send(member, happened);
    }

    // Without such a routine the event does what the default routine does.
    static void Send(EProcess member, ConsoleControlEvent happened)
    {
        KThread? thread = null;
        if (member.Kernel.Ntdll is { ControlRoutine: { IsNull: false } start })
            ThreadCreateServices.Make(member, start, (uint)happened, default, 0, 0, out thread);
        if (thread is null) Ps.TerminateProcess(member, NtStatus.ControlCExit);
        else UserThread.Start(thread, suspended: false);
    }

    static RtlUserProcessParameters ParametersOf(EProcess process) =>
        new(process.Kernel.Layouts, process.Memory, process.PebFields.ProcessParameters);

    /// <summary>The process group that a process belongs to; its own number when it began one.</summary>
    public static uint GroupOf(EProcess process)
    {
        const uint NewProcessGroup = 1;
        if (process.ConsoleGroup != 0) return process.ConsoleGroup;
        bool isNew = process.Peb.IsNull || (ParametersOf(process).ConsoleFlags & NewProcessGroup) != 0;
        bool hasParent = process.Kernel.Processes.TryFind(process.ParentProcessId, out EProcess? parent) && parent.Console is not null;
        return process.ConsoleGroup = isNew || !hasParent ? process.ProcessId : GroupOf(parent!);
    }
}
