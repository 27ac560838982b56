using System.Net;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>An accept that makes the new socket's handle.</summary>
sealed class AfdAccept(IoControl control, AfdEndpoint listener) : AfdOperation(control.Request)
{
    const uint Access = AccessMask.GenericRead | AccessMask.GenericWrite | AccessMask.Synchronize;

    public override NtStatus Try()
    {
        if (listener.Socket is not StreamSocket socket) return NtStatus.InvalidParameter;
        NtStatus status = socket.Accept(out StreamSocket? accepted);
        if (accepted is null) return status;
        FileObject file = listener.Inherit(accepted);
        status = Ob.CreateHandle(Request.Process, file, FileObject.ObjectType.Map(Access), ObjectAttributeFlags.Inherit, out Handle handle);
        file.Header.Dereference();
        if (status.IsError) return status;
        Information = sizeof(uint);
        return Request.CopyOut(control.Output, BitConverter.GetBytes(handle.Value));
    }
}

/// <summary>AcceptEx: the connection goes into a socket that is there, with the first bytes and both names in one buffer.</summary>
sealed class AfdAcceptInto(IoControl control, AfdEndpoint listener, ObjectRef<FileObject> target, uint receiveLength, uint localLength)
    : AfdOperation(control.Request)
{
    const uint CountBytes = sizeof(int);

    readonly AfdEndpoint acceptor = (AfdEndpoint)target.Object.Context!;
    bool isAccepted;

    public override NtStatus Try()
    {
        if (!isAccepted)
        {
            if (listener.Socket is not StreamSocket socket || acceptor.Socket is not StreamSocket given) return NtStatus.InvalidParameter;
            NtStatus status = socket.Accept(out StreamSocket? accepted);
            if (accepted is not null) status = given.Become(accepted);
            if (status.IsError) return status;
            isAccepted = true;
        }
        NtStatus received = receiveLength == 0 ? NtStatus.Success : Receive();
        if (received == NtStatus.DeviceNotReady) MoveTo(acceptor.Reads);
        return received.IsError ? received : WriteNames();
    }

    protected override void Leave()
    {
        base.Leave();
        target.Dispose();
    }

    NtStatus Receive()
    {
        byte[] bytes = new byte[Math.Min(receiveLength, (uint)Math.Max(1, acceptor.Socket!.Available))];
        NtStatus status = acceptor.Socket.Receive(bytes, MessageFlags.None, out int received, out _);
        Information = (uint)received;
        return status.IsError || received == 0 ? status : Request.CopyOut(control.Output, bytes.AsSpan(0, received));
    }

    NtStatus WriteNames()
    {
        NetSocket socket = acceptor.Socket!;
        uint remoteLength = control.OutputLength - receiveLength - localLength;
        NtStatus status = localLength == 0 ? NtStatus.Success : WriteName(receiveLength, localLength, socket.InFamily(socket.Local!));
        return status.IsError ? status : WriteName(receiveLength + localLength, remoteLength, socket.InFamily(socket.Remote!));
    }

    NtStatus WriteName(uint offset, uint length, IPEndPoint name)
    {
        byte[] bytes = SocketAddress.Write(name);
        if (length < CountBytes + bytes.Length) return NtStatus.BufferTooSmall;
        NtStatus status = Request.CopyOut(control.Output.Slice(offset), BitConverter.GetBytes(bytes.Length));
        return status.IsError ? status : Request.CopyOut(control.Output.Slice(offset + CountBytes), bytes);
    }
}
