using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>WAIT_TYPE.</summary>
public enum WaitType : uint
{
    All = 0,
    Any = 1,
}

/// <summary>The services that wait.</summary>
public static class WaitServices
{
    /// <summary>Waits for an object.</summary>
    [SystemService]
    public static NtStatus NtWaitForSingleObject(KThread caller, Handle handle, bool alertable, [Opt] In<long> timeout)
    {
        WaitTerms terms = Terms(caller, alertable, timeout);
        NtStatus status = Ob.Reference(caller, handle, AccessMask.Synchronize, out ObjectRef<KernelObject> reference);
        if (status.IsError) return status;
        if (reference.Object.WaitObject is { } target) return Ke.Wait(caller, target, terms, Releasing(reference));
        reference.Dispose();
        return NtStatus.ObjectTypeMismatch;
    }

    /// <summary>Waits for one or all of several objects.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_1 and _3, errors of the handles, STATUS_OBJECT_TYPE_MISMATCH, STATUS_INVALID_PARAMETER_MIX for one
    /// object twice, STATUS_WAIT_0 and up, STATUS_ABANDONED and up, STATUS_USER_APC, STATUS_ALERTED, STATUS_TIMEOUT.</returns>
    [SystemService]
    public static NtStatus NtWaitForMultipleObjects(
        KThread caller, uint count, UserBuffer handles, WaitType waitType, bool alertable, [Opt] In<long> timeout)
    {
        if (count is 0 or > Ke.MostWaitObjects) return NtStatus.InvalidParameter1;
        if (waitType > WaitType.Any) return NtStatus.InvalidParameter3;
        WaitTerms terms = Terms(caller, alertable, timeout);
        var given = new Handle[count];
        handles.ProbeForRead(caller, count * 4, alignment: 4);
        handles.Read(caller, MemoryMarshal.AsBytes(given.AsSpan()));
        NtStatus status = ReferenceAll(caller, given, out ObjectRef<KernelObject>[] references);
        DispatcherObject[] targets = [.. references.Select(reference => reference.Object.WaitObject).OfType<DispatcherObject>()];
        if (!status.IsError && targets.Length < references.Length) status = NtStatus.ObjectTypeMismatch;
        if (!status.IsError && waitType == WaitType.All && targets.Distinct().Count() < targets.Length) status = NtStatus.InvalidParameterMix;
        if (!status.IsError) return Ke.WaitForMany(caller, targets, waitType == WaitType.All, terms, Releasing(references));
        Release(references);
        return status;
    }

    /// <summary>Waits for one or all of several objects whose handles have 32 bits, as all have here.</summary>
    /// <inheritdoc cref="NtWaitForMultipleObjects" path="/returns"/>
    [SystemService]
    public static NtStatus NtWaitForMultipleObjects32(
        KThread caller, uint count, UserBuffer handles, WaitType waitType, bool alertable, [Opt] In<long> timeout) =>
        NtWaitForMultipleObjects(caller, count, handles, waitType, alertable, timeout);

    /// <summary>Signals one object and waits for another.</summary>
    [SystemService]
    public static NtStatus NtSignalAndWaitForSingleObject(
        KThread caller, Handle signalHandle, Handle waitHandle, bool alertable, [Opt] In<long> timeout)
    {
        WaitTerms terms = Terms(caller, alertable, timeout);
        NtStatus status = Ob.Reference(caller, signalHandle, 0, out ObjectRef<KernelObject> signal);
        if (status.IsError) return status;
        using (signal)
        {
            status = Ob.Reference(caller, waitHandle, AccessMask.Synchronize, out ObjectRef<KernelObject> wait);
            if (status.IsError) return status;
            DispatcherObject? target = wait.Object.WaitObject;
            status = target is null ? NtStatus.ObjectTypeMismatch : Signal(caller, signal);
            if (!status.IsError) return Ke.Wait(caller, target!, terms, Releasing(wait));
            wait.Dispose();
            return status;
        }
    }

    /// <summary>Lets the caller wait for a time.</summary>
    [SystemService]
    public static NtStatus NtDelayExecution(KThread caller, bool alertable, In<long> delayInterval)
    {
        if (delayInterval.IsNull && caller.Kernel.Userland.TakesNullDelay) return Ke.Delay(caller, new WaitTerms(caller.PreviousMode, alertable, null));
        UserMemory.ProbeForRead(caller, delayInterval.Address, length: 8, alignment: 4);
        return Ke.Delay(caller, new WaitTerms(caller.PreviousMode, alertable, delayInterval.Read(caller)));
    }

    /// <summary>Lets another thread run.</summary>
    [SystemService]
    public static NtStatus NtYieldExecution(KThread caller) =>
        caller.Kernel.Dispatcher.Yield(caller) ? NtStatus.Success : NtStatus.NoYieldPerformed;

    static WaitTerms Terms(KThread caller, bool alertable, In<long> timeout)
    {
        if (!timeout.IsNull) UserMemory.ProbeForRead(caller, timeout.Address, length: 8, alignment: 4);
        return new WaitTerms(caller.PreviousMode, alertable, timeout.ReadIfPresent(caller));
    }

    static NtStatus ReferenceAll(KThread caller, Handle[] handles, out ObjectRef<KernelObject>[] references)
    {
        var taken = new List<ObjectRef<KernelObject>>();
        NtStatus status = NtStatus.Success;
        foreach (Handle handle in handles)
        {
            status = Ob.Reference(caller, handle, AccessMask.Synchronize, out ObjectRef<KernelObject> reference);
            if (status.IsError) break;
            taken.Add(reference);
        }
        references = [.. taken];
        return status;
    }

    static NtStatus Signal(KThread caller, ObjectRef<KernelObject> signal)
    {
        const uint ModifyState = 2;
        bool mayModify = caller.PreviousMode == ProcessorMode.Kernel || (signal.GrantedAccess & ModifyState) != 0;
        switch (signal.Object)
        {
            case KEvent target when mayModify:
                Ke.SetEvent(target);
                return NtStatus.Success;
            case KSemaphore target when mayModify:
                return target.TryRelease(1) ? NtStatus.Success : NtStatus.SemaphoreLimitExceeded;
            case KMutant target:
                if (target.Owner != caller) return NtStatus.MutantNotOwned;
                target.Release();
                return NtStatus.Success;
            default:
                return signal.Object is KEvent or KSemaphore ? NtStatus.AccessDenied : NtStatus.ObjectTypeMismatch;
        }
    }

    static WaitCompletion Releasing(params ObjectRef<KernelObject>[] references) => (_, status) =>
    {
        Release(references);
        return status;
    };

    static void Release(IEnumerable<ObjectRef<KernelObject>> references)
    {
        foreach (ObjectRef<KernelObject> reference in references) reference.Dispose();
    }
}
