using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>The profile's service tables bound to the service methods by name.</summary>
public sealed class SystemServices
{
    const uint IndexBits = 0xFFF;

    /// <summary>A guest that calls with thousands of classes from thousands of places is not written down whole.</summary>
    const int MostRemembered = 4096;

    readonly NtKernel kernel;
    readonly BoundService[][] tables;
    readonly OrderedDictionary<(string Name, GuestAddress Caller), long> absent = [];
    readonly OrderedDictionary<(string Name, uint Class, GuestAddress Caller), long> unknownClasses = [];
    long sequence;

    internal SystemServices(NtKernel kernel, OsProfile profile)
    {
        this.kernel = kernel;
        Dictionary<(string, int), ServiceThunk> thunks = ServiceThunks.All.ToDictionary(thunk => (thunk.Name, thunk.ArgumentBytes));
        tables = [.. profile.ServiceTables.Select(table => Bind(table, thunks))];
    }

    /// <summary>Calls of services that the kernel does not have, by name and by the code behind the stub that called, in the order of first calls.</summary>
    public IReadOnlyDictionary<(string Name, GuestAddress Caller), long> Absent => absent;

    /// <summary>Calls with an information class that the service does not know, likewise.</summary>
    public IReadOnlyDictionary<(string Name, uint Class, GuestAddress Caller), long> UnknownClasses => unknownClasses;

    /// <summary>Runs a service for a thread.</summary>
    /// <returns>What the service returns; of no meaning when the caller waits or has ended.</returns>
    public NtStatus Invoke(KThread caller, uint number, ReadOnlySpan<uint> arguments)
    {
        BoundService service = Find(number);
        return kernel.Observer is { SeesServices: true } observer ? InvokeObserved(observer, caller, number, service, arguments) : Run(caller, service, arguments);
    }

    /// <summary>Runs code of a service and turns a bad pointer of the guest's into its status.</summary>
    internal static NtStatus Guard<T>(KThread caller, T state, Func<KThread, T, NtStatus> code)
    {
        try
        {
            return code(caller, state);
        }
        catch (GuestAccessViolation violation)
        {
            return violation.Status;
        }
    }

    NtStatus Run(KThread caller, BoundService service, ReadOnlySpan<uint> arguments)
    {
        if (service.Routine is null) return CountAbsent(caller, service.Name);
        try
        {
            NtStatus status = service.Routine(caller, arguments);
            if (status == NtStatus.InvalidInfoClass && service.ClassArgument is int index) CountUnknown(caller, service, arguments[index]);
            return status;
        }
        catch (GuestAccessViolation violation)
        {
            return violation.Status;
        }
        catch (InsufficientMemoryException)
        {
            return NtStatus.InsufficientResources;
        }
    }

    NtStatus InvokeObserved(IMachineObserver observer, KThread caller, uint number, BoundService service, ReadOnlySpan<uint> arguments)
    {
        var call = new ObservedCall(kernel, caller, number, ++sequence, arguments.ToArray(), service.Routine is not null);
        observer.ServiceEntered(call.Describe());
        caller.ObservedCall = call;
        NtStatus status = Run(caller, service, arguments);
        if (caller.State != ThreadState.Terminated && caller.Wait is null && !caller.HasCallout) call.Return(status);
        return status;
    }

    /// <summary>Notes that something was asked for that the kernel does not have.</summary>
    internal NtStatus CountAbsent(KThread caller, string name)
    {
        var key = (name, ReturnAddress(caller));
        if (absent.TryGetValue(key, out long earlier) || absent.Count < MostRemembered) absent[key] = earlier + 1;
        return NtStatus.NotImplemented;
    }

    void CountUnknown(KThread caller, BoundService service, uint informationClass)
    {
        var key = (service.Name, informationClass, ReturnAddress(caller));
        if (!unknownClasses.TryGetValue(key, out long earlier) && unknownClasses.Count >= MostRemembered) return;
        unknownClasses[key] = earlier + 1;
    }

    /// <summary>Behind the return into the stub lies the return to the stub's caller; a thread without user mode has none.</summary>
    static GuestAddress ReturnAddress(KThread caller)
    {
        if (caller.TrapFrame.IsNull) return GuestAddress.Null;
        KTrapFrame frame = caller.Frame;
        return frame.IsFromUser
            ? caller.Process.Space.ReadAddress(new GuestAddress(frame.HardwareEsp + 4)) ?? GuestAddress.Null
            : new GuestAddress(frame.Eip);
    }

    BoundService Find(uint number)
    {
        BoundService[] table = tables[(number >> 12) & 3];
        uint index = number & IndexBits;
        return index < (uint)table.Length ? table[index] : new BoundService($"Service{number:X}", null, null);
    }

    static BoundService[] Bind(ServiceTable table, Dictionary<(string Name, int ArgumentBytes), ServiceThunk> thunks) =>
        [.. table.Entries.Select(entry => Bind(entry.Name, thunks.GetValueOrDefault((entry.Name, entry.ArgumentBytes))))];

    static BoundService Bind(string name, ServiceThunk? thunk) => new(name, thunk?.Routine, thunk is null ? null : ClassArgument(thunk));

    /// <summary>Which argument dword of a service is its information class.</summary>
    static int? ClassArgument(ServiceThunk thunk)
    {
        int dwords = 0;
        foreach (ServiceThunkParameter parameter in thunk.Parameters)
        {
            if (parameter.Name.EndsWith("InformationClass", StringComparison.Ordinal)) return dwords;
            dwords += parameter.Dwords;
        }
        return null;
    }

    sealed record BoundService(string Name, ServiceRoutine? Routine, int? ClassArgument);
}
