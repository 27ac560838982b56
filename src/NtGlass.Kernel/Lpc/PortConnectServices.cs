using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services by which a client gets a connection.</summary>
public static class PortConnectServices
{
    const uint ConnectAccess = 1;

    /// <summary>Asks a server for a connection and waits for its answer.</summary>
    /// <returns>As NtSecureConnectPort, without the server's SID.</returns>
    [SystemService(Missing = "static security tracking: the server impersonates the client as it is at that moment")]
    public static NtStatus NtConnectPort(
        KThread caller, Out<Handle> portHandle, In<UnicodeString> portName, UserBuffer securityQos, [Opt] UserBuffer clientView,
        [Opt] UserBuffer serverView, [Opt] Out<uint> maxMessageLength, [Opt] UserBuffer connectionInformation,
        [Opt] InOut<uint> connectionInformationLength) =>
        NtSecureConnectPort(
            caller, portHandle, portName, securityQos, clientView, default, serverView, maxMessageLength, connectionInformation, connectionInformationLength);

    /// <summary>Asks a server that must be who the client thinks for a connection and waits for its answer.</summary>
    /// <returns>Errors of reading, STATUS_BAD_IMPERSONATION_LEVEL, errors of the name, STATUS_INVALID_PORT_HANDLE for what is no server's port,
    /// STATUS_SERVER_SID_MISMATCH, errors of the section, STATUS_NO_MEMORY, STATUS_PORT_CONNECTION_REFUSED, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "static security tracking: the server impersonates the client as it is at that moment")]
    public static NtStatus NtSecureConnectPort(
        KThread caller, Out<Handle> portHandle, In<UnicodeString> portName, UserBuffer securityQos, [Opt] UserBuffer clientView,
        [Opt] UserBuffer requiredServerSid, [Opt] UserBuffer serverView, [Opt] Out<uint> maxMessageLength,
        [Opt] UserBuffer connectionInformation, [Opt] InOut<uint> connectionInformationLength)
    {
        portHandle.ProbeForWrite(caller);
        maxMessageLength.ProbeForWriteIfPresent(caller);
        var views = new PortViews(caller, clientView, serverView);
        if (!views.TryProbe()) return NtStatus.InvalidParameter;
        if (!QualityOfService.TryRead(caller, securityQos.Address, out ImpersonationLevel? level)) return NtStatus.BadImpersonationLevel;
        Sid? serverSid = null;
        NtStatus status = requiredServerSid.IsNull ? NtStatus.Success : Sid.Capture(caller, requiredServerSid.Address, out serverSid);
        if (status.IsError) return status;
        status = UnicodeStrings.Capture(caller, portName, out string name);
        if (status.IsError) return status;
        var answerBuffer = new ConnectionInformation(caller, connectionInformation, connectionInformationLength);
        var attributes = new CapturedAttributes(default, name, ObjectAttributeFlags.CaseInsensitive, default);
        status = Ob.Lookup(caller, attributes, ConnectAccess, null, out LpcPort? server);
        if (server is null) return status;
        if (server.Kind != LpcPortKind.Connection) return NtStatus.InvalidPortHandle;
        status = Se.CheckObject(caller, server, ConnectAccess, out _);
        if (status.IsError) return status;
        if (serverSid is not null && !server.Owner.Token.User.Sid.Equals(serverSid)) return NtStatus.ServerSidMismatch;
        byte[] information = answerBuffer.Read(server.MaximumConnectionInformation);
        var client = new LpcPort(caller.Process, LpcPortKind.Client, server) { ClientLevel = level ?? ImpersonationLevel.Impersonation };
        client.Given = views;
        status = views.MapOwn(client);
        if (status.IsError)
        {
            client.Header.Dereference();
            return status;
        }
        return Ask(caller, server, client, information, new ConnectAnswer(portHandle, maxMessageLength, answerBuffer, views));
    }

    static NtStatus Ask(KThread caller, LpcPort server, LpcPort client, byte[] information, ConnectAnswer answer)
    {
        var request = new LpcMessage(LpcMessageType.ConnectionRequest, information)
        {
            Client = caller.ClientId, MessageId = caller.Kernel.TakeLpcMessageId(), Sender = client, ClientViewSize = answer.Views.OwnSize,
        };
        var wait = new LpcWait(caller, server, request);
        if (!server.ReceiveQueue.TryAdd(request))
        {
            client.Header.Dereference();
            return NtStatus.NoMemory;
        }
        return wait.Begin((thread, status) =>
        {
            try
            {
                if (wait.Answer is { } told) answer.Information.Write(told.Data);
                if (!status.IsSuccess)
                {
                    server.ReceiveQueue.RemoveAll(message => message == request);
                    return status;
                }
                NtStatus made = Ob.CreateHandle(thread, client, LpcPort.ObjectType.ValidAccess, 0, out Handle handle);
                if (made.IsError) return made;
                answer.Views.Write();
                answer.MaxMessageLength.WriteIfPresent(thread, (uint)(client.MaximumDataLength + LpcMessage.HeadSize));
                answer.PortHandle.Write(thread, handle);
                return NtStatus.Success;
            }
            finally
            {
                client.Header.Dereference();
            }
        });
    }

    /// <summary>Where the client wants to hear of its connection.</summary>
    sealed record ConnectAnswer(Out<Handle> PortHandle, Out<uint> MaxMessageLength, ConnectionInformation Information, PortViews Views);

    /// <summary>The data that client and server exchange when they connect.</summary>
    readonly record struct ConnectionInformation(KThread Caller, UserBuffer Buffer, InOut<uint> Length)
    {
        /// <summary>What the client says; more than the server wants is cut.</summary>
        public byte[] Read(int most)
        {
            if (Buffer.IsNull || Length.IsNull) return [];
            Length.ProbeForWrite(Caller);
            uint length = Length.Read(Caller);
            Buffer.ProbeForWrite(Caller, length, alignment: 1);
            byte[] bytes = new byte[Math.Min(length, (uint)most)];
            Buffer.Read(Caller, bytes);
            return bytes;
        }

        /// <summary>What the server says.</summary>
        public void Write(byte[] data)
        {
            if (Buffer.IsNull || Length.IsNull) return;
            int count = (int)Math.Min(Length.Read(Caller), (uint)data.Length);
            Buffer.Write(Caller, data.AsSpan(0, count));
            Length.Write(Caller, (uint)count);
        }
    }
}
