using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that keep time-based UUIDs unique on the machine.</summary>
public static class UuidServices
{
    /// <summary>Reserves a run of times for UUIDs.</summary>
    /// <returns>STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtAllocateUuids(KThread caller, Out<long> time, Out<uint> range, Out<uint> sequence, UserBuffer seed)
    {
        UserMemory.ProbeForWrite(caller, time.Address, length: 8, alignment: 4);
        range.ProbeForWrite(caller);
        sequence.ProbeForWrite(caller);
        seed.ProbeForWrite(caller, UuidAllocator.SeedBytes, alignment: 1);
        UuidAllocator allocator = caller.Kernel.Uuids;
        time.Write(caller, allocator.Take(caller.Kernel.Clock.SystemTime100ns));
        range.Write(caller, UuidAllocator.Range);
        sequence.Write(caller, allocator.Sequence);
        seed.Write(caller, [.. allocator.Seed]);
        return NtStatus.Success;
    }

    /// <summary>Gives the machine the node number of its network card, for who logged on as the system.</summary>
    /// <returns>STATUS_ACCESS_DENIED, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtSetUuidSeed(KThread caller, UserBuffer seed)
    {
        if (Se.EffectiveToken(caller).AuthenticationId != TokenDefaults.SystemLogonId) return NtStatus.AccessDenied;
        byte[] bytes = new byte[UuidAllocator.SeedBytes];
        seed.Read(caller, bytes);
        caller.Kernel.Uuids.Seed = bytes;
        return NtStatus.Success;
    }
}
