namespace NtGlass.Kernel;

/// <summary>Something that happens at a time.</summary>
public abstract class TimerTarget
{
    /// <summary>When, on the scale of InterruptTime.</summary>
    internal long Due100ns { get; set; }

    internal long Sequence { get; set; }

    internal bool IsQueued { get; set; }

    internal abstract void Expire();
}

/// <summary>What is due at which interrupt time; things due together happen in the order in which they were put here.</summary>
public sealed class TimerQueue
{
    readonly SortedSet<TimerTarget> targets = new(Comparer<TimerTarget>.Create(
        (left, right) => (left.Due100ns, left.Sequence).CompareTo((right.Due100ns, right.Sequence))));

    long sequence;

    public long? NextDue100ns => targets.Min?.Due100ns;

    internal void Insert(TimerTarget target, long due100ns)
    {
        Remove(target);
        target.Due100ns = due100ns;
        target.Sequence = ++sequence;
        target.IsQueued = targets.Add(target);
    }

    /// <returns>True when the target was waiting for its time.</returns>
    internal bool Remove(TimerTarget target)
    {
        if (!target.IsQueued) return false;
        target.IsQueued = false;
        return targets.Remove(target);
    }

    internal void ExpireUntil(long interruptTime100ns)
    {
        while (targets.Min is TimerTarget first && first.Due100ns <= interruptTime100ns)
        {
            Remove(first);
            first.Expire();
        }
    }
}
