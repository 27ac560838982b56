using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that open keys within a transaction; there are no transactions, so none of their handles is one.</summary>
public static class KeyTransactedServices
{
    /// <summary>Opens or makes a key within a transaction.</summary>
    /// <inheritdoc cref="NoTransaction" path="/returns"/>
    [SystemService(Missing = "transactions: there is no transaction to give")]
    public static NtStatus NtCreateKeyTransacted(
        KThread caller, Out<Handle> keyHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, uint titleIndex,
        [Opt] In<UnicodeString> @class, uint createOptions, Handle transactionHandle, [Opt] Out<uint> disposition)
    {
        disposition.ProbeForWriteIfPresent(caller);
        return NoTransaction(caller, keyHandle, transactionHandle);
    }

    /// <summary>Opens a key within a transaction.</summary>
    /// <inheritdoc cref="NoTransaction" path="/returns"/>
    [SystemService(Missing = "transactions: there is no transaction to give")]
    public static NtStatus NtOpenKeyTransacted(
        KThread caller, Out<Handle> keyHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, Handle transactionHandle) =>
        NoTransaction(caller, keyHandle, transactionHandle);

    /// <summary>Opens a key within a transaction, with options.</summary>
    /// <inheritdoc cref="NoTransaction" path="/returns"/>
    [SystemService(Missing = "transactions: there is no transaction to give")]
    public static NtStatus NtOpenKeyTransactedEx(
        KThread caller, Out<Handle> keyHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes, uint openOptions, Handle transactionHandle) =>
        NoTransaction(caller, keyHandle, transactionHandle);

    /// <returns>STATUS_ACCESS_VIOLATION, STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH for the handle of anything.</returns>
    static NtStatus NoTransaction(KThread caller, Out<Handle> keyHandle, Handle transactionHandle)
    {
        keyHandle.ProbeForWrite(caller);
        keyHandle.Write(caller, default);
        NtStatus status = Ob.Reference(caller, transactionHandle, 0, out ObjectRef<KernelObject> other);
        if (status.IsError) return status;
        other.Dispose();
        return NtStatus.ObjectTypeMismatch;
    }
}
