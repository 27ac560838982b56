using NtGlass.Abi;
using NtGlass.Abi.Events;

namespace NtGlass.Trace;

/// <summary>Writes one line a system call, and comments for what else happens.</summary>
/// <remarks>
/// A call is written when it returns. When a line of another thread comes between, its first half is written before that line, with
/// <c>&lt;unfinished ...&gt;</c>, and the second half at its return, with <c>&lt;... name resumed&gt;</c>.
/// </remarks>
public sealed class TraceWriter(TextWriter output, CallText calls) : IMachineObserver
{
    readonly List<PendingCall> pending = [];
    long lastTimeNs;

    /// <summary>Where more is known about each call.</summary>
    public ICallDetails? Details { get; set; }

    public void ServiceEntered(in ServiceCall call)
    {
        lastTimeNs = call.TimeNs;
        DropNeverReturned(call.ProcessId, call.ThreadId, call.TrapFrame);
        var entered = new PendingCall
        {
            Sequence = call.Sequence,
            TimeNs = call.TimeNs,
            ProcessId = call.ProcessId,
            ThreadId = call.ThreadId,
            Number = call.Number,
            TrapFrame = call.TrapFrame,
            Arguments = calls.EntryArguments(call),
        };
        if (Details is not null) entered.Details.AddRange(Details.Entered(call));
        pending.Add(entered);
    }

    public void ServiceReturned(in ServiceCall call, NtStatus status)
    {
        lastTimeNs = call.TimeNs;
        long sequence = call.Sequence;
        int index = pending.FindLastIndex(one => one.Sequence == sequence);
        if (index < 0) return;
        PendingCall returned = pending[index];
        pending.RemoveAt(index);
        calls.CompleteArguments(call, status, returned.Arguments);
        if (Details is not null) returned.Details.AddRange(Details.Returned(call));
        Write(returned, calls.Result(call, status), call.TimeNs);
    }

    public void ProcessCreated(uint processId, string imageName) => Comment(processId, 0, $"process {processId} started: {imageName}");

    public void ProcessExited(uint processId, NtStatus status)
    {
        FinishWhere(one => one.ProcessId == processId);
        Comment(processId, 0, $"process {processId} exited: {status}");
    }

    public void ThreadCreated(uint processId, uint threadId, GuestAddress startAddress) =>
        Comment(processId, threadId, $"thread {threadId} started at 0x{startAddress}");

    public void ThreadExited(uint processId, uint threadId, NtStatus status)
    {
        FinishWhere(one => one.ProcessId == processId && one.ThreadId == threadId);
        Comment(processId, threadId, $"thread {threadId} exited: {status}");
    }

    public void ImageMapped(uint processId, string path, GuestAddress imageBase, uint size) =>
        Comment(processId, 0, $"module {path} at 0x{imageBase}, 0x{size:x} bytes");

    public void ImageUnmapped(uint processId, GuestAddress imageBase) => Comment(processId, 0, $"module at 0x{imageBase} unloaded");

    public void ExceptionDispatched(uint processId, uint threadId, in ExceptionEvent exception, bool firstChance)
    {
        string information = exception.Information.Count == 0 ? "" : $" ({string.Join(", ", exception.Information.Select(value => $"0x{value:x}"))})";
        Comment(processId, threadId, $"{exception.Code} at 0x{exception.Address}{information}{(firstChance ? "" : ", not handled")}");
    }

    public void HardError(uint processId, NtStatus status, IReadOnlyList<string> parameters) =>
        Comment(processId, 0, $"hard error {status}: {string.Join(", ", parameters.Select(one => $"\"{one}\""))}");

    public void DebugPrint(uint processId, string text) => Comment(processId, 0, $"debug print: {text.TrimEnd('\r', '\n')}");

    public void NetworkAttempted(uint processId, string attempt) => Comment(processId, 0, $"network: {attempt}");

    /// <summary>Writes what never returned and hands all text on.</summary>
    public void Finish()
    {
        FinishWhere(_ => true);
        output.Flush();
    }

    /// <summary>A new call of a thread at the same or a higher place of its kernel stack ends those that stood there.</summary>
    void DropNeverReturned(uint processId, uint threadId, GuestAddress trapFrame) =>
        FinishWhere(one => one.ProcessId == processId && one.ThreadId == threadId && one.TrapFrame <= trapFrame);

    void FinishWhere(Predicate<PendingCall> condition)
    {
        foreach (PendingCall call in pending.FindAll(condition))
        {
            pending.Remove(call);
            Write(call, "?", lastTimeNs);
        }
    }

    void Write(PendingCall call, string result, long timeNs)
    {
        AnnounceOthers(call);
        int rest = call.IsAnnounced ? calls.FirstOutput(call.Number, call.Arguments.Length) : 0;
        string arguments = string.Join(", ", call.Arguments[rest..]);
        string opening = call.IsAnnounced ? $"<... {calls.Name(call.Number)} resumed>" : $"{calls.Name(call.Number)}(";
        WriteLine(call.IsAnnounced ? timeNs : call.TimeNs, call.ProcessId, call.ThreadId, $"{opening}{arguments}) = {result}");
        foreach (string detail in call.Details) output.Write($"    {detail}\n");
        foreach (string comment in call.Comments) WriteLine(timeNs, call.ProcessId, call.ThreadId, comment);
    }

    void AnnounceOthers(PendingCall? writing)
    {
        foreach (PendingCall call in pending)
        {
            if (call.IsAnnounced || call == writing) continue;
            call.IsAnnounced = true;
            string[] known = call.Arguments[..calls.FirstOutput(call.Number, call.Arguments.Length)];
            string separator = known.Length == 0 ? "" : known.Length < call.Arguments.Length ? ", " : " ";
            string opening = $"{calls.Name(call.Number)}({string.Join(", ", known)}{separator}<unfinished ...>";
            WriteLine(call.TimeNs, call.ProcessId, call.ThreadId, opening);
            foreach (string comment in call.Comments) WriteLine(call.TimeNs, call.ProcessId, call.ThreadId, comment);
            call.Comments.Clear();
        }
    }

    void Comment(uint processId, uint threadId, string comment)
    {
        string line = $"--- {comment} ---";
        if (pending.Count > 0 && pending[^1] is { IsAnnounced: false } running && running.ProcessId == processId)
        {
            running.Comments.Add(line);
            return;
        }
        AnnounceOthers(null);
        WriteLine(lastTimeNs, processId, threadId, line);
    }

    void WriteLine(long timeNs, uint processId, uint threadId, string line)
    {
        long microseconds = timeNs / 1000;
        string thread = threadId == 0 ? $"{processId}" : $"{processId}/{threadId}";
        output.Write($"{microseconds / 60_000_000:00}:{microseconds / 1_000_000 % 60:00}.{microseconds % 1_000_000:000000} [{thread}] {line}\n");
    }
}
