using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>References to several objects that a service holds while it works; the first failure stays.</summary>
sealed class ReferenceList(KThread caller) : IDisposable
{
    readonly List<KernelObject> held = [];

    /// <summary>What the first handle that failed failed with.</summary>
    public NtStatus Status { get; private set; } = NtStatus.Success;

    /// <summary>References what a handle names; null when that or an earlier one failed.</summary>
    public T? Take<T>(HandleOf<T> handle, uint desiredAccess)
        where T : KernelObject
    {
        if (Status.IsError) return null;
        Status = Ob.Reference(caller, handle, desiredAccess, out ObjectRef<T> reference);
        if (Status.IsError) return null;
        held.Add(reference.Object);
        return reference.Object;
    }

    public void Dispose()
    {
        foreach (KernelObject one in held) one.Header.Dereference();
    }
}
