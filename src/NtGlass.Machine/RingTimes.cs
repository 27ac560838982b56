using NtGlass.Cpu;

namespace NtGlass.Machine;

/// <summary>How long the processor was in which ring, in ticks; only kept while somebody asks for it.</summary>
public sealed class RingTimes(Processor processor)
{
    long enteredRing0, enteredRing3, lastRing3;

    /// <summary>Ticks of ring 3 before the last entry into ring 0, since the return before it.</summary>
    public long BeforeEntry => lastRing3;

    /// <summary>Ticks since the last entry into ring 0.</summary>
    public long SinceEntry => processor.Ticks - enteredRing0;

    internal void Note(RingTransition transition)
    {
        if (transition.ToRing == 0)
        {
            lastRing3 = transition.Ticks - enteredRing3;
            enteredRing0 = transition.Ticks;
        }
        else
        {
            enteredRing3 = transition.Ticks;
        }
    }
}
