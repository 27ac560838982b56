using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of profiles.</summary>
public static class ProfileServices
{
    const uint ControlAccess = 1;
    const int SmallestBucketBits = 2, LargestBucketBits = 31;

    /// <summary>Makes a profile of a process's code, or of the kernel's.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_7 without buffer, STATUS_INVALID_PARAMETER for buckets, STATUS_BUFFER_TOO_SMALL,
    /// STATUS_BUFFER_OVERFLOW for a range that wraps, STATUS_PRIVILEGE_NOT_HELD, errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "sources other than the time, the affinity")]
    public static NtStatus NtCreateProfile(
        KThread caller, Out<Handle> profileHandle, [Opt] HandleOf<EProcess> process, GuestAddress profileBase, uint profileSize, uint bucketSize,
        UserBuffer buffer, uint bufferSize, uint profileSource, uint affinity)
    {
        if (bufferSize == 0) return NtStatus.InvalidParameter7;
        if (bucketSize is < SmallestBucketBits or > LargestBucketBits) return NtStatus.InvalidParameter;
        if ((ulong)bufferSize << ((int)bucketSize - SmallestBucketBits) < profileSize) return NtStatus.BufferTooSmall;
        if ((ulong)profileBase.Value + profileSize > uint.MaxValue) return NtStatus.BufferOverflow;
        profileHandle.ProbeForWrite(caller);
        buffer.ProbeForWrite(caller, bufferSize, alignment: 4);
        ObjectRef<EProcess> target = default;
        if (process.IsNull)
        {
            if (profileBase <= UserRange.Highest) return NtStatus.InvalidParameter;
            if (!Se.HasPrivilege(caller, Privilege.SystemProfile)) return NtStatus.PrivilegeNotHeld;
        }
        else if (Ob.Reference(caller, process, ProcessRights.QueryInformation, out target) is { IsError: true } status)
            return status;
        using (target)
        {
            var range = new ProfileRange(profileBase, profileSize, (int)bucketSize, buffer.Address);
            return Ob.Create(caller, profileHandle, ControlAccess, default, _ => new KProfile(caller.Process, target.Object, range, profileSource));
        }
    }

    /// <summary>Lets a profile count.</summary>
    /// <returns>Errors of the handle, what starting says.</returns>
    [SystemService]
    public static NtStatus NtStartProfile(KThread caller, HandleOf<KProfile> profileHandle) => Act(caller, profileHandle, profile => profile.Start());

    /// <summary>Lets a profile count no more.</summary>
    /// <returns>Errors of the handle, what stopping says.</returns>
    [SystemService]
    public static NtStatus NtStopProfile(KThread caller, HandleOf<KProfile> profileHandle) => Act(caller, profileHandle, profile => profile.Stop());

    /// <summary>Asks for another interval between counts; it stays that of the clock interrupt.</summary>
    [SystemService(Missing = "the interval: the one of the clock stays")]
    public static NtStatus NtSetIntervalProfile(KThread caller, uint interval, uint source) => NtStatus.Success;

    /// <summary>Tells the interval between counts; 0 for a source that is not there.</summary>
    [SystemService(Missing = "sources other than the time")]
    public static NtStatus NtQueryIntervalProfile(KThread caller, uint profileSource, Out<uint> interval)
    {
        interval.ProbeForWrite(caller);
        interval.Write(caller, profileSource == KProfile.TimeSource ? (uint)caller.Kernel.Clock.Increment100ns : 0);
        return NtStatus.Success;
    }

    static NtStatus Act(KThread caller, HandleOf<KProfile> handle, Func<KProfile, NtStatus> act)
    {
        NtStatus status = Ob.Reference(caller, handle, ControlAccess, out ObjectRef<KProfile> profile);
        if (status.IsError) return status;
        using (profile) return act(profile.Object);
    }
}
