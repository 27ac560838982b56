using NtGlass.Abi;
using NtGlass.Abi.Events;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>The profile's service tables bound to the service methods by name.</summary>
public sealed class SystemServices
{
    const uint IndexBits = 0xFFF;

    readonly NtKernel kernel;
    readonly BoundService[][] tables;
    readonly OrderedDictionary<(string Name, GuestAddress Caller), long> absent = [];
    long sequence;

    internal SystemServices(NtKernel kernel, OsProfile profile)
    {
        this.kernel = kernel;
        Dictionary<(string, int), ServiceRoutine> routines = ServiceThunks.All.ToDictionary(thunk => (thunk.Name, thunk.ArgumentBytes), thunk => thunk.Routine);
        tables = [.. profile.ServiceTables.Select(table => Bind(table, routines))];
    }

    /// <summary>Calls of services that the kernel does not have, by name and by the code behind the stub that called, in the order of first calls.</summary>
    public IReadOnlyDictionary<(string Name, GuestAddress Caller), long> Absent => absent;

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
            return service.Routine(caller, arguments);
        }
        catch (GuestAccessViolation violation)
        {
            return violation.Status;
        }
    }

    NtStatus InvokeObserved(IMachineObserver observer, KThread caller, uint number, BoundService service, ReadOnlySpan<uint> arguments)
    {
        var call = new ObservedCall(kernel, caller, number, ++sequence, arguments.ToArray(), service.Routine is not null);
        observer.ServiceEntered(call.Describe());
        caller.ObservedCall = call;
        NtStatus status = Run(caller, service, arguments);
        if (caller.State != ThreadState.Terminated && caller.Wait is null) call.Return(status);
        return status;
    }

    /// <summary>Notes that something was asked for that the kernel does not have.</summary>
    internal NtStatus CountAbsent(KThread caller, string name)
    {
        var key = (name, ReturnAddress(caller));
        absent[key] = (absent.TryGetValue(key, out long earlier) ? earlier : 0) + 1;
        return NtStatus.NotImplemented;
    }

    /// <summary>Behind the return into the stub lies the return to the stub's caller.</summary>
    static GuestAddress ReturnAddress(KThread caller)
    {
        KTrapFrame frame = caller.Frame;
        return frame.IsFromUser
            ? caller.Process.Space.ReadAddress(new GuestAddress(frame.HardwareEsp + 4)) ?? GuestAddress.Null
            : new GuestAddress(frame.Eip);
    }

    BoundService Find(uint number)
    {
        BoundService[] table = tables[(number >> 12) & 3];
        uint index = number & IndexBits;
        return index < (uint)table.Length ? table[index] : new BoundService($"Service{number:X}", null);
    }

    static BoundService[] Bind(ServiceTable table, Dictionary<(string Name, int ArgumentBytes), ServiceRoutine> routines) =>
        [.. table.Entries.Select(entry => new BoundService(entry.Name, routines.GetValueOrDefault((entry.Name, entry.ArgumentBytes))))];

    sealed record BoundService(string Name, ServiceRoutine? Routine);
}
