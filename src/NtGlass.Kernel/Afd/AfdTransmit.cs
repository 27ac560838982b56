using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>TransmitFile: a head, a part of a file and a tail, all in one.</summary>
sealed class AfdTransmit : AfdOperation
{
    const int ParameterBytes = 48, PartBytes = 0x10000;
    const long FilePointer = -2;

    readonly AfdEndpoint endpoint;
    readonly AfdBuffers head, tail;
    readonly ObjectRef<FileObject> file;
    readonly uint fileLength;
    readonly long start;

    AfdTransmit(AfdCall call, ObjectRef<FileObject> file, AfdBuffers head, AfdBuffers tail)
        : base(call.Control.Request)
    {
        endpoint = call.Endpoint;
        this.file = file;
        this.head = head;
        this.tail = tail;
        if (file.Object?.Control is not { } control) return;
        start = (long)call.UInt64(0) == FilePointer ? file.Object.Position : Math.Max(0, (long)call.UInt64(0));
        long rest = Math.Clamp(control.Node.Length - start, 0, uint.MaxValue);
        fileLength = call.UInt32(36) == 0 ? (uint)rest : (uint)Math.Min(rest, call.UInt32(36));
    }

    uint Total => head.Length + fileLength + tail.Length;

    /// <returns>STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_CONNECTION, errors of the file's handle, STATUS_INVALID_PARAMETER for what is no file,
    /// what the socket says, STATUS_PENDING, STATUS_SUCCESS.</returns>
    public static NtStatus Start(AfdCall call)
    {
        if (call.Input.Length < ParameterBytes) return NtStatus.BufferTooSmall;
        if (call.Socket.State != SocketState.Connected) return NtStatus.InvalidConnection;
        KThread caller = call.Control.Caller;
        UserBuffer head = new(call.Pointer(8)), tail = new(call.Pointer(16));
        head.ProbeForRead(caller, call.UInt32(24), alignment: 1);
        tail.ProbeForRead(caller, call.UInt32(28), alignment: 1);
        Handle handle = new(call.UInt32(32));
        ObjectRef<FileObject> file = default;
        NtStatus status = handle.IsNull ? NtStatus.Success : Ob.Reference(caller, handle, FileRights.ReadData, out file);
        if (status.IsError) return status;
        if (!handle.IsNull && file.Object.Control is not { Node.IsFolder: false })
        {
            file.Dispose();
            return NtStatus.InvalidParameter;
        }
        AfdTransmit transmit = new(call, file, AfdBuffers.Of(head, call.UInt32(24)), AfdBuffers.Of(tail, call.UInt32(28)));
        return AfdTransfers.Send(call.Endpoint, transmit, mayWait: true);
    }

    public override NtStatus Try()
    {
        while (Information < Total)
        {
            byte[] part = new byte[PartBytes];
            NtStatus status = ReadPart(part, out int count);
            if (status.IsSuccess) status = endpoint.Socket!.Send(part.AsSpan(0, count), null, MessageFlags.None, out count);
            if (status.IsError) return status;
            Information += (uint)count;
        }
        return NtStatus.Success;
    }

    protected override void Leave()
    {
        base.Leave();
        file.Dispose();
    }

    NtStatus ReadPart(byte[] part, out int count)
    {
        if (Information < head.Length) return ReadFrom(head, Information, part, out count);
        if (Information >= head.Length + fileLength) return ReadFrom(tail, Information - head.Length - fileLength, part, out count);
        uint done = Information - head.Length;
        Fcb control = file.Object.Control!;
        NtStatus status = control.Data?.Flush() ?? NtStatus.Success;
        count = (int)Math.Min((uint)part.Length, fileLength - done);
        if (status.IsSuccess) status = control.Node.Read(start + done, part.AsSpan(0, count), out count);
        return status.IsSuccess && count == 0 ? NtStatus.EndOfFile : status;
    }

    NtStatus ReadFrom(AfdBuffers buffers, uint offset, byte[] part, out int count)
    {
        count = (int)Math.Min((uint)part.Length, buffers.Length - offset);
        return buffers.Read(Request, offset, part.AsSpan(0, count));
    }
}
