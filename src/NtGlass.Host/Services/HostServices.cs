namespace NtGlass.Host;

/// <summary>What a machine takes from the host besides its disk.</summary>
public sealed record HostServices(IHostClock Clock, IEntropy Entropy, IConsole Console)
{
    /// <summary>How long the machine waits for the network alone before it looks around.</summary>
    const long LongestWaitNs = 3_600_000_000_000;

    /// <summary>The network that the guest finds.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>The host's sockets; null keeps the guest from the outside.</summary>
    public HostNetwork? Outside { get; init; }

    /// <summary>The host's own clock, random numbers and terminal.</summary>
    public static HostServices Real(IConsole? console = null) => new(new RealClock(), new RealEntropy(), console ?? new RealConsole());

    /// <summary>A virtual clock and seeded numbers, so that two runs with one seed do the same.</summary>
    public static HostServices Deterministic(ulong seed, IConsole? console = null) =>
        new(new VirtualClock(), new SeededEntropy(seed), console ?? new InMemoryConsole());

    /// <summary>Nothing can run: waits for the next timer, and for console input where some thread wants it.</summary>
    /// <param name="deadlineNs">The next timer on <see cref="IHostClock.NowNs"/>; null when there is none.</param>
    /// <returns>True when console input is there.</returns>
    public bool Idle(long? deadlineNs, bool wantsInput, CancellationToken cancellation)
    {
        if (Outside is not { IsWaiting: true } outside) return Wait(deadlineNs, wantsInput, cancellation);
        using CancellationTokenSource arrival = outside.Arm(cancellation);
        bool hasInput = Wait(deadlineNs ?? (wantsInput ? null : Clock.NowNs + LongestWaitNs), wantsInput, arrival.Token);
        outside.Disarm();
        return hasInput;
    }

    bool Wait(long? deadlineNs, bool wantsInput, CancellationToken cancellation)
    {
        if (wantsInput)
        {
            long? timeoutNs = deadlineNs is long deadline
                ? Clock.IsVirtual ? 0 : Math.Max(0, deadline - Clock.NowNs)
                : null;
            if (Console.WaitForInput(timeoutNs, cancellation)) return true;
        }
        else if (Console.CanSignal && !Clock.IsVirtual) return Console.WaitForSignal(deadlineNs is long end ? Math.Max(0, end - Clock.NowNs) : null, cancellation);
        if (deadlineNs is long until) Clock.SleepUntil(until, cancellation);
        return false;
    }
}
