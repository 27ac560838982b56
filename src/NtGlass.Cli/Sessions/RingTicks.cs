using NtGlass.Abi;
using NtGlass.Cpu;

namespace NtGlass.Cli.Sessions;

/// <summary>Shares the processor's ticks out among threads and rings: what ran since the last count belongs to who is counted.</summary>
sealed class RingTicks(Processor processor)
{
    readonly Dictionary<GuestAddress, (long Ring3, long Ring0)> threads = [];
    long counted;

    public void Count(GuestAddress thread, bool wasRing3)
    {
        long passed = processor.Ticks - counted;
        counted += passed;
        (long ring3, long ring0) = threads.GetValueOrDefault(thread);
        threads[thread] = wasRing3 ? (ring3 + passed, ring0) : (ring3, ring0 + passed);
    }

    /// <summary>What a thread has run since this was asked last.</summary>
    public (long Ring3, long Ring0) Take(GuestAddress thread)
    {
        threads.Remove(thread, out (long Ring3, long Ring0) sum);
        return sum;
    }
}
