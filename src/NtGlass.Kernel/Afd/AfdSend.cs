using System.Net;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A send: a stream takes it in parts, a message goes as a whole.</summary>
sealed class AfdSend(IoRequest request, AfdEndpoint endpoint, AfdBuffers buffers, MessageFlags flags, IPEndPoint? to) : AfdOperation(request)
{
    const uint PartBytes = 0x10000;

    public override NtStatus Try()
    {
        NetSocket socket = endpoint.Socket!;
        bool isStream = socket.Kind == SocketKind.Stream;
        if (!isStream && buffers.Length > DatagramSocket.LargestMessage) return NtStatus.BufferOverflow;
        do
        {
            byte[] part = new byte[Math.Min(PartBytes, buffers.Length - Information)];
            NtStatus status = buffers.Read(Request, Information, part);
            if (status.IsError) return status;
            bool isLast = Information + part.Length == buffers.Length;
            status = socket.Send(part, isStream ? null : to, isLast ? flags : flags & ~MessageFlags.OutOfBand, out int sent);
            Information += (uint)sent;
            if (status != NtStatus.Success) return status;
        }
        while (Information < buffers.Length);
        return NtStatus.Success;
    }
}
