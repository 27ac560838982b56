using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>An object of the object manager.</summary>
public abstract class KernelObject
{
    protected KernelObject(ObjectType type) => Header = new ObjectHeader(this, type);

    public ObjectHeader Header { get; }

    public ObjectType Type => Header.Type;

    /// <summary>Bytes of a program's that the object keeps, beside its name.</summary>
    protected internal virtual int KeptBytes => 0;

    /// <summary>What a wait on this object waits for; null when it cannot be waited for.</summary>
    public virtual DispatcherObject? WaitObject => null;

    /// <summary>A handle was made for <paramref name="process"/>; a failure takes the handle back.</summary>
    protected internal virtual NtStatus OnOpen(EProcess process, uint grantedAccess) => NtStatus.Success;

    /// <summary>A handle of <paramref name="process"/> was closed; <see cref="ObjectHeader.HandleCount"/> counts those left.</summary>
    protected internal virtual void OnClose(EProcess process, uint grantedAccess)
    {
    }

    /// <summary>The last reference is gone.</summary>
    protected internal virtual void OnDelete()
    {
    }

    /// <summary>Continues a name lookup with the rest of the path; objects without a namespace of their own take none.</summary>
    protected internal virtual ParseStep Parse(ParseRequest request) =>
        request.Remaining.Length == 0 ? ParseStep.Found(this) : ParseStep.Failed(NtStatus.ObjectTypeMismatch);

    /// <summary>Takes another security descriptor, where the type keeps it.</summary>
    protected internal virtual NtStatus SetSecurity(SecurityDescriptor descriptor)
    {
        Header.SecurityDescriptor = descriptor;
        return NtStatus.Success;
    }

    /// <summary>What NtQueryObject says instead of the name of an object that has lost it; STATUS_SUCCESS for the others.</summary>
    protected internal virtual NtStatus NameStatus => NtStatus.Success;

    /// <summary>The object's full name as NtQueryObject tells it; empty when it has none.</summary>
    protected internal virtual string QueryName() => Header.FullName;
}
