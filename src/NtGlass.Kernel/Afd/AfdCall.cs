using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>One control of a socket: its input as it was when the call came.</summary>
readonly record struct AfdCall(IoControl Control, AfdEndpoint Endpoint, byte[] Input)
{
    public WineAfdCode Code => (WineAfdCode)Control.Code;

    /// <summary>The socket; calls that need one are refused before they get here without it.</summary>
    public NetSocket Socket => Endpoint.Socket!;

    public uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Input.AsSpan(offset));

    public ulong UInt64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Input.AsSpan(offset));

    /// <summary>A pointer of 64 bits, of which this machine has 32.</summary>
    public GuestAddress Pointer(int offset) => new(UInt32(offset));

    public NtStatus Done() => Control.Request.Complete(NtStatus.Success, 0);

    /// <summary>Ends the call without an answer; an error is its status.</summary>
    public NtStatus End(NtStatus status) => Control.Request.Complete(status, 0);

    public NtStatus Answer(uint value) => Answer(BitConverter.GetBytes(value));

    /// <summary>Ends the call with an answer that must fit.</summary>
    public NtStatus Answer(ReadOnlySpan<byte> answer) => Control.Exactly(answer);
}
