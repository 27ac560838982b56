using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of I/O completion ports.</summary>
public static class IoCompletionServices
{
    const uint QueryState = 1, ModifyState = 2;

    /// <summary>FILE_IO_COMPLETION_INFORMATION.</summary>
    const uint EntrySize = 0x10;

    /// <summary>The most packets that one call takes.</summary>
    const uint MostTaken = 0x1000;

    /// <summary>Makes a completion port.</summary>
    [SystemService(Missing = "the limit of concurrent threads")]
    public static NtStatus NtCreateIoCompletion(
        KThread caller, Out<Handle> ioCompletionHandle, uint desiredAccess, [Opt] In<ObjectAttributes> objectAttributes,
        [Opt] uint numberOfConcurrentThreads)
    {
        ioCompletionHandle.ProbeForWrite(caller);
        return Ob.Create(caller, ioCompletionHandle, desiredAccess, objectAttributes, _ => new IoCompletion());
    }

    /// <summary>Opens a completion port by name.</summary>
    [SystemService]
    public static NtStatus NtOpenIoCompletion(
        KThread caller, Out<Handle> ioCompletionHandle, uint desiredAccess, In<ObjectAttributes> objectAttributes) =>
        Ob.Open<IoCompletion>(caller, ioCompletionHandle, desiredAccess, objectAttributes);

    /// <summary>Tells how many packets wait in a port.</summary>
    [SystemService(Missing = "")]
    public static NtStatus NtQueryIoCompletion(
        KThread caller, HandleOf<IoCompletion> ioCompletionHandle, uint ioCompletionInformationClass, Out<int> ioCompletionInformation,
        uint ioCompletionInformationLength, [Opt] Out<uint> returnLength)
    {
        if (ioCompletionInformationClass != 0) return NtStatus.InvalidInfoClass;
        if (ioCompletionInformationLength != sizeof(int)) return NtStatus.InfoLengthMismatch;
        ioCompletionInformation.ProbeForWrite(caller);
        NtStatus status = Ob.Reference(caller, ioCompletionHandle, QueryState, out ObjectRef<IoCompletion> port);
        if (status.IsError) return status;
        using (port)
        {
            ioCompletionInformation.Write(caller, port.Object.Depth);
            returnLength.WriteIfPresent(caller, sizeof(int));
            return NtStatus.Success;
        }
    }

    /// <summary>Puts a packet of the program's own into a port.</summary>
    /// <returns>Errors of the handle, STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtSetIoCompletion(
        KThread caller, HandleOf<IoCompletion> ioCompletionHandle, [Opt] uint keyContext, [Opt] uint apcContext, uint ioStatus,
        uint ioStatusInformation)
    {
        NtStatus status = Ob.Reference(caller, ioCompletionHandle, ModifyState, out ObjectRef<IoCompletion> port);
        if (status.IsError) return status;
        using (port)
        {
            if (port.Object.IsFull) return NtStatus.InsufficientResources;
            port.Object.Post(new IoCompletionPacket(keyContext, apcContext, new IoStatusBlock(new NtStatus(ioStatus), ioStatusInformation)));
            return NtStatus.Success;
        }
    }

    /// <summary>Waits for a packet.</summary>
    /// <returns>Errors of the handle, STATUS_TIMEOUT, STATUS_USER_APC, STATUS_ABANDONED when the port is closed, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtRemoveIoCompletion(
        KThread caller, HandleOf<IoCompletion> ioCompletionHandle, Out<uint> keyContext, Out<uint> apcContext,
        Out<IoStatusBlock> ioStatusBlock, [Opt] In<long> timeout)
    {
        keyContext.ProbeForWrite(caller);
        apcContext.ProbeForWrite(caller);
        ioStatusBlock.ProbeForWrite(caller);
        return Remove(caller, ioCompletionHandle, timeout.ReadIfPresent(caller), isAlertable: false, 1, packets =>
        {
            keyContext.Write(caller, packets[0].Key);
            apcContext.Write(caller, packets[0].ApcContext);
            ioStatusBlock.Write(caller, packets[0].Result);
        });
    }

    /// <summary>Waits for a packet and takes as many as there are then.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for room for none, then as NtRemoveIoCompletion.</returns>
    [SystemService]
    public static NtStatus NtRemoveIoCompletionEx(
        KThread caller, HandleOf<IoCompletion> ioCompletionHandle, UserBuffer ioCompletionInformation, uint count, Out<uint> numEntriesRemoved,
        [Opt] In<long> timeout, bool alertable)
    {
        if (count == 0 || count > uint.MaxValue / EntrySize) return NtStatus.InvalidParameter;
        ioCompletionInformation.ProbeForWrite(caller, count * EntrySize, alignment: 4);
        numEntriesRemoved.ProbeForWrite(caller);
        return Remove(caller, ioCompletionHandle, timeout.ReadIfPresent(caller), alertable, Math.Min(count, MostTaken), packets =>
        {
            GuestRecord record = new(packets.Length * (int)EntrySize);
            for (int index = 0; index < packets.Length; index++)
            {
                int at = index * (int)EntrySize;
                IoCompletionPacket packet = packets[index];
                record.Set(at, packet.Key).Set(at + 4, packet.ApcContext)
                    .Set(at + 8, packet.Result.Status.Code).Set(at + 0xC, packet.Result.Information);
            }
            ioCompletionInformation.Write(caller, record.Bytes);
            numEntriesRemoved.Write(caller, (uint)packets.Length);
        });
    }

    static NtStatus Remove(
        KThread caller, HandleOf<IoCompletion> handle, long? timeout, bool isAlertable, uint most, Action<IoCompletionPacket[]> tell)
    {
        NtStatus status = Ob.Reference(caller, handle, ModifyState, out ObjectRef<IoCompletion> reference);
        if (status.IsError) return status;
        return Ke.Wait(caller, reference.Object, new WaitTerms(caller.PreviousMode, isAlertable, timeout), (_, waitStatus) =>
        {
            using (reference)
            {
                if (waitStatus == NtStatus.Success) tell(reference.Object.Take(most));
                return waitStatus;
            }
        });
    }
}
