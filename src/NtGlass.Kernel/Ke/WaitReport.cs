
namespace NtGlass.Kernel;

/// <summary>Says in words what threads wait for, as when nothing can happen any more.</summary>
public static class WaitReport
{
    /// <summary>A line for each thread of each program.</summary>
    public static IEnumerable<string> Lines(NtKernel kernel) =>
        from process in kernel.Processes.All
        where process != kernel.SystemProcess
        from thread in process.Threads
        select $"thread {thread.ThreadId} of {process.ImageFileName} ({process.ProcessId}) {Describe(thread)}";

    static string Describe(KThread thread)
    {
        if (thread.SuspendCount > 0) return "is suspended";
        if (thread.FreezeCount > 0) return "stands still while its debugger is asked";
        if (thread.Wait is not KWait wait) return "does not wait";
        if (wait.Objects.Count == 0) return "sleeps without end";
        if (wait.Objects.Contains(thread.AlertById)) return $"waits for an alert, as in a lock or WaitOnAddress({thread.AlertAddress})";
        if (thread.PendingIo.First is { Value: IoRequest request } && wait.Objects is [KEvent]) return $"waits for input or output of {NameOf(request.File)}";
        string joint = wait.IsAll ? " and " : " or ";
        return $"waits for {string.Join(joint, wait.Objects.Select(NameOf))}";
    }

    static string NameOf(KernelObject target) => target switch
    {
        KThread thread => $"the end of thread {thread.ThreadId}",
        EProcess process => $"the end of {process.ImageFileName} ({process.ProcessId})",
        KMutant { Owner: KThread owner } mutant => $"{Plain(mutant)}, which thread {owner.ThreadId} has",
        _ => Plain(target),
    };

    static string Plain(KernelObject target)
    {
        string name = target.QueryName();
        string kind = target.Type.Name.ToLowerInvariant();
        string article = "aeiou".Contains(kind[0]) ? "an" : "a";
        return name.Length == 0 ? $"{article} {kind}" : $"the {kind} {name}";
    }
}
