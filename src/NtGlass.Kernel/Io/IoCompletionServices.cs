using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of I/O completion ports.</summary>
public static class IoCompletionServices
{
    const uint QueryState = 1, ModifyState = 2;

    /// <summary>Makes a completion port.</summary>
    [SystemService]
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
    [SystemService]
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
    [SystemService]
    public static NtStatus NtSetIoCompletion(
        KThread caller, HandleOf<IoCompletion> ioCompletionHandle, [Opt] uint keyContext, [Opt] uint apcContext, uint ioStatus,
        uint ioStatusInformation)
    {
        NtStatus status = Ob.Reference(caller, ioCompletionHandle, ModifyState, out ObjectRef<IoCompletion> port);
        if (status.IsError) return status;
        using (port) port.Object.Post(new IoCompletionPacket(keyContext, apcContext, new IoStatusBlock(new NtStatus(ioStatus), ioStatusInformation)));
        return NtStatus.Success;
    }

    /// <summary>Waits for a packet.</summary>
    [SystemService]
    public static NtStatus NtRemoveIoCompletion(
        KThread caller, HandleOf<IoCompletion> ioCompletionHandle, Out<uint> keyContext, Out<uint> apcContext,
        Out<IoStatusBlock> ioStatusBlock, [Opt] In<long> timeout)
    {
        keyContext.ProbeForWrite(caller);
        apcContext.ProbeForWrite(caller);
        ioStatusBlock.ProbeForWrite(caller);
        long? limit = timeout.ReadIfPresent(caller);
        NtStatus status = Ob.Reference(caller, ioCompletionHandle, ModifyState, out ObjectRef<IoCompletion> reference);
        if (status.IsError) return status;
        IoCompletion port = reference.Object;
        return Ke.Wait(caller, port, new WaitTerms(caller.PreviousMode, false, limit), (thread, waitStatus) =>
        {
            using (reference)
            {
                if (waitStatus != NtStatus.Success) return waitStatus;
                IoCompletionPacket packet = port.Take();
                keyContext.Write(thread, packet.Key);
                apcContext.Write(thread, packet.ApcContext);
                ioStatusBlock.Write(thread, packet.Result);
                return NtStatus.Success;
            }
        });
    }
}
