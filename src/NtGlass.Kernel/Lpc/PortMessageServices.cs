using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that send messages and receive them.</summary>
public static class PortMessageServices
{
    /// <summary>Sends a message to which no answer comes.</summary>
    /// <returns>Errors of the handle and of reading, STATUS_INVALID_PORT_HANDLE, STATUS_PORT_DISCONNECTED, STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtRequestPort(KThread caller, HandleOf<LpcPort> portHandle, UserBuffer requestMessage)
    {
        NtStatus status = Ob.Reference(caller, portHandle, 0, out ObjectRef<LpcPort> port);
        if (status.IsError) return status;
        using (port) return Send(caller, port.Object, requestMessage, LpcMessageType.Datagram, out _);
    }

    /// <summary>Sends a message and waits for the answer.</summary>
    /// <returns>Errors of the handle and of reading, STATUS_INVALID_PORT_HANDLE, STATUS_PORT_DISCONNECTED, STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "requests back to a client that waits (callbacks)")]
    public static NtStatus NtRequestWaitReplyPort(
        KThread caller, HandleOf<LpcPort> portHandle, UserBuffer requestMessage, UserBuffer replyMessage)
    {
        replyMessage.ProbeForWrite(caller, LpcMessage.HeadSize, alignment: 4);
        NtStatus status = Ob.Reference(caller, portHandle, 0, out ObjectRef<LpcPort> port);
        if (status.IsError) return status;
        using (port)
        {
            status = Send(caller, port.Object, requestMessage, LpcMessageType.Request, out LpcMessage? request);
            if (request is null) return status;
            var wait = new LpcWait(caller, port.Object, request);
            return wait.Begin((thread, waitStatus) =>
            {
                if (wait.Answer is { } answer && waitStatus.IsSuccess) answer.Write(thread, replyMessage);
                return waitStatus;
            });
        }
    }

    /// <summary>Answers a request.</summary>
    /// <returns>Errors of the handle and of reading, STATUS_INVALID_CID, STATUS_REPLY_MESSAGE_MISMATCH, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtReplyPort(KThread caller, HandleOf<LpcPort> portHandle, UserBuffer replyMessage)
    {
        NtStatus status = Ob.Reference(caller, portHandle, 0, out ObjectRef<LpcPort> port);
        if (status.IsError) return status;
        using (port) return Reply(caller, port.Object, replyMessage);
    }

    /// <summary>Answers a request, where there is one, and waits for the next message.</summary>
    /// <inheritdoc cref="NtReplyWaitReceivePortEx" path="/returns"/>
    [SystemService]
    public static NtStatus NtReplyWaitReceivePort(
        KThread caller, HandleOf<LpcPort> portHandle, [Opt] Out<uint> portContext, [Opt] UserBuffer replyMessage, UserBuffer receiveMessage) =>
        NtReplyWaitReceivePortEx(caller, portHandle, portContext, replyMessage, receiveMessage, default);

    /// <summary>Answers a request, where there is one, and waits for the next message, for some time.</summary>
    /// <returns>Errors of the handle and of reading, STATUS_INVALID_CID, STATUS_REPLY_MESSAGE_MISMATCH, STATUS_TIMEOUT, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtReplyWaitReceivePortEx(
        KThread caller, HandleOf<LpcPort> portHandle, [Opt] Out<uint> portContext, [Opt] UserBuffer replyMessage, UserBuffer receiveMessage,
        [Opt] In<long> timeout)
    {
        portContext.ProbeForWriteIfPresent(caller);
        receiveMessage.ProbeForWrite(caller, LpcMessage.HeadSize, alignment: 4);
        long? limit = timeout.ReadIfPresent(caller);
        return Receive(caller, portHandle, replyMessage, limit, message =>
        {
            message.Write(caller, receiveMessage);
            portContext.WriteIfPresent(caller, message.Context);
            return true;
        });
    }

    /// <summary>Waits for a client that wants to connect.</summary>
    /// <returns>Errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtListenPort(KThread caller, HandleOf<LpcPort> portHandle, UserBuffer connectionRequest)
    {
        connectionRequest.ProbeForWrite(caller, LpcMessage.HeadSize, alignment: 4);
        return Receive(caller, portHandle, default, null, message =>
        {
            if (message.Type != LpcMessageType.ConnectionRequest) return false;
            message.Write(caller, connectionRequest);
            return true;
        });
    }

    static NtStatus Send(KThread caller, LpcPort port, UserBuffer from, LpcMessageType type, out LpcMessage? sent)
    {
        sent = null;
        if (port.Kind == LpcPortKind.Connection) return NtStatus.InvalidPortHandle;
        NtStatus status = LpcMessage.Capture(caller, from, port, out LpcMessage? message);
        if (message is null) return status;
        if (port.SendQueue is not { } queue) return NtStatus.PortDisconnected;
        (message.Type, message.Client, message.MessageId) = (type, caller.ClientId, caller.Kernel.TakeLpcMessageId());
        message.Context = port.Peer?.Context ?? 0;
        if (!queue.TryAdd(message)) return NtStatus.NoMemory;
        sent = message;
        return NtStatus.Success;
    }

    static NtStatus Reply(KThread caller, LpcPort port, UserBuffer from)
    {
        NtStatus status = LpcMessage.Capture(caller, from, null, out LpcMessage? answer);
        if (answer is null) return status;
        status = LpcWait.Find(caller.Kernel, answer, out LpcWait? client);
        if (client is null) return status;
        bool fromHere = client.Request is { Type: LpcMessageType.Request, Sender: { } sender } && (sender.Peer == port || (sender.Peer is not null && sender.Connection == port));
        if (!fromHere) return NtStatus.ReplyMessageMismatch;
        (answer.Type, answer.Client) = (LpcMessageType.Reply, caller.ClientId);
        client.End(NtStatus.Success, answer);
        return NtStatus.Success;
    }

    static NtStatus Receive(KThread caller, HandleOf<LpcPort> portHandle, UserBuffer reply, long? timeout, Func<LpcMessage, bool> take)
    {
        NtStatus status = Ob.Reference(caller, portHandle, 0, out ObjectRef<LpcPort> port);
        if (status.IsError) return status;
        if (!reply.IsNull)
        {
            status = ReplyAndKeep(caller, port, reply);
            if (status.IsError) return status;
        }
        return WaitForMessage(caller, port, timeout, take);
    }

    static NtStatus ReplyAndKeep(KThread caller, ObjectRef<LpcPort> port, UserBuffer reply)
    {
        bool isKept = false;
        try
        {
            NtStatus status = Reply(caller, port.Object, reply);
            isKept = !status.IsError;
            return status;
        }
        finally
        {
            if (!isKept) port.Dispose();
        }
    }

    /// <summary>Takes the next message that is wanted; the reference goes with the end of the wait.</summary>
    static NtStatus WaitForMessage(KThread caller, ObjectRef<LpcPort> port, long? timeout, Func<LpcMessage, bool> take)
    {
        LpcQueue queue = port.Object.ReceiveQueue;
        return Ke.Wait(caller, queue.Arrived, new WaitTerms(caller.PreviousMode, false, timeout), (thread, status) =>
        {
            bool isOver = true;
            try
            {
                if (status != NtStatus.Success) return status;
                do
                {
                    if (queue.Take() is { } message && take(message)) return NtStatus.Success;
                }
                while (queue.TryClaim());
                isOver = false;
            }
            finally
            {
                if (isOver) port.Dispose();
            }
            return WaitForMessage(thread, port, timeout, take);
        });
    }
}
