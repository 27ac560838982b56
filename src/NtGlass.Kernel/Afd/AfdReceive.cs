using System.Net;
using System.Net.Sockets;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Where a receive puts what is not the message itself; null addresses for nothing.</summary>
/// <param name="From">The sender's SOCKADDR.</param>
/// <param name="FromLength">Where its length goes.</param>
/// <param name="Control">Control messages.</param>
/// <param name="ControlLength">Where their length goes.</param>
readonly record struct AfdReceiveExtras(
    UserBuffer From, uint FromSpace, UserBuffer FromLength, UserBuffer Control, uint ControlSpace, UserBuffer ControlLength);

/// <summary>A receive.</summary>
sealed class AfdReceive(IoRequest request, AfdEndpoint endpoint, AfdBuffers buffers, MessageFlags flags, AfdReceiveExtras extras)
    : AfdOperation(request)
{
    // WSACMSGHDR of IP_PKTINFO: length, IPPROTO_IP, type, address, interface.
    const int PacketInfoBytes = 20;
    const uint LevelIP = 0, TypePacketInfo = 19;

    public override NtStatus Try()
    {
        NetSocket socket = endpoint.Socket!;
        bool isStream = socket.Kind == SocketKind.Stream;
        uint wanted = buffers.Length - Information;
        byte[] bytes = new byte[isStream ? Math.Min(wanted, (uint)Math.Max(1, socket.Available)) : Math.Min(wanted, DatagramSocket.LargestMessage)];
        IPAddress? destination = (socket as DatagramSocket)?.NextDestination;
        NtStatus status = socket.Receive(bytes, flags, out int received, out IPEndPoint? from);
        if (status.IsError) return status;
        NtStatus copied = buffers.Write(Request, Information, bytes.AsSpan(0, received));
        if (copied.IsError) return copied;
        Information += (uint)received;
        if (!isStream) return Report(status, socket, from, destination);
        bool waits = (flags & MessageFlags.WaitAll) != 0 && (flags & MessageFlags.Peek) == 0 && received > 0 && Information < buffers.Length;
        return waits ? Try() : status;
    }

    NtStatus Report(NtStatus status, NetSocket socket, IPEndPoint? from, IPAddress? destination)
    {
        if (from is not null && !extras.From.IsNull)
        {
            byte[] name = SocketAddress.Write(socket.InFamily(from));
            NtStatus copied = Request.CopyOut(extras.From, name.AsSpan(0, (int)Math.Min(extras.FromSpace, (uint)name.Length)));
            if (copied.IsSuccess) copied = Request.CopyOut(extras.FromLength, BitConverter.GetBytes(name.Length));
            if (copied.IsError) return copied;
        }
        return extras.ControlLength.IsNull ? status : ReportControl(status, destination);
    }

    NtStatus ReportControl(NtStatus status, IPAddress? destination)
    {
        byte[] record = endpoint.Options.WantsPacketInfo && destination is { AddressFamily: AddressFamily.InterNetwork } ? PacketInfo(destination) : [];
        if (record.Length > extras.ControlSpace) (record, status) = ([], NtStatus.BufferOverflow);
        NtStatus copied = record.Length == 0 ? NtStatus.Success : Request.CopyOut(extras.Control, record);
        if (copied.IsSuccess) copied = Request.CopyOut(extras.ControlLength, BitConverter.GetBytes(record.Length));
        return copied.IsError ? copied : status;
    }

    static byte[] PacketInfo(IPAddress destination) =>
        new GuestRecord(PacketInfoBytes).Set(0, (uint)PacketInfoBytes).Set(4, LevelIP).Set(8, TypePacketInfo)
            .Set(12, destination.GetAddressBytes()).Set(16, NetworkInterfaces.IndexOf(destination)).Bytes;
}
