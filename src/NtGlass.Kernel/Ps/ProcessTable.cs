using System.Diagnostics.CodeAnalysis;

namespace NtGlass.Kernel;

/// <summary>The processes that have not ended, and the numbers of processes and threads.</summary>
public sealed class ProcessTable
{
    readonly List<EProcess> processes = [];
    uint lastId;

    /// <summary>In the order of their creation; the first is System.</summary>
    public IReadOnlyList<EProcess> All => processes;

    /// <summary>How many there may be at a time beside System.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>True when a process more would be refused with STATUS_QUOTA_EXCEEDED.</summary>
    public bool IsFull => processes.Count > Limit;

    public bool HasUserProcess => processes.Count > 1;

    public bool TryFind(uint processId, [NotNullWhen(true)] out EProcess? found) =>
        (found = processes.Find(process => process.ProcessId == processId)) is not null;

    public bool TryFindThread(uint threadId, [NotNullWhen(true)] out KThread? found) =>
        (found = processes.SelectMany(process => process.Threads).FirstOrDefault(thread => thread.ThreadId == threadId)) is not null;

    /// <summary>Processes and threads share their numbers: multiples of four.</summary>
    internal uint TakeId() => lastId += 4;

    internal void Add(EProcess process) => processes.Add(process);

    internal void Remove(EProcess process) => processes.Remove(process);
}
