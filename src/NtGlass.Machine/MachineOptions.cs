using NtGlass.Abi.Events;
using NtGlass.Host;
using NtGlass.Machine.Ring0;
using NtGlass.Profiles;
using NtGlass.Userland;

namespace NtGlass.Machine;

/// <summary>What a machine is made of.</summary>
public sealed record MachineOptions
{
    /// <summary>The Windows version, as in <c>data/profiles</c>.</summary>
    public string Profile { get; init; } = "winxp-sp3-x86";

    public HostServices Host { get; init; } = HostServices.Real();

    /// <summary>The guest's C:; the files of the userland are added to it.</summary>
    public VolumeOptions Volume { get; init; } = new();

    /// <summary>.reg files to import into the registry at the start, by the names that errors tell.</summary>
    public IReadOnlyList<(string Name, string Text)> RegistryImports { get; init; } = [];

    /// <summary>The Windows that the guest is told of; null for the profile's own, or for Windows 10 with Wine's DLLs.</summary>
    public GuestVersion? Version { get; init; }

    public UserlandFamily Userland { get; init; } = new BuiltinUserland();

    public ModuleLayout Layout { get; init; } = new();

    /// <summary>Guest-physical memory at most.</summary>
    public long MemoryLimit { get; init; } = 512L << 20;

    /// <summary>Processes at a time at most; one more is refused with STATUS_QUOTA_EXCEEDED.</summary>
    public int ProcessLimit { get; init; } = 256;

    /// <summary>The run ends after so many ticks of the processor; null for no limit.</summary>
    public long? TickLimit { get; init; }

    /// <summary>The run ends after so much time of the machine's clock; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    internal long? TimeLimitNs => TimeLimit?.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>False makes the shared page and the exit branch those of a processor without sysenter: int 2Eh and iretd.</summary>
    public bool FastSystemCalls { get; init; } = true;

    public IMachineObserver? Observer { get; init; }

    /// <summary>Ends idle waits and the run.</summary>
    public CancellationToken Cancellation { get; init; }
}
