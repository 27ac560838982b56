using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services by which a server takes clients.</summary>
public static class PortAcceptServices
{
    /// <summary>Answers a client's request for a connection; an accepted client goes on at NtCompleteConnectPort.</summary>
    /// <returns>Errors of reading, STATUS_INVALID_CID, STATUS_REPLY_MESSAGE_MISMATCH, errors of the section and of mapping, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtAcceptConnectPort(
        KThread caller, Out<Handle> portHandle, [Opt] uint portContext, UserBuffer connectionRequest, bool acceptConnection,
        [Opt] UserBuffer serverView, [Opt] UserBuffer clientView)
    {
        portHandle.ProbeForWrite(caller);
        var views = new PortViews(caller, serverView, clientView);
        if (!views.TryProbe()) return NtStatus.InvalidParameter;
        NtStatus status = LpcMessage.Capture(caller, connectionRequest, null, out LpcMessage? answer);
        if (answer is null) return status;
        status = LpcWait.Find(caller.Kernel, answer, out LpcWait? client);
        if (client is null) return status;
        if (client.Request is not { Type: LpcMessageType.ConnectionRequest, Sender: { Peer: null } port } || port.Connection!.Owner != caller.Process)
            return NtStatus.ReplyMessageMismatch;
        if (!acceptConnection)
        {
            client.End(NtStatus.PortConnectionRefused, answer);
            return NtStatus.Success;
        }
        var server = new LpcPort(caller.Process, LpcPortKind.Server, port.Connection);
        try
        {
            Handle handle = default;
            status = Connect(server, port, views);
            if (status.IsSuccess) status = Ob.CreateHandle(caller, server, LpcPort.ObjectType.ValidAccess, 0, out handle);
            if (status.IsError)
            {
                client.End(NtStatus.PortConnectionRefused, null);
                return status;
            }
            LpcPort.Join(server, port);
            server.Context = portContext == 0 ? handle.Value : portContext;
            server.Accepted = (client, answer);
            views.Write();
            portHandle.Write(caller, handle);
            return NtStatus.Success;
        }
        finally
        {
            server.Header.Dereference();
        }
    }

    /// <summary>Lets an accepted client go on.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_PARAMETER for a connection that nobody waits for, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCompleteConnectPort(KThread caller, HandleOf<LpcPort> portHandle)
    {
        NtStatus status = Ob.Reference(caller, portHandle, 0, out ObjectRef<LpcPort> port);
        if (status.IsError) return status;
        using (port)
        {
            if (port.Object.Accepted is not { } accepted) return NtStatus.InvalidParameter;
            port.Object.Accepted = null;
            accepted.Client.End(NtStatus.Success, accepted.Answer);
            return NtStatus.Success;
        }
    }

    static NtStatus Connect(LpcPort server, LpcPort client, PortViews serverViews)
    {
        server.Given = serverViews;
        NtStatus status = serverViews.MapOwn(server);
        if (status.IsSuccess) status = serverViews.Share(client, client.Given!);
        return status.IsSuccess ? client.Given!.Share(server, serverViews) : status;
    }
}
