using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of semaphores.</summary>
public static class SemaphoreServices
{
    const uint QueryState = 1, ModifyState = 2;

    /// <summary>Makes a semaphore.</summary>
    [SystemService]
    public static NtStatus NtCreateSemaphore(
        KThread caller, Out<Handle> semaphoreHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes, int initialCount, int maximumCount)
    {
        semaphoreHandle.ProbeForWrite(caller);
        if (maximumCount <= 0 || initialCount < 0 || initialCount > maximumCount) return NtStatus.InvalidParameter;
        return Ob.Create(caller, semaphoreHandle, desiredAccess, objectAttributes, _ => new KSemaphore(initialCount, maximumCount));
    }

    /// <summary>Opens a semaphore by its name.</summary>
    [SystemService]
    public static NtStatus NtOpenSemaphore(KThread caller, Out<Handle> semaphoreHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<KSemaphore>(caller, semaphoreHandle, desiredAccess, objectAttributes);

    /// <summary>Raises a semaphore's count.</summary>
    [SystemService]
    public static NtStatus NtReleaseSemaphore(KThread caller, HandleOf<KSemaphore> semaphoreHandle, int releaseCount, [Opt] Out<int> previousCount)
    {
        previousCount.ProbeForWriteIfPresent(caller);
        if (releaseCount <= 0) return NtStatus.InvalidParameter;
        NtStatus status = Ob.Reference(caller, semaphoreHandle, ModifyState, out ObjectRef<KSemaphore> reference);
        if (status.IsError) return status;
        using (reference)
        {
            int previous = reference.Object.SignalState;
            if (!reference.Object.TryRelease(releaseCount)) return NtStatus.SemaphoreLimitExceeded;
            previousCount.WriteIfPresent(caller, previous);
            return NtStatus.Success;
        }
    }

    /// <summary>Tells a semaphore's count and limit.</summary>
    [SystemService(Missing = "")]
    public static NtStatus NtQuerySemaphore(
        KThread caller, HandleOf<KSemaphore> semaphoreHandle, uint semaphoreInformationClass, UserBuffer semaphoreInformation,
        uint semaphoreInformationLength, [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, semaphoreInformation, semaphoreInformationLength, returnLength);
        return answer.Basic(semaphoreHandle, semaphoreInformationClass, QueryState, length: 8, target =>
            new GuestRecord(8).Set(0, (uint)target.SignalState).Set(4, (uint)target.Limit).Bytes);
    }
}
