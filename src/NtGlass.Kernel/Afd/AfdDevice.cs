using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary><c>\Device\Afd</c>: the driver behind Winsock.</summary>
sealed class AfdDevice(NtKernel kernel) : IoDevice
{
    public NtKernel Kernel => kernel;

    public Network Network => kernel.Network;

    public override uint DeviceType => FileDevice.NamedPipe;

    /// <summary>A file of the device, around what AFD keeps with it.</summary>
    public FileObject MakeFile(AfdEndpoint endpoint, CreateOptions options) =>
        new(this, "", new OpenPacket { DesiredAccess = FileObject.ObjectType.Mapping.Read | FileObject.ObjectType.Mapping.Write, ShareAccess = 7, Options = options })
        {
            Context = endpoint,
        };

    /// <summary>Whatever name follows the device's, the file is one that can become a socket or poll others.</summary>
    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file)
    {
        file = new FileObject(this, path, packet) { Context = new AfdEndpoint(this, packet.Options) };
        packet.Result = CreateResult.Opened;
        return NtStatus.Success;
    }

    internal override NtStatus Control(IoControl control)
    {
        NtStatus status = WineAfd.Control(control, (AfdEndpoint)control.File.Context!);
        Network.Deliver();
        return status;
    }

    internal override NtStatus Read(IoTransfer transfer)
    {
        var endpoint = (AfdEndpoint)transfer.File.Context!;
        if (endpoint.Socket is null) return NtStatus.InvalidParameter;
        AfdReceive receive = new(transfer.Request, endpoint, AfdBuffers.Of(transfer.Buffer, transfer.Length), MessageFlags.None, default);
        return AfdTransfers.Receive(endpoint, receive, mayWait: true, SocketEvents.Read);
    }

    internal override NtStatus Write(IoTransfer transfer)
    {
        var endpoint = (AfdEndpoint)transfer.File.Context!;
        if (endpoint.Socket is null) return NtStatus.InvalidParameter;
        AfdSend send = new(transfer.Request, endpoint, AfdBuffers.Of(transfer.Buffer, transfer.Length), MessageFlags.None, to: null);
        return AfdTransfers.Send(endpoint, send, mayWait: true);
    }

    internal override void Cleanup(FileObject file)
    {
        ((AfdEndpoint)file.Context!).Close();
        Network.Deliver();
    }
}
