using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that make ports and tell about them.</summary>
public static class PortServices
{
    /// <summary>Makes the port at which a server hears of clients.</summary>
    /// <returns>STATUS_INVALID_PARAMETER_3 and _4 for lengths beyond what a message holds, errors of the name, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCreatePort(
        KThread caller, Out<Handle> portHandle, [Opt] In<ObjectAttributes> objectAttributes, uint maxConnectionInfoLength, uint maxMessageLength,
        [Opt] uint maxPoolUsage) => Create(caller, portHandle, objectAttributes, maxConnectionInfoLength, maxMessageLength, isWaitable: false);

    /// <summary>Makes such a port that can be waited for until a message is there.</summary>
    /// <inheritdoc cref="NtCreatePort" path="/returns"/>
    [SystemService]
    public static NtStatus NtCreateWaitablePort(
        KThread caller, Out<Handle> portHandle, [Opt] In<ObjectAttributes> objectAttributes, uint maxConnectionInfoLength, uint maxMessageLength,
        [Opt] uint maxPoolUsage) => Create(caller, portHandle, objectAttributes, maxConnectionInfoLength, maxMessageLength, isWaitable: true);

    /// <summary>Tells about a port, of which nothing is to be told.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_INFO_CLASS, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "")]
    public static NtStatus NtQueryInformationPort(
        KThread caller, [Opt] HandleOf<LpcPort> portHandle, uint portInformationClass, UserBuffer portInformation, uint length, [Opt] Out<uint> returnLength)
    {
        const uint Basic = 0;
        portInformation.ProbeForWrite(caller, length, alignment: 4);
        returnLength.ProbeForWriteIfPresent(caller);
        if (!portHandle.IsNull)
        {
            NtStatus status = Ob.Reference(caller, portHandle, 0, out ObjectRef<LpcPort> port);
            if (status.IsError) return status;
            port.Dispose();
        }
        if (portInformationClass != Basic) return NtStatus.InvalidInfoClass;
        returnLength.WriteIfPresent(caller, 0);
        return NtStatus.Success;
    }

    /// <summary>Tells whether somebody hears of the process's exceptions.</summary>
    [SystemService(Missing = "exception ports: the answer is always that there is none")]
    public static NtStatus NtQueryPortInformationProcess(KThread caller) => new(0);

    /// <summary>Lets a server hear when the caller's thread ends.</summary>
    /// <returns>Errors of the handle, STATUS_INVALID_PORT_HANDLE for what is no client's end, STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtRegisterThreadTerminatePort(KThread caller, HandleOf<LpcPort> portHandle)
    {
        const int MostPorts = 64;
        NtStatus status = Ob.Reference(caller, portHandle, 0, out ObjectRef<LpcPort> port);
        if (status.IsError) return status;
        if (port.Object.Kind != LpcPortKind.Client || caller.TerminationPorts.Count >= MostPorts)
        {
            status = port.Object.Kind != LpcPortKind.Client ? NtStatus.InvalidPortHandle : NtStatus.InsufficientResources;
            port.Dispose();
            return status;
        }
        caller.TerminationPorts.Add(port);
        return NtStatus.Success;
    }

    /// <summary>A thread has ended: servers that want to know are told.</summary>
    internal static void NoteEnd(KThread thread)
    {
        foreach (ObjectRef<LpcPort> port in thread.TerminationPorts)
        {
            port.Object.SendQueue?.TryAdd(new LpcMessage(LpcMessageType.ClientDied, BitConverter.GetBytes(thread.CreateTime100ns))
            {
                Client = thread.ClientId, Sender = port.Object, Context = port.Object.Peer?.Context ?? 0,
            });
            port.Dispose();
        }
        thread.TerminationPorts.Clear();
    }

    static NtStatus Create(
        KThread caller, Out<Handle> portHandle, In<ObjectAttributes> objectAttributes, uint connectionLength, uint messageLength, bool isWaitable)
    {
        portHandle.ProbeForWrite(caller);
        if (connectionLength > LpcMessage.MostData) return NtStatus.InvalidParameter3;
        if (messageLength > LpcMessage.MostData + LpcMessage.HeadSize) return NtStatus.InvalidParameter4;
        int data = messageLength < LpcMessage.HeadSize ? LpcMessage.MostData : (int)messageLength - LpcMessage.HeadSize;
        return Ob.Create(caller, portHandle, LpcPort.ObjectType.ValidAccess, objectAttributes, _ => new LpcPort(caller.Process, isWaitable, (int)connectionLength, data));
    }
}
