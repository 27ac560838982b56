using System.Buffers.Binary;
using System.Net;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>An echo request as IcmpSendEcho makes it: the machine and its gateway answer, nobody else does.</summary>
sealed class IcmpEcho : TimerTarget
{
    const int RequestBytes = 80, AddressBytes = 28, ReplyBytes = 28;
    const byte TimeToLive = 128;

    /// <summary>IP_REQ_TIMED_OUT.</summary>
    const uint RequestTimedOut = 11010;

    readonly IoControl control;

    IcmpEcho(IoControl control) => this.control = control;

    /// <returns>STATUS_INVALID_PARAMETER, STATUS_INVALID_ADDRESS_WILDCARD, STATUS_PENDING, STATUS_SUCCESS.</returns>
    public static NtStatus Start(IoControl control, Network network, byte[] input)
    {
        if (input.Length < RequestBytes || control.OutputLength < ReplyBytes) return NtStatus.InvalidParameter;
        uint dataOffset = RequestBytes + ((Word(input, 68) + 3) & ~3u), dataLength = Word(input, 72);
        if (dataOffset < RequestBytes || (ulong)dataOffset + dataLength > (uint)input.Length) return NtStatus.InvalidParameter;
        if (SocketAddress.Read(input.AsSpan(AddressBytes, AddressBytes), out IPEndPoint target).IsError || target.Address.GetAddressBytes().Length != 4)
            return NtStatus.InvalidParameter;
        if (Network.IsAny(target.Address)) return NtStatus.InvalidAddressWildcard;
        if (network.IsLocal(target.Address) || target.Address.Equals(network.Options.Gateway))
            return Answer(control, target.Address, input, input.AsSpan((int)dataOffset, (int)dataLength));
        network.Log.Add(control.Caller.Process.ProcessId, NetworkAttemptKind.Echo, target, NtStatus.Timeout);
        IcmpEcho waiting = new(control);
        NtKernel kernel = control.Caller.Kernel;
        kernel.Dispatcher.Timers.Insert(waiting, kernel.Clock.DueTime(-Word(input, 76) * 10_000L));
        return control.Request.Pend(() => kernel.Dispatcher.Timers.Remove(waiting));
    }

    internal override void Expire() => control.Answer(NtStatus.Success, new GuestRecord(ReplyBytes).Set(4, RequestTimedOut).Bytes);

    // ICMP_ECHO_REPLY32, whose pointer leads behind it in the caller's own memory.
    static NtStatus Answer(IoControl control, IPAddress from, byte[] input, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> echoed = data[..(int)Math.Min(data.Length, control.OutputLength - ReplyBytes)];
        uint replyAddress = Word(input, 56);
        GuestRecord reply = new GuestRecord(ReplyBytes + echoed.Length).Set(0, from.GetAddressBytes()).Set(12, (ushort)echoed.Length)
            .Set(14, (ushort)1).Set(16, replyAddress + ReplyBytes).Set(20, TimeToLive).Set(21, input[66]).Set(ReplyBytes, echoed);
        return control.Answer(NtStatus.Success, reply.Bytes);
    }

    static uint Word(byte[] input, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(offset));
}
