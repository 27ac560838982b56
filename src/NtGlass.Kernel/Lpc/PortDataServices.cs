using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services by which a server reaches a client's memory and acts as the client.</summary>
public static class PortDataServices
{
    const int MostBytes = 0x10000;

    /// <summary>Reads memory that the client described in its request.</summary>
    /// <returns>Errors of the handle and of reading, STATUS_INVALID_CID, STATUS_REPLY_MESSAGE_MISMATCH, STATUS_INVALID_PARAMETER for an entry
    /// that is not there, STATUS_PARTIAL_COPY, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtReadRequestData(
        KThread caller, HandleOf<LpcPort> portHandle, UserBuffer message, uint dataEntryIndex, UserBuffer buffer, uint bufferSize,
        [Opt] Out<uint> numberOfBytesRead)
    {
        buffer.ProbeForWrite(caller, bufferSize, alignment: 1);
        return Copy(caller, portHandle, message, dataEntryIndex, bufferSize, numberOfBytesRead, (client, there, offset, part) =>
        {
            int count = Mm.ReadMemory(client, there + offset, part);
            buffer.Slice(offset).Write(caller, part[..count]);
            return count;
        });
    }

    /// <summary>Writes memory that the client described in its request.</summary>
    /// <inheritdoc cref="NtReadRequestData" path="/returns"/>
    [SystemService]
    public static NtStatus NtWriteRequestData(
        KThread caller, HandleOf<LpcPort> portHandle, UserBuffer message, uint dataEntryIndex, UserBuffer buffer, uint bufferSize,
        [Opt] Out<uint> numberOfBytesWritten)
    {
        buffer.ProbeForRead(caller, bufferSize, alignment: 1);
        return Copy(caller, portHandle, message, dataEntryIndex, bufferSize, numberOfBytesWritten, (client, there, offset, part) =>
        {
            buffer.Slice(offset).Read(caller, part);
            return Mm.WriteMemory(client, there + offset, part);
        });
    }

    /// <summary>Lets the server's thread act as the client that waits for its answer.</summary>
    /// <returns>Errors of the handle and of reading, STATUS_INVALID_PORT_HANDLE, STATUS_PORT_DISCONNECTED, STATUS_INVALID_CID,
    /// STATUS_REPLY_MESSAGE_MISMATCH, STATUS_BAD_IMPERSONATION_LEVEL, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtImpersonateClientOfPort(KThread caller, HandleOf<LpcPort> portHandle, UserBuffer message)
    {
        NtStatus status = Ob.Reference(caller, portHandle, 0, out ObjectRef<LpcPort> port);
        if (status.IsError) return status;
        using (port)
        {
            if (port.Object.Kind != LpcPortKind.Server) return NtStatus.InvalidPortHandle;
            if (port.Object.Peer is not { } peer) return NtStatus.PortDisconnected;
            status = FindClient(caller, port.Object, message, out LpcWait? client);
            return client is null ? status : ImpersonationServices.Impersonate(caller, Se.EffectiveToken(client.Thread), peer.ClientLevel);
        }
    }

    static NtStatus FindClient(KThread caller, LpcPort port, UserBuffer message, out LpcWait? client)
    {
        client = null;
        NtStatus status = LpcMessage.Capture(caller, message, null, out LpcMessage? about);
        if (about is null) return status;
        status = LpcWait.Find(caller.Kernel, about, out client);
        if (client is null || client.Request.Sender?.Peer == port || client.Request.Sender?.Connection == port) return status;
        client = null;
        return NtStatus.ReplyMessageMismatch;
    }

    static NtStatus Copy(
        KThread caller, HandleOf<LpcPort> portHandle, UserBuffer message, uint index, uint size, Out<uint> done, CopyPart copy)
    {
        done.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, portHandle, 0, out ObjectRef<LpcPort> port);
        if (status.IsError) return status;
        using (port)
        {
            status = FindClient(caller, port.Object, message, out LpcWait? client);
            if (client is null) return status;
            if (EntryOf(client.Request, index) is not (GuestAddress there, uint most)) return NtStatus.InvalidParameter;
            if (size > most || there > UserRange.Highest || size > UserRange.End - there) return NtStatus.InvalidParameter;
            byte[] bytes = new byte[Math.Min(size, MostBytes)];
            uint copied = 0;
            while (copied < size)
            {
                Span<byte> part = bytes.AsSpan(0, (int)Math.Min((uint)bytes.Length, size - copied));
                int count = copy(client.Thread.Process, there, copied, part);
                copied += (uint)count;
                if (count < part.Length) break;
            }
            done.WriteIfPresent(caller, copied);
            return copied < size ? NtStatus.PartialCopy : NtStatus.Success;
        }
    }

    /// <summary>Number of entries, then address and length of each, where the message says.</summary>
    static (GuestAddress Address, uint Length)? EntryOf(LpcMessage request, uint index)
    {
        const int EntrySize = 8;
        int start = request.DataInfoOffset - LpcMessage.HeadSize;
        if (start < 0 || start + 4 > request.Data.Length) return null;
        uint count = BitConverter.ToUInt32(request.Data, start);
        if (index >= count || index >= request.Data.Length) return null;
        int at = start + 4 + (int)index * EntrySize;
        if (at + EntrySize > request.Data.Length) return null;
        return (new GuestAddress(BitConverter.ToUInt32(request.Data, at)), BitConverter.ToUInt32(request.Data, at + 4));
    }

    delegate int CopyPart(EProcess client, GuestAddress there, uint offset, Span<byte> part);
}
