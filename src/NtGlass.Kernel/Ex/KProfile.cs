using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Counts at each clock interrupt where the processor is.</summary>
public sealed class KProfile(EProcess owner, EProcess? process, ProfileRange range, uint source) : KernelObject(ObjectType)
{
    /// <summary>KPROFILE_SOURCE ProfileTime: the only one this machine counts.</summary>
    public const uint TimeSource = 0;

    public static readonly ObjectType ObjectType = new("Profile", new GenericMapping(0x20001, 0x20001, 0x20001, 0xF0001), 0xF0001);

    public bool IsRunning { get; private set; }

    /// <returns>STATUS_PROFILING_NOT_STOPPED, STATUS_NOT_SUPPORTED for a source that is not there, STATUS_SUCCESS.</returns>
    public NtStatus Start()
    {
        if (IsRunning) return NtStatus.ProfilingNotStopped;
        if (source != TimeSource) return NtStatus.NotSupported;
        IsRunning = true;
        owner.Kernel.Profiles.Add(this);
        return NtStatus.Success;
    }

    /// <returns>STATUS_PROFILING_NOT_STARTED, STATUS_SUCCESS.</returns>
    public NtStatus Stop()
    {
        if (!IsRunning) return NtStatus.ProfilingNotStarted;
        IsRunning = false;
        owner.Kernel.Profiles.Remove(this);
        return NtStatus.Success;
    }

    /// <summary>Counts one interrupt; a buffer that its owner has taken away counts nothing.</summary>
    internal void Sample(EProcess running, GuestAddress at)
    {
        if ((process is not null && process != running) || at < range.Base || at - range.Base >= range.Size || owner.HasExited) return;
        GuestAddress counter = range.Buffer + (uint)((at - range.Base) >> range.BucketBits) * 4;
        Span<byte> count = stackalloc byte[4];
        if (Mm.ReadMemory(owner, counter, count) != count.Length) return;
        BitConverter.TryWriteBytes(count, BitConverter.ToUInt32(count) + 1);
        Mm.WriteMemory(owner, counter, count);
    }

    protected internal override void OnDelete()
    {
        if (IsRunning) Stop();
    }
}

/// <summary>What a profile counts in: addresses, bytes of code for each counter as a power of two, and where the counters lie.</summary>
public readonly record struct ProfileRange(GuestAddress Base, uint Size, int BucketBits, GuestAddress Buffer);

/// <summary>The profiles that run.</summary>
public sealed class ProfileList
{
    readonly List<KProfile> running = [];

    internal void Add(KProfile profile) => running.Add(profile);

    internal void Remove(KProfile profile) => running.Remove(profile);

    /// <summary>The clock interrupt found a process at an address.</summary>
    internal void Sample(EProcess process, GuestAddress at)
    {
        foreach (KProfile profile in running) profile.Sample(process, at);
    }
}
