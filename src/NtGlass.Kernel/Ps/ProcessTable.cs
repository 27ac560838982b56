using System.Diagnostics.CodeAnalysis;

namespace NtGlass.Kernel;

/// <summary>The processes that have not ended, and the numbers of processes and threads.</summary>
public sealed class ProcessTable
{
    /// <summary>A number is given again only behind so many others, so that one kept too long does not soon name a stranger.</summary>
    const int RestingIds = 64;

    readonly List<EProcess> processes = [];
    readonly Dictionary<uint, KernelObject> byId = [];
    readonly Queue<uint> freeIds = new();
    readonly List<string> endedWithFirst = [];
    uint lastId;
    long lastSequence;

    /// <summary>In the order of their creation; the first is System.</summary>
    public IReadOnlyList<EProcess> All => processes;

    /// <summary>How many there may be at a time beside System.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>True when a process more would be refused with STATUS_QUOTA_EXCEEDED.</summary>
    public bool IsFull => processes.Count > Limit;

    public bool HasUserProcess => processes.Count > 1;

    /// <summary>How many processes could not be made because of <see cref="Limit"/>.</summary>
    public int Refused { get; private set; }

    /// <summary>The program that the machine was started for: with its end the others end.</summary>
    public EProcess? First { get; internal set; }

    /// <summary>The names of the processes that were ended because the first had ended.</summary>
    public IReadOnlyList<string> EndedWithFirst => endedWithFirst;

    /// <summary>A process by its number, until the last reference to it is gone.</summary>
    public bool TryFind(uint processId, [NotNullWhen(true)] out EProcess? found) =>
        (found = byId.GetValueOrDefault(processId) as EProcess) is not null;

    /// <inheritdoc cref="TryFind"/>
    public bool TryFindThread(uint threadId, [NotNullWhen(true)] out KThread? found) =>
        (found = byId.GetValueOrDefault(threadId) as KThread) is not null;

    /// <summary>Whether one more process may be made; a refusal is counted.</summary>
    internal bool HasRoom()
    {
        if (IsFull) Refused++;
        return !IsFull;
    }

    /// <summary>Processes and threads share their numbers: multiples of four.</summary>
    internal uint TakeId() => freeIds.Count > RestingIds ? freeIds.Dequeue() : lastId += 4;

    /// <summary>Lets a process or thread be found by its number.</summary>
    internal void Register(uint id, KernelObject owner) => byId[id] = owner;

    /// <summary>Counts processes and threads, whose numbers do not tell which came first.</summary>
    internal long TakeSequence() => ++lastSequence;

    /// <summary>The object is gone, its number free.</summary>
    internal void FreeId(uint id)
    {
        byId.Remove(id);
        freeIds.Enqueue(id);
    }

    internal void Add(EProcess process) => processes.Add(process);

    internal void Remove(EProcess process) => processes.Remove(process);

    internal void NoteEndedWithFirst(EProcess process) => endedWithFirst.Add(process.ImageFileName);
}
