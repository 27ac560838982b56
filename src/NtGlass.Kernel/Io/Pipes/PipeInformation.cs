using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What the file information services tell and change of pipes.</summary>
static class PipeInformation
{
    /// <returns>STATUS_INVALID_PARAMETER for what is no pipe or what pipes do not have, STATUS_PIPE_DISCONNECTED for such a client, STATUS_SUCCESS.</returns>
    public static NtStatus Query(FileObject file, FileInformationClass infoClass, out byte[] answer)
    {
        answer = [];
        if (file.Context is not PipeEnd end) return NtStatus.InvalidParameter;
        if (IsGone(end)) return NtStatus.PipeDisconnected;
        byte[]? found = infoClass switch
        {
            FileInformationClass.Name => FileQuery.Name(end.Pipe.Name),
            FileInformationClass.Basic => new GuestRecord(0x28).Set(0x20, (uint)FileAttributes.Normal).Bytes,
            FileInformationClass.Standard => new GuestRecord(0x18)
                .Set(0, (long)end.InboundQuota + end.OutboundQuota).Set(8, end.Incoming?.Bytes ?? 0)
                .Set(0x10, 1u).Set(0x14, (byte)1).Bytes,
            FileInformationClass.Position => new GuestRecord(8).Set(0, end.Incoming?.Bytes ?? 0).Bytes,
            FileInformationClass.Pipe => new GuestRecord(8).Set(0, (uint)end.ReadMode).Set(4, end.IsNonBlocking ? 1u : 0).Bytes,
            FileInformationClass.PipeLocal => Local(end),
            FileInformationClass.PipeRemote => new byte[0x10],
            _ => null,
        };
        if (found is null) return NtStatus.InvalidParameter;
        answer = found;
        return NtStatus.Success;
    }

    /// <inheritdoc cref="Query" path="/returns"/>
    public static NtStatus Set(FileObject file, FileInformationClass infoClass, ReadOnlySpan<byte> given)
    {
        if (file.Context is not PipeEnd end) return NtStatus.InvalidParameter;
        if (IsGone(end)) return NtStatus.PipeDisconnected;
        switch (infoClass)
        {
            case FileInformationClass.Pipe:
                uint readMode = BinaryPrimitives.ReadUInt32LittleEndian(given), completionMode = BinaryPrimitives.ReadUInt32LittleEndian(given[4..]);
                if (readMode > 1 || completionMode > 1 || (PipeMode)readMode > end.Pipe.Type) return NtStatus.InvalidParameter;
                end.ReadMode = (PipeMode)readMode;
                end.IsNonBlocking = completionMode == 1;
                return NtStatus.Success;
            case FileInformationClass.PipeRemote or FileInformationClass.Basic:
                return NtStatus.Success;
            default:
                return NtStatus.InvalidParameter;
        }
    }

    static bool IsGone(PipeEnd end) => !end.IsServer && end.State == PipeState.Disconnected;

    static byte[] Local(PipeEnd end) => new GuestRecord(0x28)
        .Set(0x00, (uint)end.Pipe.Type).Set(0x04, (uint)end.Pipe.Configuration)
        .Set(0x08, end.Pipe.MaximumInstances).Set(0x0C, (uint)end.Pipe.Servers.Count)
        .Set(0x10, end.InboundQuota).Set(0x14, (uint)(end.Incoming?.Bytes ?? 0))
        .Set(0x18, end.OutboundQuota).Set(0x1C, end.Outgoing?.Room ?? (end.IsServer ? end.OutboundQuota : end.InboundQuota))
        .Set(0x20, (uint)end.State).Set(0x24, end.IsServer ? 1u : 0).Bytes;
}
