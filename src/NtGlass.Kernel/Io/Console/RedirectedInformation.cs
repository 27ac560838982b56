using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What the file information services tell of a redirected stream of the host: the client's end of a pipe of bytes.</summary>
static class RedirectedInformation
{
    const uint PipeBytes = 4096;
    const uint FullDuplex = 2, Connected = 3;

    /// <returns>STATUS_INVALID_PARAMETER for what pipes do not have, STATUS_SUCCESS.</returns>
    public static NtStatus Query(FileInformationClass infoClass, out byte[] answer)
    {
        byte[]? found = infoClass switch
        {
            FileInformationClass.Basic => new GuestRecord(0x28).Set(0x20, (uint)FileAttributes.Normal).Bytes,
            FileInformationClass.Standard => new GuestRecord(0x18).Set(0, (long)PipeBytes).Set(0x10, 1u).Bytes,
            FileInformationClass.Position or FileInformationClass.Pipe => new byte[8],
            FileInformationClass.PipeLocal => new GuestRecord(0x28)
                .Set(0x04, FullDuplex).Set(0x08, 1u).Set(0x0C, 1u).Set(0x10, PipeBytes).Set(0x18, PipeBytes).Set(0x1C, PipeBytes).Set(0x20, Connected).Bytes,
            FileInformationClass.PipeRemote => new byte[0x10],
            _ => null,
        };
        answer = found ?? [];
        return found is null ? NtStatus.InvalidParameter : NtStatus.Success;
    }

    /// <summary>A stream of bytes is read as bytes, and a read or write of it waits.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for anything else, STATUS_SUCCESS.</returns>
    public static NtStatus Set(FileInformationClass infoClass, ReadOnlySpan<byte> given) =>
        infoClass == FileInformationClass.Pipe && BinaryPrimitives.ReadUInt64LittleEndian(given) == 0 ? NtStatus.Success : NtStatus.InvalidParameter;
}
