using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>An array of WSABUF: memory of the guest in pieces.</summary>
sealed class AfdBuffers
{
    /// <summary>Pieces of one request.</summary>
    const uint MostPieces = 1024;

    const int WsaBufBytes = 8;

    readonly (UserBuffer Buffer, uint Length)[] pieces;

    AfdBuffers((UserBuffer Buffer, uint Length)[] pieces)
    {
        this.pieces = pieces;
        Length = (uint)Math.Min(uint.MaxValue, pieces.Sum(piece => (long)piece.Length));
    }

    public uint Length { get; }

    public static AfdBuffers Of(UserBuffer buffer, uint length) => new([(buffer, length)]);

    /// <summary>Reads the array; raises for memory that the caller cannot use.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for more pieces than anyone has, STATUS_SUCCESS.</returns>
    public static NtStatus Read(KThread caller, GuestAddress array, uint count, bool isWritten, out AfdBuffers buffers)
    {
        buffers = null!;
        if (count > MostPieces) return NtStatus.InvalidParameter;
        byte[] bytes = new byte[count * WsaBufBytes];
        UserMemory.Read(caller, array, bytes);
        var pieces = new (UserBuffer, uint)[count];
        for (int index = 0; index < count; index++)
        {
            uint length = BitConverter.ToUInt32(bytes, index * WsaBufBytes);
            UserBuffer buffer = new(new GuestAddress(BitConverter.ToUInt32(bytes, index * WsaBufBytes + 4)));
            if (isWritten) buffer.ProbeForWrite(caller, length, alignment: 1);
            else buffer.ProbeForRead(caller, length, alignment: 1);
            pieces[index] = (buffer, length);
        }
        buffers = new AfdBuffers(pieces);
        return NtStatus.Success;
    }

    /// <summary>Puts bytes into the guest's memory, from a position on.</summary>
    public NtStatus Write(IoRequest request, uint offset, ReadOnlySpan<byte> bytes)
    {
        foreach ((UserBuffer buffer, uint length) in From(offset))
        {
            int count = (int)Math.Min(length, (uint)bytes.Length);
            if (count == 0) continue;
            NtStatus status = request.CopyOut(buffer, bytes[..count]);
            if (status.IsError) return status;
            bytes = bytes[count..];
        }
        return NtStatus.Success;
    }

    /// <summary>Takes bytes out of the guest's memory, from a position on.</summary>
    public NtStatus Read(IoRequest request, uint offset, Span<byte> bytes)
    {
        foreach ((UserBuffer buffer, uint length) in From(offset))
        {
            int count = (int)Math.Min(length, (uint)bytes.Length);
            if (count == 0) continue;
            if (Mm.ReadMemory(request.Process, buffer.Address, bytes[..count]) != count) return NtStatus.AccessViolation;
            bytes = bytes[count..];
        }
        return NtStatus.Success;
    }

    IEnumerable<(UserBuffer Buffer, uint Length)> From(uint offset)
    {
        foreach ((UserBuffer buffer, uint length) in pieces)
        {
            uint skipped = Math.Min(offset, length);
            offset -= skipped;
            yield return (buffer.Slice(skipped), length - skipped);
        }
    }
}
